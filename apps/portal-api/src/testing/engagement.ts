import { world, type ReferralHistory, type World } from '@waymark/pathways/testing';
import { OTHER, OWN } from './country.js';

const DAY_MS = 86_400_000;
export const FIRST_SESSION = '2025-01-06';

/** The noon, UTC, of a day after a first session. */
export function dayAfter(first: string, days: number): string {
  return new Date(Date.parse(`${first}T12:00:00.000Z`) + days * DAY_MS).toISOString();
}

/** Days of weekly sessions, up to the last. */
export const weekly = (lastDay: number): number[] =>
  Array.from({ length: lastDay / 7 + 1 }, (_, week) => 7 * week);

interface Attending {
  provider: string;
  icb: string;
  first?: string;
  days: readonly number[];
}

/** Referred a week before the first session, then attended on these days after it. */
export function attendee(history: World, subject: string, attending: Attending): ReferralHistory {
  const { provider, icb, first = FIRST_SESSION, days } = attending;
  const referral = history.provider(provider).referral(subject).received(dayAfter(first, -7), { icb });
  days.forEach((day) => referral.attended(dayAfter(first, day), `s${day}`));
  return referral;
}

/**
 * Starters of one day, all long followed:
 *
 * - `north`, ten: 3 silent after day 21, one dead on day 30, 2 completed on day 35, one silent after day 49, 2 moved away on day 99,
 *   one whose sessions after day 98 nobody recorded.
 * - `west`, twenty: 10 silent after day 7, 10 moved away on day 60.
 * - `tiny`, three of `other`, and `few`, six: silent after the first session. Both too few to be told, they hide each other.
 */
export function engagement(): World {
  const history = world();
  const some = (count: number, who: (i: number) => void): void =>
    Array.from({ length: count }, (_, i) => i).forEach(who);
  const north = (subject: string, lastDay: number): ReferralHistory =>
    attendee(history, subject, { provider: 'north', icb: OWN, days: weekly(lastDay) });
  const west = (subject: string, lastDay: number): ReferralHistory =>
    attendee(history, subject, { provider: 'west', icb: OTHER, days: weekly(lastDay) });
  some(3, (i) => north(`silent-${i}`, 21));
  north('dead', 28).closed(dayAfter(FIRST_SESSION, 30), 'died');
  some(2, (i) => north(`completed-${i}`, 35).closed(dayAfter(FIRST_SESSION, 35), 'completed'));
  north('later', 49);
  some(2, (i) => north(`moved-${i}`, 98).closed(dayAfter(FIRST_SESSION, 99), 'moved'));
  const unrecorded = north('unrecorded', 98);
  [118, 138].forEach((day) =>
    unrecorded.booked(dayAfter(FIRST_SESSION, 98), `u${day}`, dayAfter(FIRST_SESSION, day)),
  );
  some(10, (i) => west(`silent-${i}`, 7));
  some(10, (i) => west(`moved-${i}`, 56).closed(dayAfter(FIRST_SESSION, 60), 'moved'));
  some(3, (i) => attendee(history, `tiny-${i}`, { provider: 'tiny', icb: OTHER, days: [0] }));
  some(6, (i) => attendee(history, `few-${i}`, { provider: 'few', icb: OTHER, days: [0] }));
  return history;
}

export interface Peopled {
  registry: {
    putProvider(provider: { id: string; name: string; sourcePrefixes: string[]; keys: [] }): Promise<void>;
  };
  person(
    name: string,
    role: 'icb_analyst' | 'provider' | 'researcher' | 'controller',
    scope?: string[],
  ): Promise<void>;
}

/** Providers of the history, and a person of each role. */
export async function withPeople(portal: Peopled): Promise<void> {
  for (const id of ['north', 'west', 'tiny', 'few', 'lately'])
    await portal.registry.putProvider({ id, name: id, sourcePrefixes: [`urn:${id}:`], keys: [] });
  await portal.person('analyst', 'icb_analyst', [OWN, OTHER]);
  await portal.person('service', 'provider', ['north']);
  await portal.person('researcher', 'researcher');
  await portal.person('controller', 'controller');
}
