import { at } from '../numeric/at.js';
import type { Limits } from '../proportion.js';

// Bound once: a million draws look them up, and in jest's sandbox every look-up of a global is slow.
const { cos, imul, log, sin, sqrt, PI } = Math;
let last: Float64Array = new Float64Array(0);

/** Sorted positions round(N·α/2) and round(N·(1 - α/2)), halves to even, as R counts them. Sorts in place. */
export function percentiles(values: Float64Array, level: number): Limits {
  const sorted = values.sort();
  const position = (p: number): number => {
    // 1000·0.025 is 25.000000000000004 in floating point, and must not become another position.
    const exact = Number((sorted.length * p).toFixed(6));
    const whole = Math.floor(exact);
    const nearest = exact - whole === 0.5 ? whole + (whole % 2) : Math.round(exact);
    return Math.min(sorted.length, Math.max(1, nearest)) - 1;
  };
  return { lower: at(sorted, position((1 - level) / 2)), upper: at(sorted, position((1 + level) / 2)) };
}

/**
 * Standard normal draws from a fixed seed, so that the same question has the same answer: mulberry32 and Box-Muller. Those of
 * the last call are kept; they must not be changed.
 */
export function seededDraws(count: number): Float64Array {
  if (last.length === count) return last;
  const uniform = mulberry32(2004);
  const draws = new Float64Array(count);
  for (let i = 0; i < count; i += 2) {
    const radius = sqrt(-2 * log(uniform()));
    const angle = 2 * PI * uniform();
    draws[i] = radius * cos(angle);
    if (i + 1 < count) draws[i + 1] = radius * sin(angle);
  }
  last = draws;
  return draws;
}

/** Uniform on (0, 1), never 0, of which there is no logarithm. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = imul(state ^ (state >>> 15), 1 | state);
    t = (t + imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return (((t ^ (t >>> 14)) >>> 0) + 0.5) / 2 ** 32;
  };
}
