import { findMeasure } from '@waymark/measures';
import { proportionFunnel, wilson } from '@waymark/statistics';
import type { FunnelAnswer, FunnelPoint } from '../api/funnel-schema.js';
import { FAKE_ENVELOPE } from './fake-envelope.js';

const AVERAGE = 0.6;
const SIZES = [40, 80, 150, 300, 600];

/** A funnel of five providers, the fourth far below, and one of whom nothing can be shown. */
export function fakeFunnel(params: URLSearchParams, isProvider: boolean): FunnelAnswer {
  const measure = findMeasure(params.get('measure') ?? '');
  return {
    ...FAKE_ENVELOPE,
    ...{ measure: measure?.id ?? '', version: measure?.version ?? 1, unit: 'proportion', average: AVERAGE },
    overdispersion: { phi: 1.1, tau2: 0, adjusted: false },
    lines: SIZES.map((size) => ({ size, chance: proportionFunnel(AVERAGE, size), adjusted: null })),
    points: SIZES.map((size, nth) => pointOf(size, nth, isProvider)).concat(
      isProvider ? [] : [withheldPoint()],
    ),
    unnamed: isProvider ? 1 : 0,
  };
}

function pointOf(denominator: number, nth: number, isProvider: boolean): FunnelPoint {
  const value = nth === 3 ? 0.4 : 0.6;
  const numerator = Math.round(denominator * value);
  // A provider is told its own name and no other.
  const name =
    isProvider && nth !== 3
      ? { other: `other-${nth}` }
      : { provider: nth === 3 ? 'demo-leisure' : `provider-${nth}` };
  return {
    ...{ ...name, numerator, denominator, value, ...wilson(numerator, denominator) },
    ...{ place: nth === 3 ? ('low_outer' as const) : ('within' as const), adjusted: null },
  };
}

export function withheldPoint(): FunnelPoint {
  const kept = { numerator: null, denominator: null, value: null, lower: null, upper: null };
  return { provider: 'provider-small', ...kept, suppressed: Object.keys(kept), place: null, adjusted: null };
}
