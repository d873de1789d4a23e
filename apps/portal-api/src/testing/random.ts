/** Chance that a seed repeats. */
export interface Random {
  /** From 0 up to 1, without it. */
  share(): number;
  /** A whole number from 0 up to `below`, without it. */
  whole(below: number): number;
  chance(share: number): boolean;
  one<T>(of: readonly T[]): T;
  /** So many of them, or all where there are fewer, each once. */
  some<T>(of: readonly T[], count: number): T[];
}

/** Mulberry32: short, and even enough for tests. */
export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  const share = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const whole = (below: number): number => Math.floor(share() * below);
  const one = <T>(of: readonly T[]): T => of[whole(of.length)] as T;
  return {
    ...{ share, whole, one },
    chance: (wanted) => share() < wanted,
    some: (of, count) => {
      const left = [...of];
      return Array.from({ length: Math.min(count, of.length) }, () =>
        left.splice(whole(left.length), 1),
      ).flat();
    },
  };
}
