import { sum } from '../numeric/sums.js';
import type { Limits } from '../proportion.js';
import { byar, EXACT_BELOW, poissonLimits, type PoissonMethod } from './poisson.js';

/** The European Standard Population of 2013, by five-year age bands from 0-4 to 90 and over. */
export const EUROPEAN_STANDARD_POPULATION_2013 = [
  5000, 5500, 5500, 5500, 6000, 6000, 6500, 7000, 7000, 7000, 7000, 6500, 6000, 5500, 5000, 4000, 2500, 1500,
  1000,
] as const;

export interface StandardBand {
  events: number;
  population: number;
  /** Weight of the band in the standard population. */
  standard: number;
  /**
   * Sum over people of the square of their events, where one person can have several (attendances, referrals).
   * Left out, every event is taken to be another person's, and the limits are too narrow if that is not so.
   */
  squaredEvents?: number;
}

export interface StandardisedRate {
  events: number;
  population: number;
  /** `null` with fewer than 10 events: too few to standardise. */
  value: number | null;
  limits: Limits | null;
}

/**
 * Directly standardised rate with Dobson's limits:
 *
 *     value = Σ(w·x/n) / Σw;   variance = Σ(q·(w/n)²) / (Σw)²;   limit = value + √(variance/O)·(byar(O) - O)
 *
 * w the standard population, x events, n population, O = Σx. q is x for independent events; for repeat events it is
 * Σf²·(people with exactly f events), which is upstream's "non-independent" form.
 *
 * Source: Dobson AJ et al. (1991), Statistics in Medicine 10:457-462; PHEindicatormethods 2.1.0, `calculate_dsr`.
 *
 * @throws {RangeError} when a band has no population or a negative weight.
 */
export function directlyStandardisedRate(
  bands: readonly StandardBand[],
  multiplier = 100_000,
  level = 0.95,
): StandardisedRate {
  if (bands.some(({ population, standard }) => !(population > 0) || !(standard >= 0)))
    throw new RangeError(
      'directlyStandardisedRate: every band needs a population > 0 and a standard weight >= 0',
    );
  const events = sum(bands.map((band) => band.events));
  const population = sum(bands.map((band) => band.population));
  if (events < EXACT_BELOW) return { events, population, value: null, limits: null };
  const weights = sum(bands.map(({ standard }) => standard));
  const value = sum(bands.map((it) => (it.standard * it.events) / it.population)) / weights;
  const variance =
    sum(bands.map((it) => (it.squaredEvents ?? it.events) * (it.standard / it.population) ** 2)) /
    weights ** 2;
  const { lower, upper } = byar(events, level);
  const limit = (count: number): number =>
    multiplier * (value + Math.sqrt(variance / events) * (count - events));
  // From 10 events on Byar's lower limit exists at every level up to 99.99%.
  if (lower === null) throw new RangeError('directlyStandardisedRate: no limits at this level');
  return {
    events,
    population,
    value: multiplier * value,
    limits: { lower: limit(lower), upper: limit(upper) },
  };
}

export interface ReferenceBand {
  events: number;
  population: number;
}

/**
 * Events expected had the reference's rates held in the area: Σ reference events / reference population · population.
 * Joined by band, never by position as upstream does.
 *
 * @throws {RangeError} when the area has people in a band that the reference lacks.
 */
export function expectedEvents<K>(
  populations: ReadonlyMap<K, number>,
  reference: ReadonlyMap<K, ReferenceBand>,
): number {
  return sum(
    [...populations].map(([band, people]) => {
      const known = reference.get(band);
      if (!known || !(known.population > 0))
        throw new RangeError('expectedEvents: a band of the area is not in the reference');
      return (known.events / known.population) * people;
    }),
  );
}

export interface IndirectRatio extends Limits {
  observed: number;
  expected: number;
  ratio: number;
  method: PoissonMethod;
}

/**
 * Indirectly standardised ratio, observed / expected, with exact limits below 10 observed events and Byar's from 10 on.
 * Times the reference's crude rate it is the indirectly standardised rate.
 *
 * Source: PHEindicatormethods 2.1.0, `calculate_ISRatio` and `calculate_ISRate`.
 *
 * @throws {RangeError} when nothing is expected.
 */
export function indirectRatio(observed: number, expected: number, level = 0.95): IndirectRatio {
  if (!(expected > 0)) throw new RangeError('indirectRatio: expected events must be > 0');
  const { lower, upper, method } = poissonLimits(observed, level);
  return {
    observed,
    expected,
    ratio: observed / expected,
    lower: lower / expected,
    upper: upper / expected,
    method,
  };
}
