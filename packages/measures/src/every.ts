import type { MeasureDefinition, TimedMeasureDefinition } from './definition.js';
import { OUTCOME_MEASURES, type OutcomeDefinition } from './outcomes.js';
import { RATE_MEASURES, type RateMeasureDefinition } from './rates.js';
import { MEASURES } from './registry.js';
import { TIMED_MEASURES } from './timed.js';

/** A measure, whichever way it is worked out. */
export type AnyMeasure =
  MeasureDefinition | TimedMeasureDefinition | RateMeasureDefinition | OutcomeDefinition;

/** The whole registry, in the order people read it. */
export const EVERY_MEASURE: readonly AnyMeasure[] = [
  ...MEASURES,
  ...TIMED_MEASURES,
  ...RATE_MEASURES,
  ...OUTCOME_MEASURES,
];

const BY_ID = new Map(EVERY_MEASURE.map((measure) => [measure.id, measure]));

/** The measure of an id in its newest version, whichever way it is worked out; undefined when there is none. */
export function findAnyMeasure(id: string): AnyMeasure | undefined {
  return BY_ID.get(id);
}
