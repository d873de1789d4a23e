import { isTimeBreakdown, type Breakdown } from '@waymark/measures';
import type { BaseDimension, CohortQuestion, CountedCell, Scope } from '@waymark/warehouse';
import type { ProtectedCells } from './protected-cells.js';

type Asked = Pick<CohortQuestion, 'by' | 'filters'>;

/** Whether a row, by its key and the cells that it is the sum of, may hold people of whom not even that is told. */
export type MayHoldMore = (key: readonly string[], cells: readonly CountedCell[]) => boolean;

/**
 * Finds rows that are sums of several codes or periods, of which one lies in a withheld group: whether anybody is in it is not
 * told, so neither is the sum, be it empty or not.
 */
export function mayHoldMore(
  { dimensions, periods, decided }: ProtectedCells,
  asked: Asked,
  scope: Scope,
): MayHoldMore {
  const choices = dimensions.all.map((dimension) => codesTogether(dimension, { dimensions, asked, scope }));
  const periodsOf = groupedBy([...periods.rowOf.keys()], (period) => nameOf(periods.rowOf.get(period) ?? []));
  return (key, cells) => {
    const times = key.filter((_, nth) => isTimeBreakdown(asked.by[nth] as Breakdown));
    const its = periodsOf.get(nameOf(times)) ?? [];
    if (its.length < 2 && choices.every((codes) => codes === undefined)) return false;
    const known = new Set(cells.map(({ codes, period }) => nameOf([...codes, period])));
    const apart = groupedBy(cells, ({ codes }) => nameOf(codes.filter((_, place) => !choices[place])));
    return [...apart.values()].some(([cell]) =>
      combined(cell?.codes ?? [], choices).some((codes) =>
        its.some(
          (period) =>
            !known.has(nameOf([...codes, period])) && decided.isUnlisted(dimensions.all, codes, period),
        ),
      ),
    );
  };
}

/** The codes of a dimension that a row holds together; undefined: it is of one alone. */
function codesTogether(
  dimension: BaseDimension,
  { dimensions, asked, scope }: Pick<ProtectedCells, 'dimensions'> & { asked: Asked; scope: Scope },
): readonly string[] | undefined {
  if (asked.by.some((breakdown) => dimensions.of(breakdown) === dimension)) return undefined;
  const named = (Object.keys(asked.filters) as Breakdown[]).find((name) => dimensions.of(name) === dimension);
  const own = dimension === 'board' && scope.kind === 'boards' ? scope.boards : undefined;
  const codes =
    named === undefined ? own : asked.filters[named]?.filter((code) => own?.includes(code) ?? true);
  return codes && codes.length > 1 ? codes : undefined;
}

/** The codes of a cell with every choice of those that stand together. */
function combined(codes: readonly string[], choices: readonly (readonly string[] | undefined)[]): string[][] {
  return choices.reduce<string[][]>(
    (some, choice, place) =>
      choice ? some.flatMap((each) => choice.map((code) => each.with(place, code))) : some,
    [[...codes]],
  );
}

function groupedBy<T>(items: readonly T[], nameOfItem: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const name = nameOfItem(item);
    const group = groups.get(name);
    if (group) group.push(item);
    else groups.set(name, [item]);
  }
  return groups;
}

const nameOf = (codes: readonly string[]): string => JSON.stringify(codes);
