import { sum } from '../numeric/sums.js';

/** One adjusting cell of an area: x of n. */
export interface MixCell {
  x: number;
  n: number;
}

export interface MixSplit<K> {
  /** Crude proportion or rate of a, less that of b. */
  difference: number;
  /** The part that comes from who is referred: the cells' shares differ. */
  mix: number;
  /** The part that comes from what happens to like people: the cells' rates differ. */
  rates: number;
  cells: { key: K; mix: number; rates: number }[];
}

/**
 * Splits the difference of two crude rates into the mix of people and the rates of like people:
 *
 *     mix = Σ (s₁ - s₂)(r₁ + r₂)/2;   rates = Σ (r₁ - r₂)(s₁ + s₂)/2;   mix + rates = difference, exactly
 *
 * s being a cell's share of the area's people and r its rate. A cell with nobody in one area has no rate there: it takes
 * the other area's, so that all of its contribution is mix.
 *
 * Source: Kitagawa EM (1955), J Am Stat Assoc 50:1168-1194.
 *
 * @throws {RangeError} when an area has nobody at all.
 */
export function mixAndRates<K>(a: ReadonlyMap<K, MixCell>, b: ReadonlyMap<K, MixCell>): MixSplit<K> {
  const people = [a, b].map((area) => sum([...area.values()].map(({ n }) => n)));
  const [na = 0, nb = 0] = people;
  if (!(na > 0 && nb > 0)) throw new RangeError('mixAndRates: an area without people has no rate');
  const cells = [...new Set([...a.keys(), ...b.keys()])].map((key) => {
    const [first, second] = [a.get(key) ?? { x: 0, n: 0 }, b.get(key) ?? { x: 0, n: 0 }];
    const [share1, share2] = [first.n / na, second.n / nb];
    const either = (own: MixCell, other: MixCell): number =>
      own.n > 0 ? own.x / own.n : other.n > 0 ? other.x / other.n : 0;
    const [rate1, rate2] = [either(first, second), either(second, first)];
    return {
      key,
      mix: ((share1 - share2) * (rate1 + rate2)) / 2,
      rates: ((rate1 - rate2) * (share1 + share2)) / 2,
    };
  });
  const crude = (area: ReadonlyMap<K, MixCell>, n: number): number =>
    sum([...area.values()].map(({ x }) => x)) / n;
  return {
    difference: crude(a, na) - crude(b, nb),
    mix: sum(cells.map(({ mix }) => mix)),
    rates: sum(cells.map(({ rates }) => rates)),
    cells,
  };
}
