import betainc from '@stdlib/math-base-special-betainc';
import quantile from '@stdlib/stats-base-dists-beta-quantile';
import studentQuantile from '@stdlib/stats-base-dists-t-quantile';

/** Quantile of the beta distribution. */
export function betaQuantile(p: number, a: number, b: number): number {
  return quantile(p, a, b);
}

/** Quantile of Student's t distribution; `df` need not be whole (Welch). */
export function tQuantile(p: number, df: number): number {
  return studentQuantile(p, df);
}

/** Two-sided p value of a t statistic, I(df / (df + t²); df/2, 1/2), so that small ones keep their digits. */
export function tTwoSided(t: number, df: number): number {
  return betainc(df / (df + t * t), df / 2, 0.5, true, false);
}

/** P(F > f) of the F distribution. */
export function fUpper(f: number, df1: number, df2: number): number {
  return betainc(df2 / (df2 + df1 * f), df2 / 2, df1 / 2, true, false);
}
