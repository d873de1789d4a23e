/** Columns worked out from a journey's row before anything is asked of it: each step may use those of the steps before it. */
export type Steps = readonly Step[];

export interface Step {
  columns: Readonly<Record<string, string>>;
  /**
   * Worked out here and now. Else the engine moves conditions below the step and puts off what only a condition uses, so that
   * steps which use one another more than once are worked out again for each use, and for each use of those: a statement over
   * 60,000 journeys then takes more than its memory.
   */
  settled?: true;
}

/** @param from what stands after FROM: rows of `pathways` */
export function withSteps(from: string, steps: Steps): string {
  return steps.reduce((rows, { columns, settled }, nth) => {
    // Of the table itself the materialised column has to be named; from then on it is one like the others.
    const all = nth === 0 ? '*, person' : '*';
    const worked = Object.entries(columns);
    if (settled) {
      // A join with lists of one element changes no row, and nothing is moved across it.
      const lists = worked.map(([name, expression]) => `[${expression}] AS ${name}`);
      return `(SELECT ${[all, ...Object.keys(columns)].join(', ')} FROM ${rows} ARRAY JOIN ${lists.join(',\n')})`;
    }
    const named = worked.map(([name, expression]) => `${expression} AS ${name}`);
    return `(SELECT ${[all, ...named].join(',\n')} FROM ${rows})`;
  }, from);
}
