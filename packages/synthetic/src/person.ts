import {
  ageBandOf,
  type AgeBand,
  type Ethnicity,
  type ReferralReason,
  type Route,
  type Sex,
} from '@waymark/events';
import { YEAR } from './calendar.js';
import type { Place } from './places.js';
import { Choice, choiceOf, Random } from './random.js';
import type { ReferenceLsoa } from '@waymark/areas';

export interface Person {
  index: number;
  place: Place;
  lsoa: ReferenceLsoa & { imdDecile: number };
  /** Epoch ms. */
  bornAt: number;
  sex: Sex;
  ethnicity: Ethnicity;
}

/** Mean 53, SD 17 (NRD: 53, SD 15 among exercise referrals alone). */
const AGE_MEAN = 53;
const AGE_SD = 17;
/** 60-68% of those referred are women (Bu 2025, Rowley). */
const SEXES = choiceOf<Sex>({ female: 0.62, male: 0.35, other: 0.005, not_stated: 0.015, not_known: 0.01 });
/** About a fifth from ethnic minorities (Bu 2025: 23%); London has more. */
const ETHNICITIES = ethnicities(0.17);
const LONDON_ETHNICITIES = ethnicities(0.48);

function ethnicities(minority: number): Choice<Ethnicity> {
  const white = choiceWeights({ A: 0.86, B: 0.02, C: 0.06, Z: 0.04, '99': 0.02 }, 1 - minority);
  const others = choiceWeights(
    {
      ...{ D: 0.04, E: 0.02, F: 0.03, G: 0.03, H: 0.16, J: 0.17, K: 0.08, L: 0.09 },
      ...{ M: 0.09, N: 0.14, P: 0.03, R: 0.05, S: 0.07 },
    },
    minority,
  );
  return new Choice<Ethnicity>([...white, ...others]);
}

function choiceWeights(weights: Partial<Record<Ethnicity, number>>, share: number): [Ethnicity, number][] {
  return (Object.entries(weights) as [Ethnicity, number][]).map(([code, weight]) => [code, weight * share]);
}

/**
 * Draws a person of a place. People from deprived neighbourhoods are referred more often (Bu 2025: 42% from the most
 * deprived fifth of areas by 2023), so a neighbourhood is drawn twice and the more deprived one mostly kept.
 */
export function drawPerson(index: number, start: number, places: Choice<Place>, random: Random): Person {
  const place = places.pick(random);
  const one = place.lsoas.pick(random);
  const other = place.lsoas.pick(random);
  const lsoa = one.imdDecile <= other.imdDecile === random.chance(0.75) ? one : other;
  const age = Math.min(97, Math.max(15, AGE_MEAN + AGE_SD * random.normal()));
  return {
    ...{ index, place, lsoa },
    bornAt: start - age * YEAR,
    sex: SEXES.pick(random),
    ethnicity: (place.region === 'Y56' ? LONDON_ETHNICITIES : ETHNICITIES).pick(random),
  };
}

export function ageAt(person: Person, at: number): number {
  return Math.floor((at - person.bornAt) / YEAR);
}

export function ageBandAt(person: Person, at: number): AgeBand {
  return ageBandOf(ageAt(person, at)) ?? '85+';
}

/** 72-85% of referrals come from medicine (Bu 2024). */
const ROUTES = choiceOf<Route>({
  ...{ gp: 0.56, nurse: 0.1, other_primary_care: 0.08, secondary_care: 0.06, mental_health_service: 0.05 },
  ...{ social_care: 0.04, voluntary_sector: 0.04, self: 0.06, other: 0.01 },
});

export function drawRoute(random: Random): Route {
  return ROUTES.pick(random);
}

const REASONS = choiceOf<ReferralReason>({
  ...{ physical_inactivity: 0.14, long_term_condition: 0.1, musculoskeletal: 0.13, cardiovascular: 0.08 },
  ...{ metabolic: 0.07, respiratory: 0.04, mental_health: 0.17, loneliness: 0.12, weight: 0.08 },
  ...{ falls_risk: 0.03, cancer: 0.02, practical_support: 0.05, other: 0.02 },
});

/** One to three, none twice. */
export function drawReasons(random: Random): ReferralReason[] {
  const reasons = new Set([REASONS.pick(random)]);
  if (random.chance(0.4)) reasons.add(REASONS.pick(random));
  if (random.chance(0.1)) reasons.add(REASONS.pick(random));
  return [...reasons];
}

/**
 * Ten digits with an NHS number's check digit, counted down from the top of the range of test numbers (999...);
 * undefined for the one in eleven that has none: a person whose NHS number nobody knows.
 */
export function testNhsNumber(index: number): string | undefined {
  const nine = String(999_999_998 - index);
  let sum = 0;
  for (let i = 0; i < 9; i += 1) sum += Number(nine[i]) * (10 - i);
  const check = (11 - (sum % 11)) % 11;
  return check === 10 ? undefined : `${nine}${check}`;
}
