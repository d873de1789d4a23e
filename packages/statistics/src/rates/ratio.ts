import { betaQuantile } from '../distributions/beta.js';
import { tailOf, zOf } from '../distributions/normal.js';
import gammaln from '@stdlib/math-base-special-gammaln';
import { sum } from '../numeric/sums.js';
import type { Limits } from '../proportion.js';

/** Events over person-time. */
export interface Exposure {
  events: number;
  time: number;
}

export interface RateRatio {
  ratio: number | null;
  /** On the log scale; `null` when either has no events. */
  limits: Limits | null;
  /** Exact limits, from the binomial distribution of the events given their sum; an upper of infinity is possible. */
  exact: Limits & { pValue: number };
  difference: number;
  differenceLimits: Limits;
}

/**
 * Ratio and difference of two rates, a over b.
 *
 *     log: ratio·exp(∓z·√(1/x₁ + 1/x₂));   exact: p/(1 - p)·t₂/t₁ for the Clopper-Pearson limits p of x₁ in x₁ + x₂;
 *     difference: x₁/t₁ - x₂/t₂ ∓ z·√(x₁/t₁² + x₂/t₂²)
 *
 * Events of one person must not be counted twice or more, or the limits are too narrow.
 *
 * Source: Rothman KJ, Greenland S, Modern Epidemiology (3rd ed.) ch. 14; the exact form is R's `poisson.test`.
 */
export function rateRatio(a: Exposure, b: Exposure, level = 0.95): RateRatio {
  if (!(a.time > 0 && b.time > 0)) throw new RangeError('rateRatio: expected person-time > 0');
  const z = zOf(level);
  const [p, q] = [a.events / a.time, b.events / b.time];
  const both = a.events > 0 && b.events > 0;
  const spread = Math.exp(z * Math.sqrt(1 / a.events + 1 / b.events));
  const width = z * Math.sqrt(a.events / a.time ** 2 + b.events / b.time ** 2);
  return {
    ratio: b.events > 0 ? p / q : null,
    limits: both ? { lower: p / q / spread, upper: (p / q) * spread } : null,
    exact: { ...exactLimits(a, b, level), pValue: exactP(a, b) },
    difference: p - q,
    differenceLimits: { lower: p - q - width, upper: p - q + width },
  };
}

function exactLimits(a: Exposure, b: Exposure, level: number): Limits {
  const tail = tailOf(level);
  const odds = (p: number): number => (p / (1 - p)) * (b.time / a.time);
  return {
    lower: a.events === 0 ? 0 : odds(betaQuantile(tail, a.events, b.events + 1)),
    upper: b.events === 0 ? Infinity : odds(betaQuantile(1 - tail, a.events + 1, b.events)),
  };
}

/** Two-sided exact binomial: the probability of every outcome no likelier than the one seen. */
function exactP(a: Exposure, b: Exposure): number {
  const n = a.events + b.events;
  const share = a.time / (a.time + b.time);
  const probability = (x: number): number =>
    Math.exp(
      gammaln(n + 1) -
        gammaln(x + 1) -
        gammaln(n - x + 1) +
        x * Math.log(share) +
        (n - x) * Math.log1p(-share),
    );
  // The allowance is R's, against rounding between outcomes that are equally likely.
  const seen = probability(a.events) * (1 + 1e-7);
  const outcomes = Array.from({ length: n + 1 }, (_, x) => probability(x));
  return Math.min(1, sum(outcomes.filter((it) => it <= seen)));
}
