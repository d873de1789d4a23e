import type { BaseTable, ExactCounts } from '@waymark/disclosure';

/** The counts of a cell that may stand alone. */
export type CountAlone = keyof ExactCounts['people'];

/** A table of one of its counts, as if it were by itself. Where there is nobody there is no cell. */
export function countedAlone(table: BaseTable, of: CountAlone): BaseTable {
  const some = table.cells.filter(({ counts }) => countOf(counts, of) > 0);
  return {
    ...table,
    cells: some.map(({ counts, ...cell }) => {
      const people = counts.people[of];
      const alone = { numerator: people, denominator: people, remainder: 0 };
      return { ...cell, counts: { numerator: countOf(counts, of), denominator: null, people: alone } };
    }),
  };
}

function countOf({ numerator, denominator }: ExactCounts, of: CountAlone): number {
  if (of === 'numerator') return numerator;
  return of === 'denominator' ? (denominator ?? numerator) : (denominator ?? numerator) - numerator;
}
