import type { Measure } from '../api/schemas.js';

/** Measures that are shares and counted: those that can be set side by side by who people are. */
export function shareMeasures(measures: readonly Measure[]): Measure[] {
  return measures.filter(({ unit, counting }) => unit === 'proportion' && counting !== undefined);
}

/** The measure that an address names, else the one that suits; undefined when it names one that does not. */
export function shareMeasureOf(
  text: string | undefined,
  measures: readonly Measure[],
  otherwise: string,
): Measure | undefined {
  return shareMeasures(measures).find(({ id }) => id === (text ?? otherwise));
}
