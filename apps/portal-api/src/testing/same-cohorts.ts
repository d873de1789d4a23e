import type { AttendanceOutcome, CloseOutcome, Instrument } from '@waymark/events';
import type { ReferralHistory, World } from '@waymark/pathways/testing';
import { randomOf, type Random } from './random.js';

const DAY_MS = 86_400_000;
const NOON = 12 * 3_600_000;
const FIRST_YEAR = 2023;
/** Cohorts of January 2023 to June 2025. */
const COHORTS = 30;

const firstOf = (cohort: number): number => Date.UTC(FIRST_YEAR, cohort) + NOON;
const monthAt = (instant: number): number => {
  const date = new Date(instant);
  return 12 * (date.getUTCFullYear() - FIRST_YEAR) + date.getUTCMonth();
};

/** Whether a day, counted from the first of a month, lies the same number of months on for every cohort. */
function isSteady(day: number): boolean {
  const months = Array.from({ length: COHORTS }, (_, nth) => monthAt(firstOf(nth) + day * DAY_MS) - nth);
  return new Set(months).size === 1;
}

/** The next day that is. */
function steady(day: number): number {
  return isSteady(day) ? day : steady(day + 1);
}

/** What a person does, in days from the first of the month of their cohort. */
interface Course {
  referred: number;
  isUnlinked: boolean;
  isOnward: boolean;
  contacted: number;
  declined: boolean;
  sessions: { day: number; outcome: AttendanceOutcome | 'unrecorded' | 'cancelled' }[];
  closed?: { day: number; outcome: CloseOutcome };
  weeks: number;
  scores: (() => [Instrument, Record<string, number>])[];
}

/** Scores of every instrument, at random. */
function scoresBy(random: Random): Course['scores'] {
  const [low, level, of7] = [11, 5, 7].map((below) => () => random.whole(below)) as [Whole, Whole, Whole];
  return [
    () => ['ons4', { satisfaction: low(), worthwhile: low(), happy: low(), anxious: low() }],
    () => ['swemwbs', { raw: 7 + random.whole(29) }],
    () => ['wemwbs', { total: 14 + random.whole(57) }],
    () => ['pam13', { score: random.whole(101) }],
    () => ['eq5d5l', { ...dimensions(() => 1 + level()), vas: random.whole(101) }],
    () => ['ipaq_sf', { metMinutes: random.whole(5_000) }],
    () => ['mycaw', { concern1: of7(), concern2: of7(), wellbeing: of7() }],
    () => ['ucla3', { total: 3 + of7() }],
    () => ['active_minutes', { minutesPerWeek: random.whole(600) }],
  ];
}
type Whole = () => number;

const dimensions = (level: Whole): Record<string, number> => ({
  ...{ mobility: level(), selfCare: level(), usualActivities: level() },
  ...{ pain: level(), anxiety: level() },
});

function courseOf(random: Random): Course {
  const referred = random.whole(20);
  const isUnlinked = random.chance(0.08);
  const sessions = random.chance(0.8) || isUnlinked ? sessionsOf(random, referred) : [];
  const last = sessions.at(-1)?.day ?? referred + 30;
  return {
    ...{ referred, isUnlinked, isOnward: isUnlinked || random.chance(0.3), sessions },
    ...{ contacted: referred + 1 + random.whole(25), declined: sessions.length === 0 && random.chance(0.5) },
    ...(random.chance(0.6) && {
      closed: {
        day: last + 1,
        outcome: random.one(['completed', 'completed', 'withdrawn', 'moved', 'died'] as const),
      },
    }),
    ...{ weeks: random.one([6, 12]), scores: scoresBy(random) },
  };
}

/** Weekly; some come back after a silence, a few stay for more than a year. */
function sessionsOf(random: Random, referred: number): Course['sessions'] {
  const first = steady(referred + 3 + random.whole(50));
  const weeks = random.chance(0.15) ? 56 : 1 + random.whole(30);
  const back = weeks < 56 && random.chance(0.3) ? [weeks + 8, weeks + 9] : [];
  const days = [...Array.from({ length: weeks }, (_, week) => week), ...back].map((week) => first + 7 * week);
  const outcomes = [
    'did_not_attend',
    'cancelled_by_person',
    'cancelled_by_provider',
    'unrecorded',
    'cancelled',
  ] as const;
  return days.filter(isSteady).map((day, nth) => ({
    day,
    outcome: nth === 0 || random.chance(0.75) ? 'attended' : random.one(outcomes),
  }));
}

/** So many people of a board, who come again each month as if they were others, and do the same each time. */
export function tellSameCohorts(history: World, icb: string, people: number, seed: number): void {
  const random = randomOf(seed);
  const courses = Array.from({ length: people }, () => courseOf(random));
  // What is measured is drawn once, too.
  const told = courses.map((course) => ({
    course,
    scores: [0, 1].map(() => course.scores.map((score) => score())),
  }));
  for (let cohort = 0; cohort < COHORTS; cohort += 1)
    told.forEach(({ course, scores }, nth) => {
      const at = (day: number): string => new Date(firstOf(cohort) + day * DAY_MS).toISOString();
      tellCourse(history, course, { at, icb, subject: `same-${cohort}-${nth}`, scores });
    });
}

interface Telling {
  at: (day: number) => string;
  icb: string;
  subject: string;
  /** Before and after. */
  scores: [Instrument, Record<string, number>][][];
}

function tellCourse(history: World, course: Course, { at, icb, subject, scores }: Telling): void {
  const { referred, isUnlinked, isOnward, sessions, closed, weeks } = course;
  const initial = history.provider('same').referral(subject);
  if (!isUnlinked) tellReferral(initial, course, at, icb);
  const trust = history.provider('trust').referral(subject);
  const partOf = { provider: 'same', subject: isUnlinked ? 'nobody' : subject };
  if (isOnward) trust.received(at(referred + 1), { icb, kind: 'onward', partOf });
  const by = isOnward ? trust : initial;
  const [first] = sessions;
  if (first) by.agreed(at(referred + 2), { plannedSessions: 8, plannedWeeks: weeks });
  sessions.forEach((session, nth) => tellSession(by, `b${nth}`, session, at));
  if (first)
    scores.forEach((each, nth) =>
      each.forEach(([instrument, score]) =>
        by.measured(at(first.day + 84 * nth), instrument, nth === 0 ? 'baseline' : 'review', score),
      ),
    );
  if (closed) by.closed(at(closed.day), closed.outcome);
}

function tellReferral(
  initial: ReferralHistory,
  { referred, declined, contacted }: Course,
  at: Telling['at'],
  icb: string,
): void {
  initial.received(at(referred), { icb }).contact(at(contacted));
  if (declined) initial.declined(at(referred + 5), 'person');
  else initial.accepted(at(referred + 2 + (contacted % 15)));
}

function tellSession(
  by: ReferralHistory,
  id: string,
  { day, outcome }: Course['sessions'][number],
  at: Telling['at'],
): void {
  by.booked(at(day - 3), id, at(day));
  if (outcome === 'cancelled') by.cancelled(at(day - 2), id, 'person');
  else if (outcome !== 'unrecorded') by.attendance(at(day), id, outcome);
}

/** After each weekly session, the chance to fall silent, and to be closed as completed. */
export const STOPPING = 0.04;
export const COMPLETING = 0.03;

/** Share of starters who fall silent within twelve weeks, by the process itself: after the sessions of days 0, 7 ... 77. */
export const TRULY_DISENGAGED =
  (STOPPING * (1 - (1 - STOPPING - COMPLETING) ** 12)) / (STOPPING + COMPLETING);

/** Starters of a board, each by chance alone, who begin on any day up to the last of them. */
export function tellStoppingByChance(history: World, icb: string, people: number, seed: number): void {
  const random = randomOf(seed);
  for (let nth = 0; nth < people; nth += 1) {
    const first = firstOf(12) + random.whole(540) * DAY_MS;
    const referral = history.provider('chance').referral(`chance-${nth}`);
    const at = (day: number): string => new Date(first + day * DAY_MS).toISOString();
    referral.received(at(-7), { icb });
    for (let day = 0; day < 210; day += 7) {
      referral.attended(at(day), `s${day}`);
      const fate = random.share();
      if (fate < STOPPING) break;
      if (fate < STOPPING + COMPLETING) {
        referral.closed(at(day), 'completed');
        break;
      }
    }
  }
}
