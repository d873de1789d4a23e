import { at } from '../numeric/at.js';
import type { Matrix } from '../numeric/matrix.js';
import { sum } from '../numeric/sums.js';
import type { Coefficient } from './least-squares.js';
import { logLinearRegression, type CountFamily } from './log-linear.js';
import { normalCoefficients, POISSON } from './poisson.js';

export interface NegativeBinomialFit {
  coefficients: Coefficient[];
  /** Counts of mean mu have the variance mu + mu²/theta: the smaller theta, the more they vary. */
  theta: number;
  fitted: number[];
}

const ROUNDS_MAX = 100;
const STEPS_MAX = 100;
/** Beyond this the counts vary as Poisson's, or less. */
const THETA_MAX = 1e8;

/**
 * Negative binomial regression of counts with a log link and an offset, coefficients and theta by maximum likelihood in
 * turn: for counts that vary more than Poisson's the more the larger they are. Quasi-Poisson scales all alike.
 *
 * Standard errors are those given theta.
 *
 * Source: Venables WN, Ripley BD (2002), Modern Applied Statistics with S, 7.4; R MASS, `glm.nb`.
 *
 * @param counts whole numbers.
 * @param exposure denominators of the counts, > 0.
 * @throws {RangeError} for counts that are not whole, that vary no more than Poisson's (there is no theta then), or that
 *   no fit converges to.
 */
export function negativeBinomialRegression(
  rows: Matrix,
  counts: readonly number[],
  exposure: readonly number[],
  level = 0.95,
): NegativeBinomialFit {
  if (!counts.every((count) => Number.isSafeInteger(count) && count >= 0))
    throw new RangeError('negativeBinomialRegression: expected whole counts');
  const offset = exposure.map(Math.log);
  const start = counts.map((count) => count + 0.1);
  let fit = logLinearRegression(rows, counts, offset, POISSON, start);
  let before = Infinity;
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const theta = likeliestTheta(counts, fit.fitted);
    fit = logLinearRegression(rows, counts, offset, negativeBinomial(theta), fit.fitted);
    if (Math.abs(theta - before) <= 1e-9 * theta)
      return { coefficients: normalCoefficients(fit, level), theta, fitted: fit.fitted };
    before = theta;
  }
  throw new RangeError('negativeBinomialRegression: did not converge');
}

function negativeBinomial(theta: number): CountFamily {
  return {
    weight: (mu) => mu / (1 + mu / theta),
    deviance: (counts, mu) =>
      2 *
      sum(
        counts.map((y, i) => {
          const m = at(mu, i);
          return (y > 0 ? y * Math.log(y / m) : 0) - (y + theta) * Math.log1p((y - m) / (m + theta));
        }),
      ),
  };
}

/** Theta of the highest likelihood given the means, by Newton's steps on its logarithm, which cannot leave the axis. */
function likeliestTheta(counts: readonly number[], mu: readonly number[]): number {
  const spread = sum(counts.map((y, i) => (y / at(mu, i) - 1) ** 2));
  let theta = counts.length / spread;
  for (let step = 0; step < STEPS_MAX; step += 1) {
    const { slope, curvature } = scoreOf(theta, counts, mu);
    // On the logarithm's scale; where the likelihood is not curved down, a step of one towards its top.
    const bend = theta * theta * curvature + theta * slope;
    const move = bend < 0 ? (-theta * slope) / bend : Math.sign(slope);
    theta *= Math.exp(Math.max(-1, Math.min(1, move)));
    if (theta > THETA_MAX)
      throw new RangeError('negativeBinomialRegression: counts vary no more than those of Poisson');
    if (Math.abs(move) <= 1e-10) return theta;
  }
  throw new RangeError('negativeBinomialRegression: did not converge');
}

/**
 * First and second derivative of the likelihood by theta. ψ(θ + y) - ψ(θ) of a whole y is Σ 1/(θ + j), j < y, which keeps
 * the digits that a difference of digamma functions loses where theta is large.
 */
function scoreOf(
  theta: number,
  counts: readonly number[],
  mu: readonly number[],
): { slope: number; curvature: number } {
  const { first, second } = harmonics(theta, Math.max(...counts));
  const slope = counts.map((y, i) => {
    const m = at(mu, i);
    return at(first, y) - Math.log1p(m / theta) + (m - y) / (m + theta);
  });
  const curvature = counts.map((y, i) => {
    const m = at(mu, i);
    return -at(second, y) + m / (theta * (m + theta)) + (y - m) / (m + theta) ** 2;
  });
  return { slope: sum(slope), curvature: sum(curvature) };
}

/** Σ 1/(θ + j) and Σ 1/(θ + j)² for j below 0, 1, 2 ... `largest`. */
function harmonics(theta: number, largest: number): { first: number[]; second: number[] } {
  const [first, second] = [[0], [0]];
  for (let j = 0; j < largest; j += 1) {
    first.push(at(first, j) + 1 / (theta + j));
    second.push(at(second, j) + 1 / (theta + j) ** 2);
  }
  return { first, second };
}
