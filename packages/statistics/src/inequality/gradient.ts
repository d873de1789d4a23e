import { zOf } from '../distributions/normal.js';
import { at } from '../numeric/at.js';
import { sum } from '../numeric/sums.js';

const { exp, log } = Math;

/** How the values vary by sampling: means as they are, rates on the log scale, proportions on the logit scale. */
export type ValueScale = 'normal' | 'log' | 'logit';

/** One group of the population, the most deprived first. */
export interface DeprivationGroup {
  population: number;
  value: number;
  /** 95% limits of the value, from which its standard error on the scale is taken. */
  limits?: { lower: number; upper: number };
  /** Standard error on the scale itself, instead of limits. */
  se?: number;
}

export interface Scale {
  to: (value: number) => number;
  from: (value: number) => number;
}

export const SCALES: Record<ValueScale, Scale> = {
  normal: { to: (value) => value, from: (value) => value },
  log: { to: log, from: exp },
  logit: { to: (p) => log(p / (1 - p)), from: (x) => 1 / (1 + exp(-x)) },
};

/** The weights that turn the groups' values into the fitted line's ends: line(0) = Σ start·y, line(1) = Σ end·y. */
export interface Line {
  start: number[];
  end: number[];
}

/**
 * Weighted least squares on relative rank: x the middle of each group's stretch of the population from 0 (most deprived) to
 * 1, weights the population shares. The ends of the line are linear in the values, which gives them a closed form.
 */
export function rankLine(populations: readonly number[]): Line {
  const total = sum(populations);
  let before = 0;
  const groups = populations.map((population) => {
    const share = population / total;
    before += share;
    return { share, rank: before - share / 2 };
  });
  const centre = sum(groups.map(({ share, rank }) => share * rank));
  const spread = sum(groups.map(({ share, rank }) => share * (rank - centre) ** 2));
  const slope = groups.map(({ share, rank }) => (share * (rank - centre)) / spread);
  const start = groups.map(({ share }, i) => share - centre * at(slope, i));
  return { start, end: start.map((weight, i) => weight + at(slope, i)) };
}

const GROUPS_MIN = 5;
const GROUPS_MAX = 100;

/** @throws {RangeError} on fewer than 5 or more than 100 groups, or one without people, value or standard error. */
export function assertGroups(groups: readonly DeprivationGroup[], scale: ValueScale): void {
  if (groups.length < GROUPS_MIN || groups.length > GROUPS_MAX)
    throw new RangeError(`inequality: expected ${GROUPS_MIN} to ${GROUPS_MAX} groups`);
  for (const { population, value, limits, se } of groups) {
    const ends = [value, limits?.lower ?? value, limits?.upper ?? value].map(SCALES[scale].to);
    if (
      !(population > 0) ||
      !ends.every(Number.isFinite) ||
      (limits && limits.lower > limits.upper) ||
      !((se ?? 0) >= 0) ||
      (!limits && se === undefined)
    )
      throw new RangeError(
        'inequality: every group needs people, a value inside its scale, and limits or an error',
      );
  }
}

/** Standard error of a group's value on the scale, from its limits when it was not given. */
export function errorOf({ limits, se }: DeprivationGroup, scale: ValueScale): number {
  if (se !== undefined) return se;
  if (!limits) throw new RangeError('inequality: neither limits nor an error');
  const { to } = SCALES[scale];
  return (to(limits.upper) - to(limits.lower)) / (2 * zOf(0.95));
}
