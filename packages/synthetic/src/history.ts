import type { Activity } from '@waymark/events';
import type { Arrival } from './arrivals.js';
import { DAY, dateText, HOUR, MINUTE, WEEK, workday } from './calendar.js';
import { keepContact, reachPerson } from './contacts.js';
import { holdCourse } from './course.js';
import type { Dossier } from './dossier.js';
import { attendancePropensity, startProbability, weeksToDropOut, type Case } from './effects.js';
import { HABITS } from './habits.js';
import { ageAt, drawPerson, drawReasons, drawRoute } from './person.js';
import type { ProviderId } from './providers.js';
import { Random } from './random.js';
import { LEAVING } from './reasons.js';
import { initialProvider, onwardProvider } from './routing.js';
import { neverStarts } from './never-starts.js';
import { Story, type World } from './story.js';
import { recordWellbeing } from './wellbeing.js';

/** What happens with one person on one programme, decided before its records are made. */
export interface Fate {
  activeWeeks: number;
  propensity: number;
  ending: 'completed' | 'stopped' | 'moved' | 'died';
  /** The course ends with a closing that says how. */
  closed: boolean;
}

/** Shares chosen, unless said otherwise. */
const CONTACT_RECORDED = 0.93;
const HAND_OVER_CLOSES = 0.35;
const PARALLEL = 0.08;
const CHAIN = 0.05;
const ADVICE_FIRST = 0.1;
const MOVES = 0.015;
const DIES = 0.004;
const RE_ENGAGES = 0.12;
/** Of those who reach the end of their programme: stay on, and are recorded as completers. */
const STAYS_ON = 0.62;
const STAYS_WEEKS_MAX = 26;
const COMPLETION_RECORDED = 0.85;

/** Everything providers will tell of a referral: their dossiers, each in the order in which it came about. */
export function tellHistory(world: World, arrival: Arrival & { index: number }): Dossier[] {
  const { seed, start, places } = world;
  const { index, at } = arrival;
  const person = drawPerson(arrival.person, start, places, new Random(seed, 2, arrival.person));
  const random = new Random(seed, 3, index);
  const which: Case = { index, person, at, route: drawRoute(random), reasons: drawReasons(random) };
  const story = new Story(world, which, random);
  const provider = initialProvider(which, random);
  const lead = story.openInitial(provider);
  if (random.chance(startProbability(which, provider, world.effects))) starts(story, lead);
  else neverStarts(story, lead);
  return story.dossiers;
}

function starts(story: Story, lead: Dossier): void {
  const { random, which } = story;
  const acceptedAt = which.at + Math.floor(random.exponential(2.5) * DAY);
  if (random.chance(0.94)) lead.add('referral.accepted', acceptedAt, { role: undefined });
  const reachedAt = random.chance(CONTACT_RECORDED) ? reachPerson(story, lead, acceptedAt) : acceptedAt;
  const agreedAt = Math.max(reachedAt, acceptedAt) + random.whole(0, 4) * DAY + HOUR;
  const firstAt = Math.max(agreedAt + DAY, which.at + random.logNormal(22, 0.7) * DAY);
  recordWellbeing(story, lead, 'baseline', agreedAt);
  const fate = fateOf(story);
  const active = isOwnCourse(lead.provider, random) ? lead : refersOn(story, lead, agreedAt);
  const endAt = followCourse(story, active, fate, agreedAt, firstAt);
  const further: Further = { story, lead, active, fate, agreedAt, firstAt };
  alongside(further);
  afterwards(further, endAt);
}

interface Further {
  story: Story;
  lead: Dossier;
  active: Dossier;
  fate: Fate;
  agreedAt: number;
  firstAt: number;
}

function isOwnCourse(provider: ProviderId, random: Random): boolean {
  if (provider === 'demo-linkworkers') return random.chance(0.05);
  if (provider === 'demo-mind') return random.chance(0.5);
  return provider === 'demo-exercise' || random.chance(0.85);
}

/** The link worker's programme and the onward referral that carries it out. */
function refersOn(story: Story, lead: Dossier, agreedAt: number): Dossier {
  const { random, which } = story;
  const provider = onwardProvider(which, agreedAt, random);
  const dossier = story.openOnward(provider, lead, agreedAt + random.whole(1, 40) * HOUR);
  if (random.chance(0.8))
    dossier.add('referral.accepted', agreedAt + random.whole(41, 72) * HOUR, { role: undefined });
  return dossier;
}

function fateOf({ which, random }: Story): Fate {
  const spell = weeksToDropOut(which, random);
  const fate: Fate = {
    ...{ activeWeeks: spell, propensity: attendancePropensity(random) },
    ...{ ending: 'stopped', closed: random.chance(0.75) },
  };
  const cut = random.between(1, 30);
  if (cut < spell && random.chance(MOVES))
    return { ...fate, activeWeeks: cut, ending: 'moved', closed: true };
  const dies = ageAt(which.person, which.at) > 75 ? 4 * DIES : DIES;
  if (cut < spell && random.chance(dies)) return { ...fate, activeWeeks: cut, ending: 'died', closed: true };
  return fate;
}

/** A course at one provider: programme, sessions, a second spell for some, the closing. Returns when it was over. */
function followCourse(story: Story, dossier: Dossier, fate: Fate, agreedAt: number, firstAt: number): number {
  const { random } = story;
  const habits = HABITS[dossier.provider];
  const activity = habits.activities.pick(random);
  const activityProvider = story.siteOf(dossier.provider);
  const plannedWeeks = activity === 'advice' ? 4 : habits.plannedWeeks.pick(random);
  const perWeek = habits.perWeek.pick(random);
  // A programme's end is an end for most of those who reach it; the others stay on until they drop out.
  const reachesEnd = fate.ending === 'stopped' && fate.activeWeeks >= plannedWeeks - 1;
  const staysOn = reachesEnd && random.chance(STAYS_ON);
  const activeWeeks = reachesEnd
    ? staysOn
      ? Math.min(fate.activeWeeks, STAYS_WEEKS_MAX)
      : plannedWeeks - 1
    : fate.activeWeeks;
  const firstDay = Math.max(workday(Math.floor(firstAt / DAY)), Math.floor(agreedAt / DAY) + 1);
  if (random.chance(0.75)) {
    dossier.add('programme.agreed', agreedAt + 73 * HOUR > firstDay * DAY ? agreedAt : agreedAt + 73 * HOUR, {
      ...{ activity, activityProvider },
      ...{ plannedSessions: plannedWeeks * perWeek, plannedWeeks, startsOn: dateText(firstDay) },
    });
  }
  const plan = {
    ...{ dossier, activity, activityProvider, perWeek, plannedWeeks, activeWeeks, firstDay },
    ...{ style: habits.styles.pick(random), propensity: fate.propensity },
    agreedAt: Math.min(agreedAt + 74 * HOUR, firstDay * DAY),
    minutes: random.whole(18, 38) * 30,
    patience: reachesEnd || fate.ending !== 'stopped' ? 0 : random.whole(1, 2),
  };
  let { lastAt } = holdCourse(plan, random);
  if (!reachesEnd && fate.ending === 'stopped' && random.chance(RE_ENGAGES)) {
    lastAt = comesBack(plan, lastAt, random);
  }
  closeCourse(story, dossier, { ...fate, ending: reachesEnd ? 'completed' : fate.ending }, lastAt);
  return lastAt;
}

function comesBack(plan: Parameters<typeof holdCourse>[0], lastAt: number, random: Random): number {
  const firstDay = workday(Math.floor((lastAt + random.whole(5, 12) * WEEK) / DAY));
  const again = {
    ...plan,
    firstDay,
    agreedAt: (firstDay - 3) * DAY + 10 * HOUR,
    plannedWeeks: 4,
    patience: 1,
  };
  return holdCourse({ ...again, activeWeeks: random.weibull(0.7, 6) }, random).lastAt;
}

function closeCourse({ random }: Story, dossier: Dossier, fate: Fate, lastAt: number): void {
  if (fate.ending === 'completed') {
    if (random.chance(COMPLETION_RECORDED)) {
      dossier.add('referral.closed', lastAt + random.whole(1, 14) * DAY + HOUR, {
        outcome: 'completed',
        reason: undefined,
      });
    }
    return;
  }
  if (!fate.closed) return;
  if (fate.ending !== 'stopped') {
    dossier.add('referral.closed', lastAt + random.whole(2, 25) * DAY, {
      outcome: fate.ending,
      reason: undefined,
    });
    return;
  }
  const outcome = random.chance(0.45) ? 'lost_contact' : random.chance(0.85) ? 'withdrawn' : 'unsuitable';
  const reason = random.chance(0.7) ? LEAVING.pick(random) : undefined;
  dossier.add('referral.closed', lastAt + random.whole(14, 50) * DAY, { outcome, reason });
}

/** Activities beside the main one: advice sessions with the link worker first, a second activity, a referral further on. */
function alongside({ story, lead, active, fate, agreedAt, firstAt }: Further): void {
  const { random } = story;
  if (lead.provider === 'demo-linkworkers' && lead !== active && random.chance(ADVICE_FIRST)) {
    givesAdvice(story, lead, agreedAt);
  }
  if (random.chance(PARALLEL)) {
    const second = refersOn(story, lead, agreedAt + DAY);
    followCourse(
      story,
      second,
      { ...fate, propensity: fate.propensity * 0.9 },
      agreedAt + DAY,
      firstAt + 10 * DAY,
    );
  }
  if (active !== lead && random.chance(CHAIN)) {
    const at = firstAt + random.whole(20, 60) * DAY;
    const third = refersOn(story, active, at);
    followCourse(story, third, { ...fate, activeWeeks: random.weibull(0.6, 14) }, at, at + 10 * DAY);
  }
}

function givesAdvice(story: Story, lead: Dossier, agreedAt: number): void {
  const { random } = story;
  const activity: Activity = 'advice';
  holdCourse(
    {
      ...{ dossier: lead, activity, activityProvider: story.siteOf(lead.provider), style: 'single' as const },
      ...{
        agreedAt,
        firstDay: workday(Math.floor(agreedAt / DAY) + random.whole(3, 9)),
        minutes: 10 * 60 + 30,
      },
      ...{ perWeek: 1, plannedWeeks: 3, activeWeeks: random.whole(0, 2), patience: 0, propensity: 0.85 },
    },
    random,
  );
}

/** What the first service does while and after the course: hands over and closes, or keeps in touch and closes at the end. */
function afterwards({ story, lead, active, fate, agreedAt, firstAt }: Further, endAt: number): void {
  const { random } = story;
  if (lead !== active && random.chance(HAND_OVER_CLOSES)) {
    lead.add('referral.closed', agreedAt + random.whole(1, 5) * DAY, {
      outcome: 'completed',
      reason: undefined,
    });
  } else {
    keepContact(story, lead, firstAt, endAt);
    if (lead !== active && random.chance(0.8)) closeCourse(story, lead, fate, endAt + 3 * DAY);
  }
  const reviewAt = firstAt + 84 * DAY + random.whole(-14, 14) * DAY + 30 * MINUTE;
  // Follow-up is missed for most who left and for a third of those who stayed.
  if (random.chance(reviewAt <= endAt + WEEK ? 0.68 : 0.42))
    recordWellbeing(story, lead, 'follow_up', reviewAt);
}
