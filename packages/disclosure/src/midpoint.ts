const WIDTH = 6;

/**
 * A cumulative count by "midpoint 6": 0 stays 0, 1-6 become 3, 7-12 become 9, and so on. A curve is drawn from cumulative
 * counts so rounded; its steps then stand for no fewer than three people, and no single person moves it by one.
 *
 * Source: OpenSAFELY, "Outputs: statistical disclosure control", rounding and redacting (`ceil(x/6)*6 - 3*(x!=0)`), as in
 * its Kaplan-Meier action.
 */
export function midpoint6(count: number): number {
  return count === 0 ? 0 : WIDTH * Math.ceil(count / WIDTH) - WIDTH / 2;
}
