import { chiSquareUpper } from '../distributions/gamma.js';
import { normalTwoSided, zOf } from '../distributions/normal.js';
import { at } from '../numeric/at.js';
import { dot, inverse, quadraticForm, type Matrix } from '../numeric/matrix.js';
import { sum } from '../numeric/sums.js';
import type { Coefficient } from '../regression/least-squares.js';
import { maximumPartialLikelihood, type CoxRow, type Likelihood, type Ties } from './partial-likelihood.js';

/** One person: follow-up, whether it ended, and the covariates. */
export type CoxPerson = CoxRow;

export interface CoxFit {
  /** Log hazard ratios. */
  coefficients: Coefficient[];
  logLikelihood: { null: number; fitted: number };
  likelihoodRatio: number;
  score: number;
  wald: number;
  df: number;
  /** Of the likelihood ratio. */
  pValue: number;
}

/**
 * Cox's proportional hazards regression, by Newton-Raphson on the partial likelihood. Association, not effect: what was not
 * measured is not adjusted for.
 *
 * Source: Cox DR (1972), JRSS B 34:187-220; Efron B (1977), J Am Stat Assoc 72:557-565; R survival, `coxph`.
 *
 * @param ties Efron's (default, R's) or Breslow's handling of ends at the same time.
 * @throws {RangeError} when it does not converge, as when a group has no ends.
 */
export function coxRegression(
  people: readonly CoxPerson[],
  { ties = 'efron', level = 0.95 }: { ties?: Ties; level?: number } = {},
): CoxFit {
  const { beta, start, fitted } = maximumPartialLikelihood(people, ties);
  const likelihoodRatio = 2 * (fitted.value - start.value);
  return {
    coefficients: normalLimits(beta, inverse(fitted.information), level),
    logLikelihood: { null: start.value, fitted: fitted.value },
    likelihoodRatio,
    score: quadraticForm(start.information, start.gradient).value,
    wald: sum(fitted.information.map((row, i) => at(beta, i) * dot(row, beta))),
    df: beta.length,
    pValue: chiSquareUpper(likelihoodRatio, beta.length),
  };
}

/** A stretch of one person's time, for people who can have several events. */
export interface CoxSpell extends CoxRow {
  person: string | number;
}

export interface RateRegression {
  /** Log rate ratios, with standard errors that take people, not events, as independent. */
  coefficients: Coefficient[];
  /** The same estimates as if every event were another person's: too sure of themselves. */
  naive: Coefficient[];
}

/**
 * Andersen and Gill's regression of repeat events: Cox's on everybody's stretches of time, with Lin and Wei's robust
 * variance DᵀD, D being each person's summed score residuals times I⁻¹.
 *
 * Source: Andersen PK, Gill RD (1982), Ann Stat 10:1100-1120; Lin DY, Wei LJ (1989), J Am Stat Assoc 84:1074-1078;
 * R survival, `coxph(cluster = id)`.
 *
 * @throws {RangeError} when it does not converge, or an entry is not before its time.
 */
export function andersenGill(
  spells: readonly CoxSpell[],
  { ties = 'efron', level = 0.95 }: { ties?: Ties; level?: number } = {},
): RateRegression {
  const { beta, fitted } = maximumPartialLikelihood(spells, ties);
  const naive = inverse(fitted.information);
  const byPerson = new Map<string | number, number[]>();
  scoreResiduals(spells, beta, fitted).forEach((residual, i) => {
    const { person } = at(spells, i);
    const before = byPerson.get(person);
    byPerson.set(person, before ? before.map((value, j) => value + at(residual, j)) : residual);
  });
  const influence = [...byPerson.values()].map((residual) => naive.map((row) => dot(row, residual)));
  const robust = naive.map((_, i) => naive.map((__, j) => sum(influence.map((it) => at(it, i) * at(it, j)))));
  return {
    coefficients: normalLimits(beta, robust, level),
    naive: normalLimits(beta, naive, level),
  };
}

/**
 * Each stretch's part in the score: what x was over its mean where it ended in an event, less exp(βx)·Σ (x - mean)/weight
 * over the events of anybody meanwhile. Of tied ends each is, under Efron, any one of them with the same chance.
 */
function scoreResiduals(rows: readonly CoxRow[], beta: readonly number[], { terms }: Likelihood): number[][] {
  const forward = [...terms].reverse();
  const times = forward.map(({ time }) => time);
  const hazard = runningSums(forward.map(({ weight }) => 1 / weight));
  const means = beta.map((_, j) => runningSums(forward.map(({ weight, mean }) => at(mean, j) / weight)));
  return rows.map(({ x, event, time, entry }) => {
    const score = Math.exp(dot(x, beta));
    const [from, to] = [entry === undefined ? 0 : countUpTo(times, entry), countUpTo(times, time)];
    const own = event ? forward.slice(countBefore(times, time), to) : [];
    return x.map((value, j) => {
      const meanwhile =
        value * (at(hazard, to) - at(hazard, from)) - (at(at(means, j), to) - at(at(means, j), from));
      const atEnd = own.map(({ mean, gone, weight }) => {
        const off = value - at(mean, j);
        return off / own.length + (gone * score * off) / weight;
      });
      return sum(atEnd) - score * meanwhile;
    });
  });
}

/** 0, and the sum of the first, of the first two ... */
function runningSums(values: readonly number[]): number[] {
  const sums = [0];
  values.forEach((value, i) => sums.push(at(sums, i) + value));
  return sums;
}

/** How many of ascending `times` are at most `time`. */
function countUpTo(times: readonly number[], time: number): number {
  return partition(times, (it) => it <= time);
}

function countBefore(times: readonly number[], time: number): number {
  return partition(times, (it) => it < time);
}

function partition(times: readonly number[], isFirst: (time: number) => boolean): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isFirst(at(times, middle))) low = middle + 1;
    else high = middle;
  }
  return low;
}

function normalLimits(beta: readonly number[], variance: Matrix, level: number): Coefficient[] {
  const z = zOf(level);
  return beta.map((estimate, i) => {
    const se = Math.sqrt(at(at(variance, i), i));
    const limits = { lower: estimate - z * se, upper: estimate + z * se };
    return { estimate, se, ...limits, pValue: normalTwoSided(estimate / se) };
  });
}
