import type { Relation, Seen, SeenGroup } from './known-counts.js';
import { countsOfMeasure, groupsOf, ofMeasure, seen, type SeenRow } from './seen-rows.js';

/** What an attacker makes of the answers of a call about how far people came. */
export interface Reading {
  /** The groups of an answer. `of`: how many rounded counts each of its counts is the sum of. */
  groups: (answer: Answer, by: readonly string[], of?: number) => SeenGroup[];
  relations: (names: readonly string[]) => readonly Relation[];
  /** Of which counts nothing is told where there is none in a row. */
  isUnlisted?: (name: string) => boolean;
}

/** The rows of any of these calls. */
export interface Answer {
  excluded?: Readonly<Record<string, number | null>>;
  rows?: readonly SeenRow[];
  endings?: readonly SeenRow[];
  barriers?: readonly SeenRow[];
  strata?: readonly SeenRow[];
  scores?: readonly { score: string; rows: readonly SeenRow[] }[];
}

const text = (value: unknown): string => String(value);
/** Of a name such as `expired: cost`, what stands before the colon. */
const wholeOf = (name: string): string => name.split(': ')[0] ?? name;
const isPart = (name: string): boolean => name.includes(': ');

/** Each code within those whom it could be of. */
const withinEach = (names: readonly string[]): Relation[] =>
  names.filter(isPart).map((name) => ({ whole: wholeOf(name), within: name }));

/** Counts of rows that each tell of one code among those whom it could be of. */
function codesWithin(rows: readonly SeenRow[], names: NamesOf, { by, of }: Asked): SeenGroup[] {
  return groupsOf(rows, by, (row) => {
    const { denominator, numerator } = countsOfMeasure(row, { of });
    const [whole, part] = names(row);
    return {
      ...(denominator && { [whole]: denominator }),
      ...(numerator && { [`${whole}: ${part}`]: numerator }),
    };
  });
}
type NamesOf = (row: SeenRow) => readonly [whole: string, part: string];
interface Asked {
  by: readonly string[];
  of: number | undefined;
}

/** Every ended journey has one reason, be it that none is recorded. */
export const ENDINGS: Reading = {
  groups: ({ endings = [] }, by, of) =>
    codesWithin(endings, ({ ending, why }) => [text(ending), text(why)], { by, of }),
  relations: (names) => [
    ...withinEach(names),
    ...[...new Set(names.map(wholeOf))].map((whole) => ({
      whole,
      parts: names.filter((name) => isPart(name) && wholeOf(name) === whole),
    })),
  ],
};

export const BARRIERS: Reading = {
  groups: ({ barriers = [] }, by, of) =>
    codesWithin(barriers, ({ barrier }) => ['engaged', text(barrier)], { by, of }),
  relations: withinEach,
  // Where nobody has a barrier there is no row.
  isUnlisted: (name) => name === 'engaged',
};

export const SUPPORT: Reading = {
  groups: ({ rows = [] }, by, of) => codesWithin(rows, ({ what }) => ['reached', text(what)], { by, of }),
  relations: withinEach,
};

/** Under `/measures`. */
export const MEASURE: Reading = {
  groups: ({ rows = [] }, by, of) => groupsOf(rows, by, (row) => countsOfMeasure(row, { of })),
  relations: ofMeasure,
};

export const OUTCOMES: Reading = {
  groups: ({ scores = [] }, by, of) =>
    merged(
      scores.map(({ score, rows }) => codesWithin(rows, () => [score, 'paired'], { by, of })),
      by,
    ),
  relations: withinEach,
};

const STAGES = ['offered', 'accepted', 'contacted', 'booked', 'started', 'retained_12w', 'completed'];

/** Each stage lies within the one before. */
export const PATHWAY: Reading = {
  groups: ({ rows = [] }, by, of) =>
    groupsOf(rows, by, ({ stage, count }) => ({
      [text(stage)]: seen(count as number | null, { of, least: stage === 'offered' ? 1 : 0 }),
    })),
  relations: () => chain(STAGES),
};

/** The measure of the last stage: whoever is counted in the stages is counted here, and some who are too recent for another stage. */
export const LAST_STAGE: Reading = {
  groups: ({ rows = [] }, by, of) => codesWithin(rows, () => ['mature', 'completed'], { by, of }),
  relations: () => [
    ...chain(['mature', ...STAGES]),
    ...chain(['mature', 'mature: completed', STAGES.at(-1) ?? '']),
  ],
};

const WEEKS = Array.from({ length: 27 }, (_, week) => `week ${week}`);

/** Whose later week is over has the earlier ones behind them. */
export const RETENTION: Reading = {
  groups: ({ rows = [] }, by, of) =>
    codesWithin(rows, ({ week }) => [`week ${text(week)}`, 'attended'], { by, of }),
  relations: (names) => [...withinEach(names), ...chain(WEEKS)],
};

const AT_RISK = [0, 4, 8, 12, 16, 20, 26, 39, 52].map((week) => `at risk in week ${week}`);
/** At-risk numbers are read from a curve of counts by midpoint 6: of everybody followed, and of four ways to leave. */
const READ_BY = 17;

/** Who is followed, and who is left of them; and who is not. */
export const SURVIVAL: Reading = {
  groups: ({ strata = [] }, by, of) =>
    groupsOf(strata, by, ({ followed, unrecorded, immature, atRisk }) => ({
      followed: seen(followed as number | null, { of, least: 1 }),
      ...Object.fromEntries(
        ((atRisk ?? []) as { week: number; n: number | null }[]).map(({ week, n }) => [
          `at risk in week ${week}`,
          n === null ? seen(n) : { least: Math.max(0, n - READ_BY), most: n + READ_BY, isWithheld: false },
        ]),
      ),
      unrecorded: seen(unrecorded as number | null),
      immature: seen(immature as number | null),
    })),
  relations: () => [...chain(['followed', ...AT_RISK]), { whole: 'followed', within: 'unrecorded' }],
  isUnlisted: (name) => name !== 'followed',
};

/** A count withheld for nobody's sake but its own. */
function few(count: number | null): Seen {
  return count === null ? { least: 0, most: 7, isWithheld: true } : seen(count);
}

/** How many are left out of an answer, by why. */
export const countsLeftOut = ({ excluded = {} }: Answer): SeenGroup['counts'] =>
  Object.fromEntries(Object.entries(excluded).map(([why, count]) => [`left out: ${why}`, few(count)]));

/** Each within the one before. */
const chain = (names: readonly string[]): Relation[] =>
  names.slice(1).map((within, nth) => ({ whole: names[nth] ?? '', within }));

/** Groups of several tables as one group each. */
function merged(tables: readonly SeenGroup[][], by: readonly string[]): SeenGroup[] {
  return groupsOf(
    tables.flat().map(({ codes, counts }) => ({ ...codes, counts })),
    by,
    ({ counts }) => counts,
  );
}
