/** A value somebody tries to work out: what it may be, both ends included. */
export interface Unknown {
  least: number;
  most: number;
}

/** `whole` is the sum of `parts`. */
export interface Equation {
  whole: Unknown;
  parts: readonly Unknown[];
}

/**
 * What an attacker does with many answers: narrows every value by every sum it is in, until nothing moves.
 * @throws {Error} when no values fit: then the equations say something untrue of the data.
 */
export function solve(equations: readonly Equation[]): void {
  for (let moved = true; moved;) {
    moved = false;
    for (const { whole, parts } of equations) {
      const [least, most] = [sum(parts, 'least'), sum(parts, 'most')];
      moved = narrow(whole, least, most) || moved;
      for (const part of parts) {
        const from = whole.least - sumOfOthers(parts, part, 'most');
        const to = whole.most - sumOfOthers(parts, part, 'least');
        moved = narrow(part, from, to) || moved;
      }
    }
  }
}

function narrow(value: Unknown, least: number, most: number): boolean {
  if (least <= value.least && most >= value.most) return false;
  value.least = Math.max(value.least, least);
  value.most = Math.min(value.most, most);
  if (value.least > value.most) throw new Error('no values fit');
  return true;
}

function sum(values: readonly Unknown[], end: keyof Unknown): number {
  return values.reduce((total, value) => total + value[end], 0);
}

function sumOfOthers(values: readonly Unknown[], one: Unknown, end: keyof Unknown): number {
  return values.reduce((total, value) => (value === one ? total : total + value[end]), 0);
}
