import { at } from './at.js';
import type { Matrix } from './matrix.js';

const SWEEPS_MAX = 60;

/**
 * Eigenvalues of a symmetric matrix, ascending, by Jacobi's rotations: slow for thousands of rows, exact to the last
 * places for the tens that a series has.
 *
 * Source: Golub GH, Van Loan CF, Matrix Computations (4th ed.) 8.5.
 */
export function symmetricEigenvalues(m: Matrix): number[] {
  const a = m.map((row) => [...row]);
  const scale = Math.hypot(...a.flat());
  for (let sweep = 0; sweep < SWEEPS_MAX && offDiagonal(a) > 1e-15 * scale; sweep += 1)
    for (let p = 0; p < a.length - 1; p += 1) for (let q = p + 1; q < a.length; q += 1) rotate(a, p, q);
  return a.map((row, i) => at(row, i)).sort((x, y) => x - y);
}

function offDiagonal(a: Matrix): number {
  return Math.hypot(...a.flatMap((row, i) => row.slice(0, i)));
}

/** Turns the plane of p and q until their element off the diagonal is 0. */
function rotate(a: number[][], p: number, q: number): void {
  const [rowP, rowQ] = [at(a, p), at(a, q)];
  const off = at(rowP, q);
  if (off === 0) return;
  const half = (at(rowQ, q) - at(rowP, p)) / (2 * off);
  const tangent = (half < 0 ? -1 : 1) / (Math.abs(half) + Math.hypot(half, 1));
  const cosine = 1 / Math.hypot(tangent, 1);
  const sine = tangent * cosine;
  for (const row of a) [row[p], row[q]] = turned(at(row, p), at(row, q), cosine, sine);
  for (let k = 0; k < a.length; k += 1) [rowP[k], rowQ[k]] = turned(at(rowP, k), at(rowQ, k), cosine, sine);
}

function turned(x: number, y: number, cosine: number, sine: number): [number, number] {
  return [cosine * x - sine * y, sine * x + cosine * y];
}
