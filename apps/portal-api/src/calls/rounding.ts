/** A statistic worked out on exact counts, as it may leave. */
export function roundedTo(value: number, decimals: number): number {
  const rounded = Number(value.toFixed(decimals));
  // No reader wants to see -0.
  return rounded === 0 ? 0 : rounded;
}
