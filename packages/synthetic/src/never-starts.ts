import { DAY, HOUR, workday } from './calendar.js';
import { callInVain, reachPerson } from './contacts.js';
import { holdCourse } from './course.js';
import type { Dossier } from './dossier.js';
import { HABITS } from './habits.js';
import { choiceOf } from './random.js';
import { DECLINING, LEAVING } from './reasons.js';
import { onwardProvider } from './routing.js';
import type { Story } from './story.js';
import { recordWellbeing } from './wellbeing.js';

/** How a referral comes to nothing. Refusals: 12-22% of all referrals (Bu 2025); 10% are never reached (Bu 2024). */
const WAYS = choiceOf({ refuses: 0.3, turned_down: 0.05, unreachable: 0.17, fades: 0.22, books_only: 0.26 });

/** Tells of a referral of which no session is ever attended. */
export function neverStarts(story: Story, lead: Dossier): void {
  const { random, which } = story;
  const answeredAt = which.at + Math.floor(random.exponential(3) * DAY) + HOUR;
  const way = WAYS.pick(random);
  if (way === 'refuses' || way === 'turned_down') {
    if (random.chance(0.6)) reachPerson(story, lead, answeredAt);
    const by = way === 'refuses' ? 'person' : 'service';
    const reason = by === 'person' ? DECLINING.pick(random) : 'activity_not_suitable';
    lead.add('referral.declined', answeredAt + random.whole(0, 30) * DAY, { by, reason });
    return;
  }
  if (random.chance(0.9)) lead.add('referral.accepted', answeredAt, { role: undefined });
  if (way === 'unreachable') {
    const lastAt = callInVain(story, lead, answeredAt);
    const outcome = random.chance(0.6) ? 'lost_contact' : 'expired';
    if (random.chance(0.85)) lead.add('referral.closed', lastAt + 7 * DAY, { outcome, reason: 'no_reply' });
    return;
  }
  const reachedAt = reachPerson(story, lead, answeredAt);
  if (random.chance(0.5)) recordWellbeing(story, lead, 'baseline', reachedAt);
  const lastAt =
    way === 'books_only' ? booksInVain(story, lead, reachedAt) : reachedAt + random.whole(14, 60) * DAY;
  if (!random.chance(0.75)) return;
  const outcome = random.chance(0.55) ? 'withdrawn' : random.chance(0.7) ? 'lost_contact' : 'unsuitable';
  const reason = random.chance(0.8) ? LEAVING.pick(random) : undefined;
  lead.add('referral.closed', lastAt + random.whole(5, 30) * DAY, { outcome, reason });
}

/** Referred on and booked, and never came. */
function booksInVain(story: Story, lead: Dossier, reachedAt: number): number {
  const { random, which } = story;
  const agreedAt = reachedAt + DAY;
  const refersOn = lead.provider === 'demo-linkworkers' || lead.provider === 'demo-mind';
  const dossier = refersOn ? story.openOnward(onwardProvider(which, agreedAt, random), lead, agreedAt) : lead;
  const habits = HABITS[dossier.provider];
  const plan = {
    ...{
      dossier,
      activity: habits.activities.pick(random),
      activityProvider: story.siteOf(dossier.provider),
    },
    ...{ style: habits.styles.pick(random), agreedAt: agreedAt + 2 * DAY, perWeek: 1, plannedWeeks: 6 },
    ...{
      firstDay: workday(Math.floor(agreedAt / DAY) + random.whole(5, 25)),
      minutes: random.whole(18, 38) * 30,
    },
    ...{ activeWeeks: -1, patience: random.whole(1, 3), propensity: 0 },
  };
  return holdCourse(plan, random).lastAt;
}
