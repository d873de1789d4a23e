import { BOARDS_36 } from '@waymark/areas';
import { foldPathways, type Pathway } from '@waymark/pathways';
import { syntheticEdition } from './places.js';
import { known, make, OPTIONS } from './testing/make.js';
import { attendedDays, day, retainedAt, sessionsBefore, share, startedWithin } from './testing/questions.js';

/** Published figures in docs are of real services; here stands how near the demonstration comes to them. */
const REFERRALS = 6_000;
const end = OPTIONS.end.getTime();
const edition = syntheticEdition();
const lsoas = new Map(edition.lsoas.map((lsoa) => [lsoa.lsoa, lsoa]));
const practices = new Map(edition.practices.map((practice) => [practice.practice, practice]));

let recordsEach: number;
let pathways: Pathway[];
let referrals: Pathway[];
/** Referred long enough ago for the 56 days to be over. */
let mature: Pathway[];
let starters: Pathway[];
beforeAll(async () => {
  const records = await make({ referrals: REFERRALS });
  recordsEach = records.length / REFERRALS;
  pathways = foldPathways(known(records)).pathways;
  referrals = pathways.filter(({ kind }) => kind === 'initial');
  mature = referrals.filter(({ referred_at }) => day(end) - day(referred_at) >= 57);
  starters = pathways.filter(({ first_attended_at }) => first_attended_at !== null);
});

const startedSince = (days: number): Pathway[] =>
  starters.filter(({ first_attended_at }) => day(end) - day(first_attended_at ?? end) >= days);
const within = (value: number, least: number, most: number): void => {
  expect(value).toBeGreaterThan(least);
  expect(value).toBeLessThan(most);
};
const decileOf = ({ lsoa }: Pathway): number => lsoas.get(lsoa)?.imdDecile ?? Number.NaN;

describe('who starts', () => {
  test('is between ReferAll (57%) and Pavey (66%), within 8 weeks as within any time', () => {
    within(share(mature, startedWithin(56)), 0.54, 0.66);
    within(share(mature, startedWithin(10_000)), 0.57, 0.69);
  });

  test('differs by site: the best provider starts clearly more than the least', () => {
    const uptake = (id: string): number =>
      share(
        mature.filter(({ provider }) => provider === id),
        startedWithin(56),
      );
    expect(uptake('demo-northern') - uptake('demo-mind')).toBeGreaterThan(0.05);
  });

  test('is less often somebody of a deprived neighbourhood', () => {
    const uptake = (least: number, most: number): number =>
      share(
        mature.filter((p) => decileOf(p) >= least && decileOf(p) <= most),
        startedWithin(56),
      );
    expect(uptake(8, 10) - uptake(1, 3)).toBeGreaterThan(0.04);
  });

  test('is more often older', () => {
    const uptake = (bands: string[]): number =>
      share(
        mature.filter(({ age_band }) => bands.includes(age_band)),
        startedWithin(56),
      );
    expect(uptake(['65-74', '75-84', '85+'])).toBeGreaterThan(uptake(['18-24', '25-34', '35-44']) + 0.05);
  });

  test('is answered by refusal in 6 to 22% of referrals, and is reached in 80 to 92%', () => {
    within(
      share(referrals, ({ answer_by }) => answer_by.includes('person')),
      0.06,
      0.22,
    );
    within(
      share(referrals, ({ first_contact_at }) => first_contact_at !== null),
      0.8,
      0.92,
    );
  });
});

describe('who stays', () => {
  const lastDay = (pathway: Pathway): number => Math.max(0, ...attendedDays(pathway));

  test('leaves early or late: the weekly hazard falls over the first six weeks and the next six', () => {
    const followed = startedSince(280);
    const still = [0, 1, 6, 12].map((week) => share(followed, (p) => lastDay(p) >= 7 * week)) as [
      ...[number, number, number, number],
    ];
    const hazard = (from: number, to: number, weeks: number): number => 1 - (to / from) ** (1 / weeks);
    const [first, toSix, toTwelve] = [
      hazard(still[0], still[1], 1),
      hazard(still[1], still[2], 5),
      hazard(still[2], still[3], 6),
    ];
    expect(first).toBeGreaterThan(1.5 * toSix);
    within(toSix, 0.03, 0.08);
    within(toTwelve, 0.02, 0.07);
  });

  test('is half of those who start at 8 weeks, and two in five at 12', () => {
    within(share(startedSince(84), retainedAt(8)), 0.44, 0.6);
    within(share(startedSince(112), retainedAt(12)), 0.36, 0.54);
    within(share(startedSince(210), retainedAt(26)), 0.08, 0.43);
  });

  test('has come at most five times in half of the cases', () => {
    within(
      share(starters, (pathway) => attendedDays(pathway).length <= 5),
      0.4,
      0.7,
    );
  });
});

describe('sessions', () => {
  const ratio = (numerator: string[], denominator: string[]): number => {
    const booked = sessionsBefore(pathways, end).filter((session) => session.booked);
    const of = booked.filter(({ outcome, late }) => denominator.includes(late ? 'late' : outcome));
    return share(of, ({ outcome }) => numerator.includes(outcome));
  };
  const ALL = ['attended', 'dna', 'late', 'cancelled_by_person', 'cancelled_by_provider', ''];

  test('are attended, missed, called off and left without an outcome in plausible shares', () => {
    within(ratio(['attended'], ['attended', 'dna', 'late']), 0.55, 0.75);
    within(ratio(['dna'], ['attended', 'dna']), 0.15, 0.35);
    within(ratio(['cancelled_by_provider'], ALL), 0.05, 0.2);
    within(ratio([''], ALL), 0.03, 0.1);
  });
});

test('a referral makes some twenty records: the time until the demonstration answers goes by their number', () => {
  within(recordsEach, 15, 25);
});

describe('referring', () => {
  test('peaks in January and dips in December, and grows from year to year', () => {
    const in_ = (prefix: string): number =>
      referrals.filter(({ referred_at }) => new Date(referred_at).toISOString().startsWith(prefix)).length;
    const january = in_('2024-01') + in_('2025-01') + in_('2026-01');
    expect(january).toBeGreaterThan(1.4 * (in_('2023-12') + in_('2024-12') + in_('2025-12')));
    expect(in_('2025')).toBeGreaterThan(1.08 * in_('2024'));
  });

  test('comes from deprived neighbourhoods more than from others', () => {
    const placed = referrals.filter((pathway) => decileOf(pathway) > 0);
    expect(share(placed, (p) => decileOf(p) <= 5)).toBeGreaterThan(0.55);
  });

  test('covers the 36 boards, each with enough people a quarter in the demonstration of 60,000 to show', () => {
    const counts = new Map<string, number>(BOARDS_36.map(({ code }) => [code, 0]));
    for (const { practice, lsoa, icb } of referrals) {
      const board = practices.get(practice)?.icb36 ?? lsoas.get(lsoa)?.icb36 ?? icb;
      const before = counts.get(board);
      if (before !== undefined) counts.set(board, before + 1);
    }
    // Ten times as many over twelve quarters: 20 a quarter keep every rule of a chart.
    expect([...counts].filter(([, count]) => (count * 10) / 12 < 20)).toEqual([]);
  });
});
