import { at } from '../numeric/at.js';
import { dot, solve } from '../numeric/matrix.js';

/** A stretch of somebody's time, (entry, time], that ends in an event or not, and the covariates during it. */
export interface CoxRow {
  time: number;
  event: boolean;
  x: readonly number[];
  /** At risk only after this. Left out: from the start, time 0 included. */
  entry?: number;
}

export type Ties = 'efron' | 'breslow';

/** Those at risk when one of the ends at a time comes, weighted by exp(βx). */
export interface RiskTerm {
  time: number;
  /** How much of those who end at this time is gone already. */
  gone: number;
  /** Σ exp(βx). */
  weight: number;
  /** Mean of x. */
  mean: number[];
}

export interface Likelihood {
  value: number;
  gradient: number[];
  information: number[][];
  /** One per event, from the last time to the first. */
  terms: RiskTerm[];
}

export interface CoxMaximum {
  beta: number[];
  /** At no effect. */
  start: Likelihood;
  /** At the estimates. */
  fitted: Likelihood;
}

const ITERATIONS_MAX = 40;

/**
 * Where Cox's partial likelihood is highest, by Newton-Raphson.
 *
 * @throws {RangeError} when it does not converge, as when a group has no ends, or an entry is not before its time.
 */
export function maximumPartialLikelihood(rows: readonly CoxRow[], ties: Ties): CoxMaximum {
  if (rows.some(({ entry, time }) => entry !== undefined && !(entry < time)))
    throw new RangeError('coxRegression: expected entry < time');
  const order = inOrder(rows);
  let beta: number[] = at(rows, 0).x.map(() => 0);
  const start = partialLikelihood(order, beta, ties);
  let fitted = start;
  for (let step = 0; step < ITERATIONS_MAX; step += 1) {
    const move = solve(
      fitted.information,
      fitted.gradient.map((it) => [it]),
    ).map((row) => at(row, 0));
    beta = beta.map((value, i) => value + at(move, i));
    fitted = partialLikelihood(order, beta, ties);
    // The likelihood alone would settle while a coefficient runs off to infinity.
    if (move.every((it, i) => Math.abs(it) <= 1e-9 * (1 + Math.abs(at(beta, i)))))
      return { beta, start, fitted };
  }
  throw new RangeError('coxRegression: did not converge');
}

interface Order {
  /** From the last time to the first, as people come into the risk set when time runs back. */
  leaving: CoxRow[];
  /** Late entries, from the last to the first, as they go out of it again. */
  entering: (CoxRow & { entry: number })[];
}

function inOrder(rows: readonly CoxRow[]): Order {
  const late = rows.filter((row): row is CoxRow & { entry: number } => row.entry !== undefined);
  return {
    leaving: [...rows].sort((a, b) => b.time - a.time),
    entering: late.sort((a, b) => b.entry - a.entry),
  };
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

function partialLikelihood({ leaving, entering }: Order, beta: readonly number[], ties: Ties): Likelihood {
  const result: Likelihood = {
    value: 0,
    gradient: beta.map(() => 0),
    information: beta.map(() => beta.map(() => 0)),
    terms: [],
  };
  const risk = new Moments(beta.length);
  let out = 0;
  for (let from = 0; from < leaving.length;) {
    const { time } = at(leaving, from);
    for (let row = entering[out]; row && row.entry >= time; row = entering[out]) {
      risk.add(row.x, -Math.exp(dot(row.x, beta)));
      out += 1;
    }
    const ended = new Moments(beta.length);
    let ends = 0;
    for (; leaving[from]?.time === time; from += 1) {
      const { x, event } = at(leaving, from);
      const score = dot(x, beta);
      risk.add(x, Math.exp(score));
      if (!event) continue;
      ends += 1;
      ended.add(x, Math.exp(score));
      result.value += score;
      x.forEach((value, i) => (result.gradient[i] = at(result.gradient, i) + value));
    }
    // Efron: of several ends at one time, each later one finds the earlier ones partly gone.
    for (let k = 0; k < ends; k += 1) addTerm(result, risk, ended, ties === 'efron' ? k / ends : 0, time);
  }
  return result;
}

function addTerm(result: Likelihood, risk: Moments, ended: Moments, gone: number, time: number): void {
  const weight = risk.s0 - gone * ended.s0;
  const mean = risk.s1.map((value, i) => (value - gone * at(ended.s1, i)) / weight);
  result.terms.push({ time, gone, weight, mean });
  result.value -= Math.log(weight);
  mean.forEach((m, i) => {
    result.gradient[i] = at(result.gradient, i) - m;
    const row = at(result.information, i);
    mean.forEach((other, j) => {
      const square = (at(at(risk.s2, i), j) - gone * at(at(ended.s2, i), j)) / weight;
      row[j] = at(row, j) + square - m * other;
    });
  });
}
