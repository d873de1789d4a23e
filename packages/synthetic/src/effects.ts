import type { ReferralReason, Route } from '@waymark/events';
import { YEAR } from './calendar.js';
import { HABITS } from './habits.js';
import { ageAt, type Person } from './person.js';
import type { ProviderId } from './providers.js';
import { Random } from './random.js';

/** What a person brings to a referral. */
export interface Case {
  /** Index of the referral. */
  index: number;
  person: Person;
  at: number;
  route: Route;
  reasons: ReferralReason[];
}

/** Published figures as parameters; directions and sizes from the sources named, the rest chosen. */
export const PARAMETERS = {
  /** Log odds of ever starting at the reference person; gives a take-up of about 57-66% (ReferAll 57, Pavey 66, NERS 67). */
  startIntercept: 0.76,
  /** Older people start more often (Pavey, Hanson, NERS); size as Tobi's OR 1.02 a year. */
  startPerYearOfAge: 0.02,
  /** Women start more often (Pavey, Hanson). */
  startFemale: 0.18,
  /** NERS: musculoskeletal more, mental health less, other than the GP's referral less. */
  startMusculoskeletal: 0.25,
  startMentalHealth: -0.3,
  startNotGp: -0.2,
  /** Per decile of deprivation away from the middle (NERS: the most deprived start less). */
  startPerDecile: 0.07,
  /** SDs of the random effects on starting: boards, PCNs; with the sites' about 0.45 together (section 2.4). */
  boardSd: 0.22,
  pcnSd: 0.3,
  boardTrendSd: 0.1,
  /** Weeks to drop-out: Weibull, hazard highest first (Northumberland k 0.43, South Tyneside k 0.56). */
  dropOutShape: 0.5,
  /** Weeks; with the shape gives about half still there at 12 weeks (S. Tyneside 49.7%, Northumberland 53.5%). */
  dropOutScale: 30,
  /** Log hazards of drop-out. Odds ratios of section 2.4: women 1.22, primary care 1.93, mental health 1.47; Tobi 1.02 a year. */
  dropOutFemale: Math.log(1.22),
  dropOutPrimaryCare: Math.log(1.5),
  dropOutMentalHealth: Math.log(1.47),
  dropOutPerYearOfAge: -Math.log(1.02),
  dropOutPerDecile: -0.04,
  /** Attendance within a person: Kumaraswamy, mean about 0.55 and wide (completers attended 48%, SD 26 points, of sessions). */
  attendanceA: 1.6,
  attendanceB: 1.7,
} as const;

const PRIMARY_CARE = new Set<Route>(['gp', 'nurse', 'other_primary_care']);

/** Random effects of places, the same for every referral of one history. */
export class PlaceEffects {
  private readonly known = new Map<number, number>();

  constructor(
    private readonly seed: number,
    private readonly start: number,
  ) {}

  /** On the log odds of starting: level and yearly trend of the board, level of the PCN. */
  of({ place }: Person, at: number): number {
    const { boardSd, boardTrendSd, pcnSd } = PARAMETERS;
    const years = (at - this.start) / YEAR - 1.5;
    return (
      boardSd * this.normal(10, place.board) +
      boardTrendSd * years * this.normal(11, place.board) +
      pcnSd * this.normal(12, place.pcn)
    );
  }

  private normal(kind: number, number: number): number {
    const key = kind * 100_000 + number;
    let effect = this.known.get(key);
    if (effect === undefined) {
      effect = new Random(this.seed, kind, number).normal();
      this.known.set(key, effect);
    }
    return effect;
  }
}

/** Probability that a referral leads to an attended session. */
export function startProbability(which: Case, provider: ProviderId, places: PlaceEffects): number {
  const { person, at, route, reasons } = which;
  const p = PARAMETERS;
  const logOdds =
    p.startIntercept +
    p.startPerYearOfAge * (ageAt(person, at) - 50) +
    (person.sex === 'female' ? p.startFemale : 0) +
    (reasons.includes('musculoskeletal') ? p.startMusculoskeletal : 0) +
    (reasons.includes('mental_health') ? p.startMentalHealth : 0) +
    (route === 'gp' ? 0 : p.startNotGp) +
    p.startPerDecile * (person.lsoa.imdDecile - 5.5) +
    HABITS[provider].siteEffect +
    places.of(person, at);
  return 1 / (1 + Math.exp(-logOdds));
}

/** Weeks from the first session to the last one of this spell. */
export function weeksToDropOut({ person, at, route, reasons }: Case, random: Random): number {
  const p = PARAMETERS;
  const logHazard =
    (person.sex === 'female' ? p.dropOutFemale : 0) +
    (PRIMARY_CARE.has(route) ? p.dropOutPrimaryCare : 0) +
    (reasons.includes('mental_health') ? p.dropOutMentalHealth : 0) +
    p.dropOutPerYearOfAge * (ageAt(person, at) - 53) +
    p.dropOutPerDecile * (person.lsoa.imdDecile - 5.5);
  const scale = p.dropOutScale * Math.exp(-logHazard / p.dropOutShape);
  return random.weibull(p.dropOutShape, scale * CENTRE);
}

/** Undoes the average of the effects above, so that the scale is that of the whole population. */
const CENTRE = Math.exp(
  (0.62 * PARAMETERS.dropOutFemale +
    0.74 * PARAMETERS.dropOutPrimaryCare +
    0.25 * PARAMETERS.dropOutMentalHealth) /
    PARAMETERS.dropOutShape,
);

/** Share of the sessions, while still taking part, that a person comes to. */
export function attendancePropensity(random: Random): number {
  return 0.15 + 0.85 * random.share(PARAMETERS.attendanceA, PARAMETERS.attendanceB);
}
