import type { Limits } from '../proportion.js';

export type LimitsType = 'log-log' | 'log' | 'plain' | 'logit' | 'arcsin';

/**
 * Limits of a survival probability or a cumulative incidence from its standard error:
 *
 *     log-log  exp(-exp(ln(-ln p) ± z·se/(p·ln p)))      the default: stays inside 0 to 1 and holds in small groups
 *     log      p·exp(∓z·se/p), at most 1                  R's default
 *     plain    p ∓ z·se, cut to 0 to 1
 *     logit, arcsin                                       as in R
 *
 * Source: Kalbfleisch JD, Prentice RL, The Statistical Analysis of Failure Time Data, ch. 1; R survival, `survfit_confint`.
 *
 * @param se `null` at p = 0 of a survival curve, where Greenwood's formula has none.
 * @returns `null` where there is no interval: without a standard error, and at 0 or 1 on a scale that has no such point.
 */
export function probabilityLimits(p: number, se: number | null, z: number, type: LimitsType): Limits | null {
  if (se === null) return null;
  const { lower, upper } = SCALES[type](p, se, z);
  return Number.isNaN(lower) || Number.isNaN(upper) ? null : { lower, upper };
}

const SCALES: Record<LimitsType, (p: number, se: number, z: number) => Limits> = {
  plain: (p, se, z) => ({ lower: Math.max(0, p - z * se), upper: Math.min(1, p + z * se) }),
  log: (p, se, z) => {
    const factor = p === 0 ? NaN : Math.exp((z * se) / p);
    return { lower: p / factor, upper: Math.min(1, p * factor) };
  },
  'log-log': (p, se, z) => {
    const width = inside(p) ? (z * se) / (p * Math.log(p)) : NaN;
    const centre = Math.log(-Math.log(p));
    return { lower: Math.exp(-Math.exp(centre - width)), upper: Math.exp(-Math.exp(centre + width)) };
  },
  logit: (p, se, z) => {
    const width = inside(p) ? (z * se) / (p * (1 - p)) : NaN;
    const from = (x: number): number => 1 / (1 + Math.exp(-x));
    const centre = Math.log(p / (1 - p));
    return { lower: from(centre - width), upper: from(centre + width) };
  },
  arcsin: (p, se, z) => {
    const width = inside(p) ? (z * se) / (2 * Math.sqrt(p * (1 - p))) : NaN;
    const centre = Math.asin(Math.sqrt(p));
    return {
      lower: Math.sin(Math.max(0, centre - width)) ** 2,
      upper: Math.sin(Math.min(Math.PI / 2, centre + width)) ** 2,
    };
  },
};

function inside(p: number): boolean {
  return p > 0 && p < 1;
}
