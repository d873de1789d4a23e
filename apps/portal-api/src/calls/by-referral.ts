import type { ControlledCounts } from '@waymark/disclosure';
import type { MeasureDefinition } from '@waymark/measures';
import { WITHHELD, type Basis, type Cell, type Table } from '../data-call.js';
import type { Row } from '../schemas.js';
import { controlledCounts } from './controlled-counts.js';

type ByReferral = NonNullable<Row['referrals']>;

/**
 * Beside a question of persons: the counts of every referral of a row. They are those of the same question of referrals, which
 * anybody who asks this may ask as well: together they tell no more than the two do.
 */
export async function byReferral(
  basis: Basis,
  measure: MeasureDefinition,
): Promise<(key: readonly string[]) => { referrals?: ByReferral }> {
  if (basis.question.unit === undefined) return () => ({});
  const { rows } = await controlledCounts({ ...basis, question: ofReferrals(basis) }, measure);
  const shownOf = new Map(rows.map(({ key, shown }) => [JSON.stringify(key), shown]));
  return (key) => {
    const shown = shownOf.get(JSON.stringify(key));
    return shown ? { referrals: countsOf(shown) } : {};
  };
}

/** The same question of every referral. */
export function ofReferrals({ question }: Pick<Basis, 'question'>): Basis['question'] {
  const { unit: _, ...rest } = question;
  return rest;
}

/** Counts of referrals as they stand in a row. */
export function countsOf({ numerator, denominator, withheld }: ControlledCounts): ByReferral {
  return { numerator, denominator, ...(withheld.length > 0 && { suppressed: [...withheld] }) };
}

const COUNTS = ['numerator', 'denominator'] as const;

/** A table of rows with the counts of referrals beside those of persons, where persons were asked for. */
export function besideReferrals(table: Table, rows: readonly Row[], unit: 'person' | undefined): Table {
  if (unit === undefined) return table;
  const cell = (row: Row | undefined, count: (typeof COUNTS)[number]): Cell =>
    row?.referrals?.suppressed?.includes(count) ? WITHHELD : (row?.referrals?.[count] ?? null);
  return {
    ...table,
    columns: [
      ...table.columns,
      ...COUNTS.map((count) => ({ name: `referrals_${count}`, meaning: `The ${count} of every referral` })),
    ],
    rows: table.rows.map((cells, nth) => [...cells, ...COUNTS.map((count) => cell(rows[nth], count))]),
  };
}
