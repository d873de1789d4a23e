import { at } from './at.js';
import { sum } from './sums.js';

export type Matrix = readonly (readonly number[])[];

export function dot(a: readonly number[], b: readonly number[]): number {
  return sum(a.map((value, i) => value * at(b, i)));
}

export function transpose(m: Matrix): number[][] {
  return at(m, 0).map((_, j) => m.map((row) => at(row, j)));
}

export function multiply(a: Matrix, b: Matrix): number[][] {
  const columns = transpose(b);
  return a.map((row) => columns.map((column) => dot(row, column)));
}

/** x of a·x = b for several right-hand sides, by elimination with partial pivoting. @throws {RangeError} when singular. */
export function solve(a: Matrix, b: Matrix): number[][] {
  const n = a.length;
  const rows = a.map((row, i) => [...row, ...at(b, i)]);
  for (let k = 0; k < n; k += 1) {
    let best = k;
    for (let i = k + 1; i < n; i += 1)
      if (Math.abs(at(at(rows, i), k)) > Math.abs(at(at(rows, best), k))) best = i;
    const pivot = at(rows, best);
    if (at(pivot, k) === 0) throw new RangeError('singular matrix');
    rows[best] = at(rows, k);
    rows[k] = pivot.map((value) => value / at(pivot, k));
    rows.forEach((row, i) => {
      const factor = at(row, k);
      if (i !== k && factor !== 0) rows[i] = row.map((value, j) => value - factor * at(at(rows, k), j));
    });
  }
  return rows.map((row) => row.slice(n));
}

export function inverse(m: Matrix): number[][] {
  return solve(
    m,
    m.map((_, i) => m.map((__, j) => (i === j ? 1 : 0))),
  );
}

/**
 * vᵀM⁻v for a symmetric matrix that may have less than full rank, with the rank found: directions without variance are
 * left out, as in the test of groups of whom one says nothing.
 */
export function quadraticForm(m: Matrix, v: readonly number[]): { value: number; rank: number } {
  const lower: number[][] = [];
  const residual: number[] = [];
  const pivots: number[] = [];
  const parts = m.map((row, i) => {
    const own = row.slice(0, i).map(() => 0);
    for (let k = 0; k < i; k += 1) {
      const pivot = at(pivots, k);
      const cross = at(row, k) - sum(own.slice(0, k).map((l, h) => l * at(at(lower, k), h) * at(pivots, h)));
      own[k] = pivot === 0 ? 0 : cross / pivot;
    }
    const d = at(row, i) - sum(own.map((l, k) => l * l * at(pivots, k)));
    const pivot = d <= 1e-10 * at(row, i) ? 0 : d;
    const z = at(v, i) - sum(own.map((l, k) => l * at(residual, k)));
    lower.push(own);
    pivots.push(pivot);
    residual.push(z);
    return pivot === 0 ? 0 : (z * z) / pivot;
  });
  return { value: sum(parts), rank: pivots.filter((pivot) => pivot > 0).length };
}
