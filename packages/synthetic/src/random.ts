/**
 * A small seeded generator (sfc32, Chris Doty-Humphrey's PractRand) whose streams are named by a path of numbers: the
 * stream of one referral never depends on how many draws, or referrals, came before it.
 */
export class Random {
  private a: number;
  private b: number;
  private c: number;
  private counter = 1;

  /** The stream of a seed and a path, such as (seed, purpose, index of the referral). Numbers up to 2^53 are told apart. */
  constructor(seed: number, ...path: readonly number[]) {
    let h = mixed(seed, 0x9e3779b9);
    for (const step of path) h = mixed(step, h);
    this.a = h;
    this.b = mixed(h, 0x85ebca6b);
    this.c = mixed(this.b, 0xc2b2ae35);
    for (let warmUp = 0; warmUp < 12; warmUp += 1) this.next();
  }

  /** Even in [0, 1), 32 bits of it. */
  next(): number {
    const drawn = (((this.a + this.b) | 0) + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + drawn) | 0;
    return (drawn >>> 0) / 4_294_967_296;
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  between(least: number, most: number): number {
    return least + (most - least) * this.next();
  }

  /** A whole number from `least` to `most`, both included. */
  whole(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  /** Standard normal (Box-Muller). */
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(2 * Math.PI * this.next());
  }

  exponential(mean: number): number {
    return -mean * Math.log(1 - this.next());
  }

  logNormal(median: number, sigma: number): number {
    return median * Math.exp(sigma * this.normal());
  }

  /** Weibull by inversion: shape below 1 = the hazard is highest at the start. */
  weibull(shape: number, scale: number): number {
    return scale * Math.pow(-Math.log(1 - this.next()), 1 / shape);
  }

  /** Kumaraswamy(a, b): the beta distribution's shapes with an inverse in closed form. */
  share(a: number, b: number): number {
    return Math.pow(1 - Math.pow(1 - this.next(), 1 / b), 1 / a);
  }
}

/** Two rounds of a 32-bit finaliser (murmur3) over both halves of a number. */
function mixed(value: number, salt: number): number {
  let h = (salt ^ value) | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35) ^ Math.floor(value / 4_294_967_296);
  h = Math.imul(h ^ (h >>> 16), 0x7feb352d);
  h = Math.imul(h ^ (h >>> 15), 0x846ca68b);
  return h ^ (h >>> 16);
}

/** A choice among weighted values. */
export class Choice<T> {
  private readonly sums: number[] = [];
  private readonly total: number;

  constructor(private readonly options: readonly (readonly [value: T, weight: number])[]) {
    let sum = 0;
    for (const [, weight] of options) this.sums.push((sum += weight));
    this.total = sum;
    if (!(sum > 0)) throw new RangeError('a choice needs a weight above 0');
  }

  /** One draw of the stream. */
  pick(random: Random): T {
    const at = random.next() * this.total;
    let low = 0;
    let high = this.sums.length - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.sums[middle] ?? Infinity) > at) high = middle;
      else low = middle + 1;
    }
    const option = this.options[low];
    if (!option) throw new RangeError('nothing to choose from');
    return option[0];
  }
}

/** A choice written as an object of weights. */
export function choiceOf<T extends string>(weights: Partial<Record<T, number>>): Choice<T> {
  return new Choice(Object.entries(weights) as [T, number][]);
}
