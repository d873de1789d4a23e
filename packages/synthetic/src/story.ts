import type { Instrument, Pseudonyms, StoredData } from '@waymark/events';
import { BOARD_CHANGE } from '@waymark/areas';
import type { Arrivals } from './arrivals.js';
import { Dossier, type Loose } from './dossier.js';
import type { Case, PlaceEffects } from './effects.js';
import { HABITS, type Link } from './habits.js';
import { ageBandAt, testNhsNumber } from './person.js';
import type { Place } from './places.js';
import type { ProviderId } from './providers.js';
import type { Choice, Random } from './random.js';

/** Everything of a history that is the same for all its referrals. */
export interface World {
  seed: number;
  start: number;
  end: number;
  places: Choice<Place>;
  arrivals: Arrivals;
  effects: PlaceEffects;
  pseudonyms: Pick<Pseudonyms, 'nhs' | 'person'>;
}

const BOARDS_CHANGED = Date.parse(BOARD_CHANGE);
const PART_OF_MISTYPED = 0.006;

type Received = Loose<StoredData['org.waymark.referral.received.v1']>;

/** One referral and what follows from it, at whichever providers: the context in which it is told. */
export class Story {
  readonly dossiers: Dossier[] = [];
  /** Which instrument the person was asked by at the start, and how they stand on it (in SDs). */
  wellbeing: { instrument: Instrument; level: number } | undefined;
  private nhsKnown: { pseudonym: string | undefined } | undefined;

  constructor(
    readonly world: World,
    readonly which: Case,
    readonly random: Random,
  ) {}

  /** The initial referral: a dossier that begins with its facts. */
  openInitial(provider: ProviderId): Dossier {
    const { which, random } = this;
    const dossier = this.open(provider);
    const { icb, lsoa, practice } = this.whereabouts(which.at);
    const numberGiven = random.chance(0.92);
    dossier.add('referral.received', which.at, {
      activityBased: provider === 'demo-exercise' ? true : undefined,
      ageBand: random.chance(0.97) ? ageBandAt(which.person, which.at) : undefined,
      ethnicity: random.chance(0.9) ? which.person.ethnicity : undefined,
      icb,
      kind: provider === 'demo-linkworkers' ? undefined : 'initial',
      lsoa,
      person: { id: this.personAt(provider), nhs: numberGiven ? this.nhs() : undefined },
      practice,
      reasons: which.reasons,
      role: ROLE_OF[provider],
      route: which.route,
      sex: which.person.sex,
    } satisfies Received);
    return dossier;
  }

  /** An onward referral, linked to `from` the way its provider can. */
  openOnward(provider: ProviderId, from: Dossier, at: number): Dossier {
    const { which, random } = this;
    const dossier = this.open(provider);
    const nhs = this.nhs();
    const wanted = HABITS[provider].links.pick(random);
    // Somebody without a known NHS number can only be linked by the referral.
    const link: Link = nhs === undefined && wanted === 'nhs' ? 'part_of' : wanted;
    const subject = random.chance(PART_OF_MISTYPED) ? `${from.subject}x` : from.subject;
    dossier.add('referral.received', at, {
      activityBased: provider === 'demo-leisure' ? true : undefined,
      ageBand: random.chance(0.6) ? ageBandAt(which.person, at) : undefined,
      icb: provider === 'demo-trust' ? this.board(at) : undefined,
      kind: 'onward',
      lsoa: random.chance(0.35) ? which.person.lsoa.lsoa : undefined,
      partOf: link === 'part_of' || link === 'both' ? { provider: from.provider, subject } : undefined,
      person: { id: this.personAt(provider), nhs: link === 'nhs' || link === 'both' ? nhs : undefined },
      practice: random.chance(0.1) ? which.person.place.practice.practice : undefined,
      sex: random.chance(0.6) ? which.person.sex : undefined,
    } satisfies Received);
    return dossier;
  }

  /** The provider's site in the person's region, as bookings name it. */
  siteOf(provider: ProviderId): string {
    return `${provider}:${this.which.person.place.region}`;
  }

  private open(provider: ProviderId): Dossier {
    const same = this.dossiers.filter((dossier) => dossier.provider === provider).length;
    const number = String(this.which.index + 1).padStart(6, '0');
    const dossier = new Dossier(provider, `${LETTER[provider]}${number}${same === 0 ? '' : `.${same + 1}`}`);
    this.dossiers.push(dossier);
    return dossier;
  }

  private personAt(provider: ProviderId): string {
    return this.world.pseudonyms.person(provider, `person-${this.which.person.index}`);
  }

  private nhs(): string | undefined {
    if (!this.nhsKnown) {
      const number = testNhsNumber(this.which.person.index);
      this.nhsKnown = { pseudonym: number === undefined ? undefined : this.world.pseudonyms.nhs(number) };
    }
    return this.nhsKnown.pseudonym;
  }

  /** What the referrer knows of where somebody lives: practice, else neighbourhood, else only the board, else nothing. */
  private whereabouts(at: number): Pick<Received, 'icb' | 'lsoa' | 'practice'> {
    const { person } = this.which;
    const known = this.random.next();
    const hasLsoa = known < 0.7 || (known >= 0.86 && known < 0.91);
    const hasIcb = known < 0.1 || (known >= 0.91 && known < 0.97);
    return {
      icb: hasIcb ? this.board(at) : undefined,
      lsoa: hasLsoa ? person.lsoa.lsoa : undefined,
      practice: known < 0.86 ? person.place.practice.practice : undefined,
    };
  }

  private board(at: number): string | undefined {
    const { practice } = this.which.person.place;
    return at >= BOARDS_CHANGED ? practice.icb36 : practice.icb42;
  }
}

const ROLE_OF: Partial<Record<ProviderId, 'link_worker' | 'health_coach' | 'other'>> = {
  'demo-linkworkers': 'link_worker',
  'demo-northern': 'link_worker',
  'demo-mind': 'health_coach',
};

const LETTER: Record<ProviderId, string> = {
  'demo-linkworkers': 'LW',
  'demo-northern': 'N',
  'demo-exercise': 'EX',
  'demo-mind': 'M',
  'demo-leisure': 'AL',
  'demo-trust': 'T',
  'demo-garden': 'G',
  'demo-coast': 'C',
  'demo-voices': 'V',
  'demo-steps': 'S',
};
