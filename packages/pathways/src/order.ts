/** Orders of text and of keys that the two folds share. Ids are ASCII, so code units, code points and bytes order alike. */

export type Comparison<T> = (a: T, b: T) => number;

export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Lexicographic comparison by the given keys, numbers and text, ascending. */
export function by<T>(...keys: ((item: T) => number | string)[]): Comparison<T> {
  return (a, b) => {
    for (const key of keys) {
      const [x, y] = [key(a), key(b)];
      if (x !== y) return x < y ? -1 : 1;
    }
    return 0;
  };
}

/** The least of the items by a comparison, the first of equals; `undefined` of none. */
export function least<T>(items: readonly T[], compare: Comparison<T>): T | undefined {
  return items.reduce<T | undefined>(
    (best, item) => (best === undefined || compare(item, best) < 0 ? item : best),
    undefined,
  );
}

/** Least of the numbers, `null` of none. */
export function earliest(instants: readonly number[]): number | null {
  return instants.reduce<number | null>((best, at) => (best === null || at < best ? at : best), null);
}
