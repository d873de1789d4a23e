import type { Profile } from '@waymark/disclosure';
import {
  funnelAverage,
  funnelSizes,
  overdispersedLimits,
  overdispersion,
  placeProportion,
  proportionFunnel,
  type FunnelLimits,
  type FunnelPlace,
  type Overdispersion,
} from '@waymark/statistics';
import type { ControlledRow } from './controlled-counts.js';
import type { FunnelBody } from './funnel.schemas.js';
import { roundedTo } from './rounding.js';

/** A funnel over units whose counts are all shown. */
export interface Funnel extends Pick<FunnelBody, 'average' | 'overdispersion' | 'lines'> {
  /** Where each unit lies, judged on exact counts, in the order given. */
  places: { place: FunnelPlace; adjusted: FunnelPlace | null }[];
}

const LINE_POINTS = 60;
/** Fewer units, and phi would be an equation for their exact counts. */
const UNITS_MIN = 5;

/** Whether a unit stands in a funnel: everything of it is shown. */
export function isInFunnel({ exact, shown }: ControlledRow): boolean {
  return shown.withheld.length === 0 && (exact.denominator ?? 0) > 0;
}

/** @param units those in the funnel */
export function funnelOf(units: readonly ControlledRow[], profile: Profile): Funnel {
  const exact = units.map(({ exact: { numerator, denominator } }) => ({ x: numerator, n: denominator ?? 0 }));
  if (exact.length === 0)
    return {
      average: null,
      overdispersion: { phi: null, tau2: null, adjusted: false },
      lines: [],
      places: [],
    };
  const shown = units.map(({ shown: { numerator, denominator } }) => ({
    x: numerator ?? 0,
    n: denominator ?? 0,
  }));
  const spread = overdispersion(
    exact.map(({ x, n }) => ({ numerator: x, denominator: n })),
    'proportion',
  );
  const average = funnelAverage(shown);
  const released = releasedSpread(spread, units.length, profile);
  return {
    average,
    overdispersion: released,
    lines: linesOf(average, shown, released.adjusted ? released.tau2 : null),
    places: exact.map(({ x, n }) => ({
      place: placeProportion(x, n, spread.target),
      adjusted: released.adjusted ? placeAdjusted(x, n, spread) : null,
    })),
  };
}

function releasedSpread(
  { phi, tau2, overdispersed }: Overdispersion,
  units: number,
  profile: Profile,
): FunnelBody['overdispersion'] {
  if (profile === 'none') return { phi, tau2, adjusted: overdispersed };
  if (units < UNITS_MIN) return { phi: null, tau2: null, adjusted: false };
  return { phi: roundedTo(phi, 2), tau2: roundedTo(tau2, 4), adjusted: overdispersed };
}

function linesOf(average: number, shown: readonly { n: number }[], tau2: number | null): FunnelBody['lines'] {
  const sizes = shown.map(({ n }) => n);
  return funnelSizes(Math.min(...sizes), Math.max(...sizes), LINE_POINTS).map((size) => ({
    size,
    chance: proportionFunnel(average, size),
    adjusted: tau2 === null ? null : overdispersedLimits('proportion', average, size, tau2),
  }));
}

function placeAdjusted(x: number, n: number, { target, tau2 }: Overdispersion): FunnelPlace {
  return placeIn(overdispersedLimits('proportion', target, n, tau2), x / n);
}

function placeIn({ inner, outer }: FunnelLimits, value: number): FunnelPlace {
  if (value < outer.lower) return 'low_outer';
  if (value > outer.upper) return 'high_outer';
  if (value < inner.lower) return 'low_inner';
  return value > inner.upper ? 'high_inner' : 'within';
}
