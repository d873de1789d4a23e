import { endOfLondonDay } from '@waymark/events';
import type { Breakdown, MeasureDefinition } from '@waymark/measures';
import { wilson } from '@waymark/statistics';
import type { ControlledRow } from './controlled-counts.js';
import { ROW_MEMBERS, type Row, type RowMember } from '../schemas.js';

export interface RowContext {
  measure: Pick<MeasureDefinition, 'unit'>;
  by: readonly Breakdown[];
  /** Epoch ms. */
  asOf: number;
  /** What else is to be kept in mind of a row. */
  more?: (row: ControlledRow) => NonNullable<Row['flags']>;
}

/** A row as it leaves: estimated from the controlled counts alone. */
export function measureRow(row: ControlledRow, context: RowContext): Row {
  const { by, measure, more } = context;
  const flags = [...periodFlags(row.exact, context), ...(more?.(row) ?? [])];
  return { ...shownRow(row, by, measure.unit), ...(flags.length > 0 && { flags }) };
}

/** The row without its flags. */
export function shownRow(
  { key, shown }: Pick<ControlledRow, 'key' | 'shown'>,
  by: readonly Breakdown[],
  unit: MeasureDefinition['unit'],
): Row {
  const { numerator, denominator, withheld } = shown;
  const estimated = unit === 'count' ? countOf(numerator) : proportionOf(numerator, denominator);
  const suppressed = suppressedMembers(withheld, unit);
  return {
    ...Object.fromEntries(by.map((breakdown, i) => [breakdown, key[i]])),
    ...{ numerator, denominator, ...estimated },
    ...(suppressed.length > 0 && { suppressed }),
  };
}

type Estimated = Pick<Row, 'value' | 'lower' | 'upper'>;

function countOf(numerator: number | null): Estimated {
  return { value: numerator, lower: null, upper: null };
}

function proportionOf(numerator: number | null, denominator: number | null): Estimated {
  if (numerator === null || denominator === null || denominator === 0)
    return { value: null, lower: null, upper: null };
  return { value: numerator / denominator, ...wilson(numerator, denominator) };
}

/** Whatever rests on a withheld count is withheld with it. */
function suppressedMembers(
  withheld: readonly ('numerator' | 'denominator')[],
  unit: MeasureDefinition['unit'],
): RowMember[] {
  if (withheld.length === 0) return [];
  const resting: RowMember[] = unit === 'count' ? ['value'] : ['value', 'lower', 'upper'];
  const all: readonly RowMember[] = [...withheld, ...resting];
  return ROW_MEMBERS.filter((member) => all.includes(member));
}

/** Of a row whose periods are not over, or of which some are too recent to be counted. */
export function periodFlags(
  { key, excluded }: { key: readonly string[]; excluded: Readonly<Record<string, number>> },
  { by, asOf }: Pick<RowContext, 'by' | 'asOf'>,
): ('partial' | 'immature')[] {
  const isOver = by.every((breakdown, i) => endOfPeriod(breakdown, key[i] ?? '') <= asOf);
  return [...(isOver ? [] : ['partial' as const]), ...(excluded['immature'] ? ['immature' as const] : [])];
}

/** Last millisecond of a period in London; -Infinity for what is no period. */
function endOfPeriod(breakdown: Breakdown, code: string): number {
  const year = Number(code.slice(0, 4));
  const month = lastMonth(breakdown, code);
  if (month === undefined) return -Infinity;
  return endOfLondonDay(new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10));
}

function lastMonth(breakdown: Breakdown, code: string): number | undefined {
  if (breakdown === 'month') return Number(code.slice(5));
  if (breakdown === 'quarter') return 3 * Number(code.slice(6));
  return breakdown === 'year' ? 12 : undefined;
}
