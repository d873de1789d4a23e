import { normalTwoSided, zOf } from '../distributions/normal.js';
import { at } from '../numeric/at.js';
import type { Limits } from '../proportion.js';
import type { SurvivalStep } from './kaplan-meier.js';

/** Two survival probabilities closer than this are the same: R's tolerance, the square root of the machine's. */
const SAME = 1.49e-8;

export interface TimeWithLimits {
  /** `null`: not reached. */
  time: number | null;
  lower: number | null;
  /** `null` very often: the upper curve has not come down that far, which is an answer. */
  upper: number | null;
}

/**
 * Time by which a share has ended (0.5: the median), with limits where the curve's own limits cross the same share.
 * Where the curve is level at exactly that share, the middle of the level stretch, as in R (lifelines gives its start).
 *
 * Source: Brookmeyer R, Crowley J (1982), Biometrics 38:29-41; R survival, `quantile.survfit`.
 */
export function timeByWhich(steps: readonly SurvivalStep[], share = 0.5): TimeWithLimits {
  return {
    time: crossing(steps, share, (step) => step.survival),
    lower: crossing(steps, share, (step) => step.limits?.lower ?? null),
    upper: crossing(steps, share, (step) => step.limits?.upper ?? null),
  };
}

function crossing(
  steps: readonly SurvivalStep[],
  share: number,
  curve: (step: SurvivalStep) => number | null,
): number | null {
  const points = steps.flatMap((step) => {
    const level = curve(step);
    return level === null ? [] : [{ time: step.time, ended: 1 - level }];
  });
  const first = points.find(({ ended }) => ended >= share - SAME);
  if (!first) return null;
  const beyond = points.find(({ ended }) => ended > share + SAME);
  // Level to the very end: the stretch ends with the last follow-up.
  return (first.time + (beyond ?? at(points, points.length - 1)).time) / 2;
}

export interface RestrictedMean {
  tau: number;
  mean: number;
  se: number;
  limits: Limits;
  /** Nobody was followed as long as tau: the last level is carried forward, and a comparison must not use this. */
  beyondFollowUp: boolean;
}

/**
 * Restricted mean time in: the area under the curve up to tau,
 *
 *     se² = Σ (area from tᵢ to tau)²·d/(n(n - d))
 *
 * Source: Klein JP, Moeschberger ML, Survival Analysis (2nd ed.) 4.5; R survival, `summary(rmean =)`.
 */
export function restrictedMean(steps: readonly SurvivalStep[], tau: number, level = 0.95): RestrictedMean {
  if (!(tau > 0)) throw new RangeError('restrictedMean: expected tau > 0');
  const used = steps.filter(({ time }) => time < tau);
  const times = [0, ...used.map(({ time }) => time), tau];
  const levels = [1, ...used.map(({ survival }) => survival)];
  const areas = levels.map((survival, i) => survival * (at(times, i + 1) - at(times, i)));
  let rest = 0;
  let variance = 0;
  for (let i = used.length - 1; i >= 0; i -= 1) {
    const { atRisk, events } = at(used, i);
    rest += at(areas, i + 1);
    if (events > 0 && events < atRisk) variance += (rest ** 2 * events) / (atRisk * (atRisk - events));
  }
  const mean = rest + at(areas, 0);
  const se = Math.sqrt(variance);
  const width = zOf(level) * se;
  const followed = steps.at(-1)?.time ?? 0;
  return {
    tau,
    mean,
    se,
    limits: { lower: mean - width, upper: mean + width },
    beyondFollowUp: followed < tau && (steps.at(-1)?.survival ?? 1) > 0,
  };
}

export interface RestrictedMeanDifference extends Limits {
  difference: number;
  se: number;
  z: number;
  pValue: number;
}

/**
 * Difference of two restricted means, b - a, with se = √(se₁² + se₂²).
 *
 * @throws {RangeError} when the two were not restricted to the same time, or one was not followed so long.
 */
export function restrictedMeanDifference(
  a: RestrictedMean,
  b: RestrictedMean,
  level = 0.95,
): RestrictedMeanDifference {
  if (a.tau !== b.tau || a.beyondFollowUp || b.beyondFollowUp)
    throw new RangeError('restrictedMeanDifference: expected one tau within the follow-up of both');
  const difference = b.mean - a.mean;
  const se = Math.hypot(a.se, b.se);
  const width = zOf(level) * se;
  const z = difference / se;
  return {
    difference,
    se,
    z,
    pValue: normalTwoSided(z),
    lower: difference - width,
    upper: difference + width,
  };
}
