import type { Relation, Seen, SeenGroup } from './known-counts.js';

/** A shown count is the nearest multiple of 5. */
const ROUNDED_BY = 2;

/** A row of an answer, as an attacker has it. */
export interface SeenRow {
  numerator: number | null;
  denominator: number | null;
  suppressed?: string[];
  [member: string]: unknown;
}

interface Known {
  /** That a row is listed says that somebody is in it. */
  least?: number | undefined;
  /** How many rounded counts it is the sum of. */
  of?: number | undefined;
}

/** What is known of a count that is shown so, or not at all. */
export function seen(count: number | null, { least = 0, of = 1 }: Known = {}): Seen {
  if (count === null) return { least, most: Infinity, isWithheld: true };
  const most = count + of * ROUNDED_BY;
  return { least: Math.max(least, count - of * ROUNDED_BY), most, isWithheld: false, count };
}

/** Groups by the codes of their rows, each row's counts among those of its group. */
export function groupsOf<R extends Readonly<Record<string, unknown>>>(
  rows: readonly R[],
  by: readonly string[],
  countsOf: (row: R) => SeenGroup['counts'],
): SeenGroup[] {
  const groups = new Map<string, SeenGroup>();
  for (const row of rows) {
    const codes = Object.fromEntries(by.map((name) => [name, String(row[name])]));
    const key = JSON.stringify(codes);
    const counts = { ...groups.get(key)?.counts, ...countsOf(row) };
    groups.set(key, { codes, counts });
  }
  return [...groups.values()];
}

/** Groups of which the counts that are shown are known exactly, as many answers together wear their rounding off. */
export function sharpened(
  groups: readonly SeenGroup[],
  exact: readonly SeenGroup[],
  isUnlisted: (name: string) => boolean = () => false,
): SeenGroup[] {
  const keyOf = ({ codes }: SeenGroup): string => JSON.stringify(Object.entries(codes).sort());
  const byKey = new Map(exact.map((group) => [keyOf(group), group.counts]));
  return groups.map((group) => {
    const its = byKey.get(keyOf(group)) ?? {};
    const sharp = (name: string, shown: Seen): Seen => {
      const count = its[name] ? its[name].count : isUnlisted(name) ? undefined : 0;
      return shown.isWithheld || count === undefined ? shown : { ...shown, least: count, most: count };
    };
    const counts = Object.entries(group.counts).map(([name, shown]) => [name, sharp(name, shown)] as const);
    return { ...group, counts: Object.fromEntries(counts) };
  });
}

/** Counts of a measure's row: of one without a denominator, how many there are in it. */
export function countsOfMeasure(row: SeenRow, { of }: Pick<Known, 'of'> = {}): SeenGroup['counts'] {
  const { numerator, denominator, suppressed } = row;
  if (denominator === null && suppressed?.includes('denominator') !== true)
    return { denominator: seen(numerator, { least: 1, of }) };
  return { denominator: seen(denominator, { least: 1, of }), numerator: seen(numerator, { of }) };
}

/** A measure without a denominator has no numerators within it. */
export const ofMeasure = (names: readonly string[]): Relation[] =>
  names.includes('numerator') ? [{ whole: 'denominator', within: 'numerator' }] : [];
