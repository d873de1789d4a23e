import { isWithheld, rounded } from '@waymark/disclosure';
import { expectedEvents, indirectRatio, mixAndRates, type MixCell } from '@waymark/statistics';
import type { CountedRow } from '@waymark/warehouse';
import type { Basis } from '../data-call.js';
import type { ComparedRow, Split } from './compare.schemas.js';
import type { ControlledRow } from './controlled-counts.js';
import { roundedTo } from './rounding.js';

type Control = Pick<Basis, 'profile' | 'level'>;

/** An area's exact counts, by adjusting cell. */
export type Cells = ReadonlyMap<string, MixCell>;

/** @param rows by area, then by the adjusting breakdowns */
export function cellsByArea(rows: readonly CountedRow[]): Map<string, Map<string, MixCell>> {
  const areas = new Map<string, Map<string, MixCell>>();
  for (const { key, numerator, denominator } of rows) {
    const [area = '', ...cell] = key;
    const cells = areas.get(area) ?? new Map<string, MixCell>();
    cells.set(JSON.stringify(cell), { x: numerator, n: denominator ?? 0 });
    areas.set(area, cells);
  }
  return areas;
}

/** Every cell over all areas: the rates that are expected of each. */
export function reference(areas: Iterable<Cells>): Map<string, { events: number; population: number }> {
  const all = new Map<string, { events: number; population: number }>();
  for (const cells of areas)
    for (const [cell, { x, n }] of cells) {
      const { events, population } = all.get(cell) ?? { events: 0, population: 0 };
      all.set(cell, { events: events + x, population: population + n });
    }
  return all;
}

/**
 * Observed against what is expected of the area's people. Under control both are rounded as counts are, and the ratio is that of
 * the two: one that was exact would tell how many people are in a cell.
 */
export function adjustedOf(
  { shown: { numerator, withheld } }: ControlledRow,
  cells: Cells,
  rates: ReturnType<typeof reference>,
  { profile }: Control,
): ComparedRow['adjusted'] {
  if (numerator === null || withheld.length > 0) return null;
  const populations = new Map([...cells].flatMap(([cell, { n }]) => (n > 0 ? [[cell, n] as const] : [])));
  const expected = rounded(expectedEvents(populations, rates), profile);
  if (expected === 0) return null;
  const { ratio, lower, upper } = indirectRatio(numerator, expected);
  const released = (figure: number): number => (profile === 'none' ? figure : roundedTo(figure, 2));
  return { expected, ratio: released(ratio), lower: released(lower), upper: released(upper) };
}

export interface Area {
  row: ControlledRow;
  cells: Cells;
}

/** Fewer counts of few people, and the split would be an equation for them. */
const SMALL_COUNTS_MIN = 5;

/** The difference of two areas, parted. Under control it is that of the values shown. */
export function splitOf(first: Area, second: Area, control: Control): Split {
  const [a, b] = [first, second].map(({ row }) => shareShown(row));
  if (a === undefined || b === undefined || a === null || b === null) return null;
  const codes = { first: first.row.key[0] ?? '', second: second.row.key[0] ?? '' };
  const exact = mixAndRates(first.cells, second.cells);
  if (control.profile === 'none') {
    const { difference, mix, rates } = exact;
    return { ...codes, difference, mix, rates };
  }
  const small = smallCounts(first.cells, control) + smallCounts(second.cells, control);
  if (small > 0 && small < SMALL_COUNTS_MIN) return null;
  const [difference, mix] = [roundedTo(a - b, 2), roundedTo(exact.mix, 2)];
  return { ...codes, difference, mix, rates: roundedTo(difference - mix, 2) };
}

function shareShown({ shown: { numerator, denominator, withheld } }: ControlledRow): number | null {
  return numerator === null || !denominator || withheld.length > 0 ? null : numerator / denominator;
}

function smallCounts(cells: Cells, { profile, level }: Control): number {
  const counts = [...cells.values()].flatMap(({ x, n }) => [x, n - x]);
  return counts.filter((count) => count > 0 && isWithheld(count, profile, level)).length;
}
