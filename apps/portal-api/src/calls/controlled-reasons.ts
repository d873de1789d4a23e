import { controlled, type ControlledCounts } from '@waymark/disclosure';
import {
  countedGiven,
  countReasons,
  excludedOfGiven,
  nameOfGiven,
  type CountedApart,
  type Given,
  type ReasonsRow,
} from '@waymark/warehouse';
import { addedUpExcluded, addedUpRows } from '../base-cells/add-up.js';
import { protectedApart } from '../base-cells/protected-cells.js';
import { isOfSomebody, protectedParts } from '../base-cells/protected-parts.js';
import type { Basis } from '../data-call.js';
import { controlledExcluded } from './controlled-excluded.js';

/** How many gave a reason, or met a barrier, of those who ended so or are engaged. */
export interface ControlledReason {
  key: readonly string[];
  ending: string;
  reason: string;
  shown: ControlledCounts;
}

export interface ControlledReasons {
  /** In order of key, ending, reason. */
  reasons: ControlledReason[];
  excluded: Readonly<Record<string, number | null>>;
}

/** What is given, by a name for it. */
interface GivenAsked {
  name: string;
  counted: CountedApart;
  /** Codes that stand in every row, in this order, given or not. Absent: those that are given to anybody. */
  codes?: readonly string[];
  /** Whether each item has exactly one code, so that those of an ending add up to it. */
  addsUp?: true;
}

/**
 * Reasons under the profile of whoever asks.
 * @throws {Problem} 400 as `protectedCells` does.
 */
export async function controlledReasons(basis: Basis, of: Given): Promise<ControlledReasons> {
  const given = { name: of, counted: countedGiven(of) };
  return controlledGiven(basis, of === 'endings' ? { ...given, addsUp: true } : given);
}

/**
 * How many of what is counted each code is given of, under the profile of whoever asks.
 * @throws {Problem} 400 as `protectedCells` does.
 */
export async function controlledGiven(basis: Basis, asked: GivenAsked): Promise<ControlledReasons> {
  return basis.profile === 'none' ? exactGiven(basis, asked) : addedUpGiven(basis, asked);
}

async function exactGiven(basis: Basis, { counted, codes }: GivenAsked): Promise<ControlledReasons> {
  const { warehouse, tables, question, scope } = basis;
  const { rows, excluded } = await countReasons(warehouse, tables, { question, scope, counted });
  const reasons = rows.flatMap((row) =>
    (codes ?? Object.keys(row.reasons)).map((reason) => ({
      ...{ key: row.key, ending: row.ending, reason },
      shown: exactly(row, reason, basis),
    })),
  );
  return { reasons: inOrder(reasons, codes), excluded };
}

function exactly(
  { count: denominator, people, reasons }: ReasonsRow,
  reason: string,
  { profile, level }: Basis,
): ControlledCounts {
  const { count: numerator, people: some } = reasons[reason] ?? { count: 0, people: 0 };
  const counts = {
    numerator,
    denominator,
    people: { numerator: some, denominator: people, remainder: people },
  };
  return controlled(counts, profile, level);
}

async function addedUpGiven(
  basis: Basis,
  { name, counted, codes, addsUp }: GivenAsked,
): Promise<ControlledReasons> {
  const { question, scope } = basis;
  const what = { name: ['given', name], counted };
  const apart = addsUp
    ? await protectedParts(basis, { ...what, wholeOf: (each) => nameOfGiven(each).ending })
    : await protectedApart(basis, what);
  const all = [...apart].flatMap(([each, cells]) => {
    // Which codes are listed is the same for every filter: that one is not would say that it is given of nobody in the answer.
    const isListed = codes !== undefined || isOfSomebody(cells.tables);
    const rows = isListed ? addedUpRows(cells, question, scope) : [];
    return rows.map(({ key, shown }) => ({ key, ...nameOfGiven(each), shown }));
  });
  const excluded = [...apart].map(
    ([each, cells]) => [each, addedUpExcluded(cells, question, scope)] as const,
  );
  return {
    reasons: inOrder(all, codes),
    excluded: controlledExcluded(excludedOfGiven(new Map(excluded)), basis),
  };
}

function inOrder(reasons: readonly ControlledReason[], codes: readonly string[] = []): ControlledReason[] {
  const nameOf = ({ key, ending, reason }: ControlledReason): string =>
    JSON.stringify([...key, ending, String(codes.indexOf(reason)).padStart(3, '0'), reason]);
  const named = reasons.map((reason) => [nameOf(reason), reason] as const);
  return named.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, reason]) => reason);
}
