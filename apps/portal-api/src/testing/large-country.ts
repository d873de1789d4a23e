import type { Edition } from '@waymark/areas';
import {
  ACTIVITIES,
  AGE_BANDS,
  BARRIERS,
  ETHNIC_CATEGORIES,
  REFERRAL_REASONS,
  ROLES,
  ROUTES,
  SEXES,
  type CloseOutcome,
} from '@waymark/events';
import { world, type ReferralHistory, type World } from '@waymark/pathways/testing';
import { inOrderOfTime } from './in-order.js';
import { randomOf, type Random } from './random.js';

/** Boards, as they were until March 2026 and are now: in one region, in others, and one with a new code. */
export const PLACES = [
  { was: 'QWO', now: 'QWO', region: 'Y63' },
  { was: 'QF7', now: 'QF7', region: 'Y63' },
  { was: 'QOP', now: 'QOP', region: 'Y62' },
  { was: 'QU9', now: 'S0E4D', region: 'Y59' },
  { was: 'QYG', now: 'QYG', region: 'Y62' },
] as const;

/** Who sends initial referrals, and from which of the {@link PLACES}: twice as many where it stands twice. */
const SENDERS: Readonly<Record<string, readonly number[]>> = {
  'aspen-lw': [0, 0, 1],
  'birch-lw': [0, 2, 3, 3],
  'cedar-lw': [2, 3, 4],
};
/** To whom they refer on. */
const TRUSTS: Readonly<Record<string, string>> = {
  ...{ 'aspen-lw': 'dahlia-trust', 'birch-lw': 'dahlia-trust', 'cedar-lw': 'elder-trust' },
};

/** Providers by id, with names in which the id does not occur. */
export const PROVIDERS: Readonly<Record<string, string>> = {
  'aspen-lw': 'Aspenhall Link Workers',
  'birch-lw': 'Birchdale Wellbeing',
  'cedar-lw': 'Cedarcroft Community',
  'dahlia-trust': 'Dahliaton Leisure',
  'elder-trust': 'Elderfield Sports',
};

/** What places a journey, as the API's `areas`. */
export type PlacedBy = 'registered' | 'resident';

/** A journey as planned: whose it is, where, and the codes that tell of it. */
export interface Planned {
  /** Sender of the referral that begins it, then who else sends of it. */
  providers: readonly string[];
  practice: string;
  /** Board of today by practice, else neighbourhood, else as given, or neighbourhood first; undefined: not known. */
  board: Readonly<Record<PlacedBy, string | undefined>>;
  /** Codes of the areas above it. */
  areas: Readonly<Record<PlacedBy, readonly string[]>>;
  /** Codes and names of all organisations that have to do with it. */
  organisations: readonly string[];
}

export interface LargeCountry {
  history: World;
  journeys: readonly Planned[];
  edition: Edition;
}

const DAY_MS = 86_400_000;
const FIRST_DAY = Date.UTC(2024, 0, 1, 10);
/** Referrals over so many days. */
const DAYS = 540;
const PRACTICES = 2;

const codesOf = <T extends string>(list: Readonly<Record<T, unknown>>): T[] => Object.keys(list) as T[];

const practiceCode = (sender: string, place: number, nth: number): string =>
  `PR${sender.slice(0, 2)}${place}${nth}X`;
const lsoaCode = (place: number, nth: number): string => `E01${place}${nth}X`;
const subIcb = (place: number): string => `SUB${place}X`;
const pcn = (place: number, nth: number): string => `PCN${place}${nth}X`;
const venue = (provider: string, place: number): string => `venue-${provider.slice(0, 2)}${place}X`;

/** Names in which the code occurs: whoever may not see the one may not see the other. */
const nameOf = (code: string): string => `Place ${code}`;

/** Practices of each sender in each of its places, and neighbourhoods. */
const EDITION: Edition = {
  ...{ id: 'large', label: 'For tests', synthetic: true, loadedAt: FIRST_DAY },
  practices: Object.entries(SENDERS).flatMap(([sender, places]) =>
    [...new Set(places)].flatMap((place) =>
      Array.from({ length: PRACTICES }, (_, nth) => ({
        ...{ practice: practiceCode(sender, place, nth), pcn: pcn(place, nth), subIcb: subIcb(place) },
        name: nameOf(practiceCode(sender, place, nth)),
        ...{ icb42: PLACES[place]!.was, icb36: PLACES[place]!.now, listSize: 5_000 + 100 * place },
        imdDecile: 1 + ((3 * place + nth) % 10),
      })),
    ),
  ),
  lsoas: PLACES.flatMap(({ was, now }, place) =>
    Array.from({ length: 10 }, (_, nth) => ({
      ...{ lsoa: lsoaCode(place, nth), subIcb: subIcb(place), icb42: was, icb36: now },
      ...{ imdDecile: 1 + nth, imdYear: 2019 },
    })),
  ),
  places: PLACES.flatMap((_, place) => [
    { level: 'sub_icb' as const, code: subIcb(place), name: nameOf(subIcb(place)) },
    ...Array.from({ length: PRACTICES }, (__, nth) => ({
      ...{ level: 'pcn' as const, code: pcn(place, nth), name: nameOf(pcn(place, nth)) },
    })),
  ]),
};

/** A country of so many random journeys. No code of an organisation stands for more than one of them. */
export function largeCountry(seed: number, journeys: number): LargeCountry {
  const random = randomOf(seed);
  const history = world();
  const planned = Array.from({ length: journeys }, (_, nth) => new Journey(random, history, nth).told());
  return { history: inOrderOfTime(history), journeys: planned, edition: EDITION };
}

type Told = Pick<Parameters<ReferralHistory['agreed']>[1] & object, 'activity' | 'activityProvider'>;
type Facts = NonNullable<Parameters<ReferralHistory['received']>[1]>;

/** How a journey is placed: mostly by a practice of the reference; some by a board alone, or by nothing. */
interface Placed {
  facts: Pick<Facts, 'practice' | 'lsoa' | 'icb'> & { practice: string };
  registered?: number;
  resident?: number;
}

/** Tells one journey from referral to closing. */
class Journey {
  private readonly sender: string;
  private readonly home: number;
  private readonly start: number;

  constructor(
    private readonly random: Random,
    private readonly history: World,
    private readonly nth: number,
  ) {
    this.sender = random.one(Object.keys(SENDERS));
    this.home = random.one(SENDERS[this.sender]!);
    this.start = FIRST_DAY + random.whole(DAYS) * DAY_MS;
  }

  told(): Planned {
    const { random, sender } = this;
    const placed = this.placed();
    const trust = random.chance(0.4) ? TRUSTS[sender] : undefined;
    const isUnlinked = trust !== undefined && random.chance(0.15);
    const initial = this.history.provider(sender).referral(`r${this.nth}`);
    if (!isUnlinked) this.refer(initial, placed);
    const onward = trust === undefined ? initial : this.referOn(trust, isUnlinked, placed);
    const providers = isUnlinked ? [trust] : trust === undefined ? [sender] : [sender, trust];
    const venues = this.attend(onward, trust ?? sender);
    const { registered, resident, facts } = placed;
    const named = providers.flatMap((id) => [id, PROVIDERS[id]!]);
    return {
      ...{ providers, practice: facts.practice },
      board: { registered: boardOf(registered), resident: boardOf(resident) },
      areas: { registered: areasOf(registered), resident: areasOf(resident) },
      organisations: [...named, ...organisationsIn(placed), ...venues],
    };
  }

  private placed(): Placed {
    const { random, home, sender } = this;
    if (random.chance(0.05)) return { facts: { practice: `NOWHERE${sender.slice(0, 2)}X` } };
    if (random.chance(0.1)) {
      const facts = { practice: `GIVEN${home}${sender.slice(0, 2)}X`, icb: PLACES[home]!.was };
      return { facts, registered: home, resident: home };
    }
    // Some live in a board other than that of their practice: the practice alone tells which.
    const nth = random.whole(PRACTICES);
    const resident = nth === 0 ? home : random.one(SENDERS[sender]!);
    const practice = practiceCode(sender, home, nth);
    return { facts: { practice, lsoa: lsoaCode(resident, random.whole(10)) }, registered: home, resident };
  }

  private at(days: number): string {
    return new Date(this.start + days * DAY_MS).toISOString();
  }

  private person(): Facts {
    const { random } = this;
    return {
      person: random.chance(0.3) ? { nhs: `n1.${random.whole(40)}` } : { nhs: `n1.only-${this.nth}` },
      ...{ sex: random.one(codesOf(SEXES)), ageBand: random.one(codesOf(AGE_BANDS)) },
      ...{ ethnicity: random.one(codesOf(ETHNIC_CATEGORIES)), route: random.one(codesOf(ROUTES)) },
      reasons: random.some(codesOf(REFERRAL_REASONS).slice(0, 4), 1 + random.whole(2)),
      ...(random.chance(0.5) && { activityBased: random.chance(0.5) }),
    };
  }

  private refer(initial: ReferralHistory, { facts }: Placed): void {
    const { random } = this;
    initial.received(this.at(0), { ...this.person(), ...facts });
    if (random.chance(0.1)) initial.declined(this.at(3), random.one(['person', 'service'] as const));
    else initial.accepted(this.at(2), random.chance(0.5) ? { role: random.one(codesOf(ROLES)) } : {});
    if (random.chance(0.8))
      initial.contact(this.at(4 + random.whole(20)), {
        barriers: random.some(codesOf(BARRIERS).slice(0, 4), 1),
      });
    if (random.chance(0.5)) initial.assigned(this.at(5), random.one(codesOf(ROLES)));
  }

  private referOn(trust: string, isUnlinked: boolean, { facts }: Placed): ReferralHistory {
    const onward = this.history.provider(trust).referral(`o${this.nth}`);
    const subject = isUnlinked ? `nobody-${this.nth}` : `r${this.nth}`;
    const told = { ...this.person(), ...facts, person: { id: `p1.o${this.nth}` } };
    return onward.received(this.at(6), {
      ...told,
      ...{ kind: 'onward', partOf: { provider: this.sender, subject } },
    });
  }

  /** @returns where */
  private attend(referral: ReferralHistory, provider: string): string[] {
    const { random } = this;
    if (random.chance(0.2)) return [];
    const activity = random.one(codesOf(ACTIVITIES).slice(0, 12));
    const told = { activity, activityProvider: venue(provider, this.home) };
    const first = 10 + random.whole(50);
    referral.agreed(this.at(8), { ...told, plannedSessions: 8, plannedWeeks: random.one([6, 12]) });
    const sessions = 1 + random.whole(20);
    for (let nth = 0; nth < sessions; nth += 1) this.session(referral, `b${nth}`, first + 7 * nth, told);
    this.measure(referral, first);
    if (random.chance(0.6)) {
      const outcome = random.one([
        'completed',
        'withdrawn',
        'lost_contact',
        'moved',
        'died',
      ] as CloseOutcome[]);
      const reason = { reason: random.one(codesOf(BARRIERS).slice(0, 4)) };
      referral.closed(this.at(first + 7 * sessions), outcome, reason);
    }
    return [told.activityProvider];
  }

  private session(referral: ReferralHistory, id: string, day: number, told: Told): void {
    const { random } = this;
    referral.booked(this.at(day - 7), id, this.at(day), told);
    const fate = random.share();
    if (fate < 0.65) referral.attended(this.at(day), id);
    else if (fate < 0.75) referral.attendance(this.at(day), id, 'did_not_attend');
    else if (fate < 0.85)
      referral.cancelled(this.at(day - 2), id, random.one(['person', 'provider'] as const));
    else if (fate < 0.9) referral.attendance(this.at(day), id, 'cancelled_by_person');
  }

  private measure(referral: ReferralHistory, first: number): void {
    const { random } = this;
    if (random.chance(0.3)) return;
    const score = (): Record<string, number> => ({ total: 3 + random.whole(7) });
    const wellbeing = (): Record<string, number> =>
      Object.fromEntries(
        ['satisfaction', 'worthwhile', 'happy', 'anxious'].map((name) => [name, random.whole(11)]),
      );
    for (const [stage, day] of [
      ['baseline', first],
      ['review', first + 84],
    ] as const) {
      if (stage === 'review' && random.chance(0.3)) continue;
      referral
        .measured(this.at(day), 'ucla3', stage, score())
        .measured(this.at(day), 'ons4', stage, wellbeing());
    }
  }
}

function boardOf(place: number | undefined): string | undefined {
  return place === undefined ? undefined : PLACES[place]!.now;
}

function areasOf(place: number | undefined): string[] {
  if (place === undefined) return [];
  const { was, now, region } = PLACES[place]!;
  return [was, now, region, subIcb(place)];
}

function organisationsIn({ facts: { practice, lsoa } }: Placed): string[] {
  const network = EDITION.practices.find((each) => each.practice === practice)?.pcn;
  return [practice, ...(network === undefined ? [] : [network]), ...(lsoa === undefined ? [] : [lsoa])];
}
