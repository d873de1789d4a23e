import type { ContactMode, Role } from '@waymark/events';
import { DAY, HOUR, MINUTE } from './calendar.js';
import type { Dossier } from './dossier.js';
import type { ProviderId } from './providers.js';
import { choiceOf, type Random } from './random.js';
import { BARRIERS_MET, FIRST_ACTIONS, LATER_ACTIONS } from './reasons.js';
import type { Story } from './story.js';

const MODES = choiceOf<ContactMode>({
  telephone: 0.6,
  in_person: 0.25,
  home_visit: 0.05,
  video: 0.04,
  message: 0.06,
});
const ATTEMPTS_MAX = 4;
const HANDED_OVER = 0.12;
const CONTACTS_MAX = 3;

const ROLES: Partial<Record<ProviderId, Role>> = {
  'demo-mind': 'health_coach',
  'demo-exercise': 'other',
};

/** Calls until the person answers. Returns when they did, else when the last call was made. 90% are reached (Bu 2024). */
export function reachPerson(story: Story, dossier: Dossier, acceptedAt: number): number {
  const { random } = story;
  let at = acceptedAt + Math.floor(random.exponential(4) * DAY) + HOUR;
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1, at += random.whole(2, 7) * DAY) {
    if (random.chance(0.62)) {
      meet(dossier, at, roleAt(dossier.provider), true, random);
      return at;
    }
    missCall(dossier, at, random);
  }
  return at;
}

/** Calls that nobody answers. Returns when the last was made. */
export function callInVain(story: Story, dossier: Dossier, from: number): number {
  const { random } = story;
  let at = from + random.whole(1, 8) * DAY;
  for (let attempts = random.whole(2, 4); attempts > 0; attempts -= 1, at += random.whole(3, 9) * DAY) {
    missCall(dossier, at, random);
  }
  return at;
}

/** Contacts while the course runs, about monthly; for some the case passes to another role on the way. */
export function keepContact(story: Story, dossier: Dossier, firstAt: number, endAt: number): void {
  const { random } = story;
  let role = roleAt(dossier.provider);
  let at = firstAt + random.whole(5, 20) * DAY;
  for (let n = 0; n < CONTACTS_MAX && at <= endAt + 21 * DAY; n += 1, at += random.whole(18, 40) * DAY) {
    if (random.chance(HANDED_OVER)) {
      role =
        role === 'link_worker' ? (random.chance(0.65) ? 'health_coach' : 'care_coordinator') : 'link_worker';
      dossier.add('support.assigned', at - HOUR, { role });
    }
    if (random.chance(0.75)) meet(dossier, at, role, false, random, at > endAt);
    else missCall(dossier, at, random, role);
  }
}

function meet(
  dossier: Dossier,
  at: number,
  role: Role,
  first: boolean,
  random: Random,
  afterAbsence = false,
): void {
  const action = first ? FIRST_ACTIONS.pick(random) : LATER_ACTIONS.pick(random);
  dossier.add('contact.recorded', at, {
    actions: afterAbsence ? ['follow_up_after_absence'] : random.chance(0.8) ? [action] : undefined,
    barriers: random.chance(0.25) ? [BARRIERS_MET.pick(random)] : undefined,
    minutes: random.chance(0.8) ? random.whole(2, first ? 12 : 6) * 5 : undefined,
    mode: MODES.pick(random),
    outcome: 'reached',
    role,
  });
}

function missCall(dossier: Dossier, at: number, random: Random, role = roleAt(dossier.provider)): void {
  dossier.add('contact.recorded', at + 5 * MINUTE, {
    actions: undefined,
    barriers: undefined,
    minutes: undefined,
    mode: 'telephone',
    outcome: random.chance(0.65) ? 'no_answer' : 'left_message',
    role,
  });
}

function roleAt(provider: ProviderId): Role {
  return ROLES[provider] ?? 'link_worker';
}
