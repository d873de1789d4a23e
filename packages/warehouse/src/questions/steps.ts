/**
 * Columns worked out from a journey's row before anything is asked of it. Each step may use the columns of those before it:
 * what is said twice is worked out once.
 */
export type Steps = readonly Readonly<Record<string, string>>[];

/** @param from what stands after FROM: rows of `pathways` */
export function withSteps(from: string, steps: Steps): string {
  return steps.reduce((rows, columns, nth) => {
    // Of the table itself the materialised column has to be named; from then on it is one like the others.
    const all = nth === 0 ? '*, person' : '*';
    const worked = Object.entries(columns).map(([name, expression]) => `${expression} AS ${name}`);
    return `(SELECT ${all}, ${worked.join(',\n')} FROM ${rows})`;
  }, from);
}
