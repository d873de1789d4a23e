import { chiSquareUpper } from '../distributions/gamma.js';
import { normalTwoSided, zOf } from '../distributions/normal.js';
import { at } from '../numeric/at.js';
import { dot, inverse, quadraticForm, solve } from '../numeric/matrix.js';
import type { Coefficient } from '../regression/least-squares.js';

/** One person: follow-up, whether it ended, and the covariates. */
export interface CoxPerson {
  time: number;
  event: boolean;
  x: readonly number[];
}

export interface CoxFit {
  /** Log hazard ratios. */
  coefficients: Coefficient[];
  logLikelihood: { null: number; fitted: number };
  likelihoodRatio: number;
  score: number;
  df: number;
  /** Of the likelihood ratio. */
  pValue: number;
}

const ITERATIONS_MAX = 40;

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
  { ties = 'efron', level = 0.95 }: { ties?: 'efron' | 'breslow'; level?: number } = {},
): CoxFit {
  const sorted = [...people].sort((a, b) => b.time - a.time);
  const size = at(sorted, 0).x.length;
  let beta: number[] = Array.from({ length: size }, () => 0);
  const start = partialLikelihood(sorted, beta, ties);
  let now = start;
  for (let step = 0; step < ITERATIONS_MAX; step += 1) {
    const move = solve(
      now.information,
      now.gradient.map((it) => [it]),
    ).map((row) => at(row, 0));
    beta = beta.map((value, i) => value + at(move, i));
    now = partialLikelihood(sorted, beta, ties);
    // The likelihood alone would settle while a coefficient runs off to infinity.
    const done = move.every((it, i) => Math.abs(it) <= 1e-9 * (1 + Math.abs(at(beta, i))));
    if (done) return summary(beta, start, now, level);
  }
  throw new RangeError('coxRegression: did not converge');
}

interface Likelihood {
  value: number;
  gradient: number[];
  information: number[][];
}

/** Sums over a set of people of exp(βx), exp(βx)·x and exp(βx)·x·xᵀ. */
class Moments {
  s0 = 0;
  readonly s1: number[];
  readonly s2: number[][];

  constructor(size: number) {
    this.s1 = Array.from({ length: size }, () => 0);
    this.s2 = this.s1.map(() => this.s1.map(() => 0));
  }

  add(x: readonly number[], weight: number): void {
    this.s0 += weight;
    x.forEach((value, i) => {
      this.s1[i] = at(this.s1, i) + weight * value;
      const row = at(this.s2, i);
      x.forEach((other, j) => (row[j] = at(row, j) + weight * value * other));
    });
  }
}

function partialLikelihood(
  sorted: readonly CoxPerson[],
  beta: readonly number[],
  ties: 'efron' | 'breslow',
): Likelihood {
  const result: Likelihood = {
    value: 0,
    gradient: beta.map(() => 0),
    information: beta.map(() => beta.map(() => 0)),
  };
  const risk = new Moments(beta.length);
  for (let from = 0; from < sorted.length;) {
    const { time } = at(sorted, from);
    const ended = new Moments(beta.length);
    let ends = 0;
    for (; sorted[from]?.time === time; from += 1) {
      const { x, event } = at(sorted, from);
      const score = dot(x, beta);
      risk.add(x, Math.exp(score));
      if (!event) continue;
      ends += 1;
      ended.add(x, Math.exp(score));
      result.value += score;
      x.forEach((value, i) => (result.gradient[i] = at(result.gradient, i) + value));
    }
    // Efron: of several ends at one time, each later one finds the earlier ones partly gone.
    for (let k = 0; k < ends; k += 1) addTerm(result, risk, ended, ties === 'efron' ? k / ends : 0);
  }
  return result;
}

function addTerm(result: Likelihood, risk: Moments, ended: Moments, gone: number): void {
  const s0 = risk.s0 - gone * ended.s0;
  const mean = risk.s1.map((value, i) => (value - gone * at(ended.s1, i)) / s0);
  result.value -= Math.log(s0);
  mean.forEach((m, i) => {
    result.gradient[i] = at(result.gradient, i) - m;
    const row = at(result.information, i);
    mean.forEach((other, j) => {
      const square = (at(at(risk.s2, i), j) - gone * at(at(ended.s2, i), j)) / s0;
      row[j] = at(row, j) + square - m * other;
    });
  });
}

function summary(beta: readonly number[], start: Likelihood, now: Likelihood, level: number): CoxFit {
  const variance = inverse(now.information);
  const z = zOf(level);
  const likelihoodRatio = 2 * (now.value - start.value);
  return {
    coefficients: beta.map((estimate, i) => {
      const se = Math.sqrt(at(at(variance, i), i));
      const limits = { lower: estimate - z * se, upper: estimate + z * se };
      return { estimate, se, ...limits, pValue: normalTwoSided(estimate / se) };
    }),
    logLikelihood: { null: start.value, fitted: now.value },
    likelihoodRatio,
    score: quadraticForm(start.information, start.gradient).value,
    df: beta.length,
    pValue: chiSquareUpper(likelihoodRatio, beta.length),
  };
}
