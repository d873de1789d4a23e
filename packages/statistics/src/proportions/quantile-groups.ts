/**
 * Puts areas into `groups` groups of equal size by a value, such as deprivation scores into quintiles:
 *
 *     ⌊(k + 1) - ⌈((N + 1) - rank) / (N/k)⌉⌋, at least 1; tied areas share the smallest rank
 *
 * Source: PHEindicatormethods 2.1.0, `phe_quantile`.
 *
 * @param values one per area; `null` where there is none, which stays `null` and is not counted.
 * @param highestFirst whether group 1 holds the highest values (upstream's `invert`), as with deprivation scores.
 * @returns the group of each area, 1 to `groups`; all `null` when there are fewer areas than groups.
 */
export function quantileGroups(
  values: readonly (number | null)[],
  groups: number,
  highestFirst: boolean,
): (number | null)[] {
  if (!Number.isInteger(groups) || groups < 1)
    throw new RangeError('quantileGroups: expected a whole number of groups');
  const known = values.filter((value) => value !== null);
  if (known.length < groups) return values.map(() => null);
  const sorted = known.sort((a, b) => (highestFirst ? b - a : a - b));
  const rank = new Map<number, number>();
  sorted.forEach((value, i) => rank.has(value) || rank.set(value, i + 1));
  const size = known.length / groups;
  return values.map((value) => {
    if (value === null) return null;
    const fromTop = known.length + 1 - (rank.get(value) ?? NaN);
    return Math.max(1, Math.floor(groups + 1 - Math.ceil(fromTop / size)));
  });
}
