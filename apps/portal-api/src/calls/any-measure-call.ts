import { findOutcomeMeasure, findRateMeasure, findTimedMeasure } from '@waymark/measures';
import type { DataCall } from '../data-call.js';
import type { Asking } from '../data-calls.js';
import type { MeasureBody } from '../schemas.js';
import { measureCall } from './measure-call.js';
import { outcomeCall } from './outcome-call.js';
import { rateCall } from './rate-call.js';
import { timedCall } from './timed-call.js';

/**
 * A measure of the registry, whichever way it is worked out.
 * @throws {Problem} 404 unknown_measure, 400 as `parseAsked` does.
 */
export function anyMeasureCall(id: string, asking: Asking): DataCall<MeasureBody> {
  const change = findOutcomeMeasure(id);
  if (change) return outcomeCall(change, asking);
  const rate = findRateMeasure(id);
  if (rate) return rateCall(rate, asking);
  const timed = findTimedMeasure(id);
  return timed ? timedCall(timed, asking) : measureCall(id, asking);
}
