import { fUpper } from '../distributions/beta.js';
import { normalTwoSided } from '../distributions/normal.js';
import { at } from '../numeric/at.js';
import { mean, sum } from '../numeric/sums.js';

/** Ranks from 1, ties at the mean of their ranks. */
export function midRanks(values: readonly number[]): number[] {
  const order = values.map((value, i) => ({ value, i })).sort((a, b) => a.value - b.value);
  const ranks = new Array<number>(values.length).fill(0);
  for (let from = 0; from < order.length;) {
    let to = from;
    while (to + 1 < order.length && order[to + 1]?.value === at(order, from).value) to += 1;
    for (let k = from; k <= to; k += 1) ranks[at(order, k).i] = (from + to) / 2 + 1;
    from = to + 1;
  }
  return ranks;
}

export interface MannWhitney {
  /** R's W: pairs in which the value of `a` is the larger, ties half. */
  w: number;
  /** Normal approximation with the tie correction; `null` when all values are equal. */
  pValue: number | null;
}

/**
 * Mann-Whitney (Wilcoxon rank sum) test.
 *
 * Source: Hollander M, Wolfe DA (1973), Nonparametric Statistical Methods; R's `wilcox.test(exact = FALSE)`.
 *
 * @param continuity whether half a pair is taken off the distance; R's default.
 */
export function mannWhitney(a: readonly number[], b: readonly number[], continuity = true): MannWhitney {
  const ranks = midRanks([...a, ...b]);
  const w = sum(ranks.slice(0, a.length)) - (a.length * (a.length + 1)) / 2;
  const n = ranks.length;
  const ties = new Map<number, number>();
  for (const rank of ranks) ties.set(rank, (ties.get(rank) ?? 0) + 1);
  const tied = sum([...ties.values()].map((t) => t ** 3 - t));
  const variance = ((a.length * b.length) / 12) * (n + 1 - tied / (n * (n - 1)));
  if (!(variance > 0)) return { w, pValue: null };
  const off = w - (a.length * b.length) / 2;
  const distance = Math.max(0, Math.abs(off) - (continuity ? 0.5 : 0));
  return { w, pValue: normalTwoSided(distance / Math.sqrt(variance)) };
}

/** Spearman's rank correlation: Pearson's on mid-ranks, right with ties where ClickHouse's `rankCorr` is not. */
export function spearman(x: readonly number[], y: readonly number[]): number | null {
  const [rx, ry] = [midRanks(x), midRanks(y)];
  const [mx, my] = [mean(rx), mean(ry)];
  const cross = sum(rx.map((rank, i) => (rank - mx) * (at(ry, i) - my)));
  const scale = Math.sqrt(sum(rx.map((r) => (r - mx) ** 2)) * sum(ry.map((r) => (r - my) ** 2)));
  return scale === 0 ? null : cross / scale;
}

/** One-way analysis of variance. @returns `null` without variation inside the groups. */
export function anova(groups: readonly (readonly number[])[]): { f: number; pValue: number } | null {
  const all = groups.flat();
  const centre = mean(all);
  const between = sum(groups.map((group) => group.length * (mean(group) - centre) ** 2));
  const within = sum(groups.flatMap((group) => group.map((value) => (value - mean(group)) ** 2)));
  const [df1, df2] = [groups.length - 1, all.length - groups.length];
  if (within === 0 || df2 < 1) return null;
  const f = between / df1 / (within / df2);
  return { f, pValue: fUpper(f, df1, df2) };
}

export type Adjustment = 'holm' | 'benjamini-hochberg' | 'bonferroni';

/**
 * p values adjusted for having made many comparisons.
 *
 * Source: Holm S (1979), Scand J Stat 6:65-70; Benjamini Y, Hochberg Y (1995), JRSS B 57:289-300; R's `p.adjust`.
 */
export function adjustP(pValues: readonly number[], method: Adjustment): number[] {
  const n = pValues.length;
  if (method === 'bonferroni') return pValues.map((p) => Math.min(1, p * n));
  const order = pValues.map((p, i) => ({ p, i })).sort((a, b) => a.p - b.p);
  const adjusted = new Array<number>(n).fill(1);
  let bound = method === 'holm' ? 0 : 1;
  const ascending = order.map((it, k) => ({
    ...it,
    scaled: it.p * (method === 'holm' ? n - k : n / (k + 1)),
  }));
  // Holm's grow from the smallest p up, Benjamini-Hochberg's shrink from the largest down.
  for (const { i, scaled } of method === 'holm' ? ascending : ascending.reverse()) {
    bound = method === 'holm' ? Math.max(bound, scaled) : Math.min(bound, scaled);
    adjusted[i] = Math.min(1, bound);
  }
  return adjusted;
}
