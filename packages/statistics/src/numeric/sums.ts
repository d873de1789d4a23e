/**
 * Sum with Neumaier's compensation (Neumaier A (1974), ZAMM 54:39-51): exact to the last place where a plain sum drifts.
 * A plain mean of 18 one-decimal values put a point that lies on the centre line below it, and made a false run of 8.
 */
export function sum(values: Iterable<number>): number {
  let total = 0;
  let lost = 0;
  for (const value of values) {
    const next = total + value;
    lost += Math.abs(total) >= Math.abs(value) ? total - next + value : value - next + total;
    total = next;
  }
  // An infinite total makes the lost part NaN.
  return Number.isFinite(total) ? total + lost : total;
}

/** Mean with a second pass over the residuals, as R's `mean` does. @throws {RangeError} when there are no values. */
export function mean(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('mean: no values');
  const first = sum(values) / values.length;
  return first + sum(values.map((value) => value - first)) / values.length;
}

/** Sample variance, divisor n - 1; `null` for fewer than two values. */
export function variance(values: readonly number[]): number | null {
  if (values.length < 2) return null;
  const centre = mean(values);
  return sum(values.map((value) => (value - centre) ** 2)) / (values.length - 1);
}
