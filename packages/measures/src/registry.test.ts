import { isByTime, leavesOutUnrecorded } from './definition.js';
import { BREAKDOWNS, codeLabel, DIMENSIONS, ETHNIC_GROUP_OF, PHYSICAL_ACTIVITIES } from './dimensions.js';
import { findRateMeasure, RATE_MEASURES } from './rates.js';
import { findMeasure, MEASURES } from './registry.js';
import { findTimedMeasure, TIMED_MEASURES } from './timed.js';

const ALL = [...MEASURES, ...TIMED_MEASURES, ...RATE_MEASURES];

/** The contract's table (measures.md), row by row: id, numerator, denominator with its maturity, as counting rules. */
const CONTRACT: Record<string, unknown> = {
  referrals: { having: 'referred_at', numerator: { is: 'counted' }, mature: null },
  unlinked: { over: 'onward', numerator: 'unlinked' },
  accepted: {
    numerator: { is: 'answered', answer: 'accepted', withinDays: 14 },
    mature: { of: 'referred_at', days: 15 },
  },
  'declined.person': {
    numerator: { is: 'answered', answer: 'declined_by_person', withinDays: 14 },
    mature: { of: 'referred_at', days: 15 },
  },
  'contact.14d': {
    numerator: { is: 'reached', point: 'first_contact_at', of: 'referred_at', withinDays: 14 },
    mature: { of: 'referred_at', days: 15 },
  },
  'uptake.booked': {
    numerator: { is: 'reached', point: 'first_booked_at', of: 'referred_at', withinDays: 56 },
    mature: { of: 'referred_at', days: 57 },
    landmark: true,
  },
  'uptake.first_session': {
    having: 'referred_at',
    numerator: { is: 'reached', point: 'first_attended_at', of: 'referred_at', withinDays: 56 },
    mature: { of: 'referred_at', days: 57 },
    landmark: true,
  },
  'uptake.ever': {
    numerator: { is: 'reached_ever', point: 'first_attended_at' },
    mature: null,
    byTime: false,
    landmark: true,
  },
  'started.of_booked': {
    having: 'first_booked_start',
    numerator: { is: 'reached', point: 'first_attended_at', of: 'first_booked_start', withinDays: 28 },
    mature: { of: 'first_booked_start', days: 29 },
    landmark: true,
  },
  attendance: {
    over: 'sessions',
    numerator: ['attended'],
    denominator: ['attended', 'dna', 'cancelled_late'],
  },
  dna: { over: 'sessions', numerator: ['dna'], denominator: ['attended', 'dna'] },
  'cancelled.provider': { over: 'sessions', numerator: ['cancelled_by_provider'], denominator: 'every' },
  recording: {
    over: 'sessions',
    numerator: ['attended', 'dna', 'cancelled_late', 'cancelled_early', 'cancelled_by_provider'],
    denominator: 'every',
  },
  'retained.4w': retained(28, 55),
  'retained.8w': retained(56, 83),
  'retained.12w': retained(84, 111),
  'retained.26w': retained(182, 209),
  'retained.52w': retained(364, 391),
  'retained.of_referred.12w': {
    numerator: { is: 'started_and_retained', withinDays: 56, window: { fromDay: 84, toDay: 111 } },
    mature: { of: 'referred_at', days: 168 },
    landmark: true,
  },
  'sustained.12w': {
    numerator: { is: 'sustained', window: { fromDay: 84, toDay: 111 } },
    mature: { of: 'first_attended_at', days: 112 },
  },
  'sustained.26w': {
    numerator: { is: 'sustained', window: { fromDay: 182, toDay: 209 } },
    mature: { of: 'first_attended_at', days: 210 },
  },
  'dose.80': {
    over: 'starters',
    numerator: { is: 'dose', percent: 80 },
    mature: { of: 'first_attended_at', days: 0, plus: 'programme' },
  },
  'completed.of_starters': {
    over: 'starters',
    numerator: { is: 'completed', afterDays: 28 },
    mature: { of: 'first_attended_at', days: 29, plus: 'programme' },
  },
  'completed.of_referred': {
    over: 'referrals',
    having: 'referred_at',
    numerator: { is: 'completed', afterDays: 84 },
    mature: { of: 'referred_at', days: 85, plus: 'programme' },
    landmark: true,
  },
  re_engaged: {
    over: 'starters',
    numerator: { is: 're_engaged', withinDays: 84 },
    mature: { of: 'silence', days: 85, plus: 'gap' },
  },
};

/** Of those read from a curve: to what, by which estimate, and what of it. */
const CONTRACT_TIMED: Record<string, unknown> = {
  'disengaged.12w': timed('disengagement', { is: 'share_by', day: 84 }),
  'disengaged.26w': timed('disengagement', { is: 'share_by', day: 182 }),
  'disengaged.12w.km': {
    ...timed('disengagement', { is: 'share_by', day: 84 }),
    estimator: 'kaplan_meier',
  },
  'days_to_contact.p50': timed('first_contact_at', { is: 'day_by', percent: 50 }),
  'days_to_contact.p90': timed('first_contact_at', { is: 'day_by', percent: 90 }),
  'days_to_contact.within14': timed('first_contact_at', { is: 'share_by', day: 14 }),
  'days_to_contact.within28': timed('first_contact_at', { is: 'share_by', day: 28 }),
  'days_to_contact.within56': timed('first_contact_at', { is: 'share_by', day: 56 }),
  'days_to_first_session.p50': timed('first_attended_at', { is: 'day_by', percent: 50 }),
  'days_to_first_session.p90': timed('first_attended_at', { is: 'day_by', percent: 90 }),
  'days_to_first_session.within14': timed('first_attended_at', { is: 'share_by', day: 14 }),
  'days_to_first_session.within28': timed('first_attended_at', { is: 'share_by', day: 28 }),
  'days_to_first_session.within56': timed('first_attended_at', { is: 'share_by', day: 56 }),
};

function timed(until: string, read: object): object {
  return { until, estimator: 'aalen_johansen', read };
}

function retained(fromDay: number, toDay: number): unknown {
  return {
    over: 'starters',
    numerator: { is: 'retained', window: { fromDay, toDay } },
    mature: { of: 'first_attended_at', days: toDay + 1 },
  };
}

test.each(Object.entries(CONTRACT))('%s is counted as the contract words it', (id, counting) => {
  expect(findMeasure(id)?.counting).toMatchObject(counting as object);
});

test('the registry holds the measures of the table and no other, each once', () => {
  expect(MEASURES.map(({ id }) => id).sort()).toEqual(Object.keys(CONTRACT).sort());
});

test.each(Object.entries(CONTRACT_TIMED))(
  '%s is read from its curve as the contract words it',
  (id, timing) => {
    expect(findTimedMeasure(id)?.timing).toEqual(timing);
  },
);

test('the registry of curves holds those of the table and no other, each once; no id is in both', () => {
  expect(TIMED_MEASURES.map(({ id }) => id).sort()).toEqual(Object.keys(CONTRACT_TIMED).sort());
  expect(TIMED_MEASURES.filter(({ id }) => findMeasure(id))).toEqual([]);
});

test('only referrals, as a count, go without a denominator', () => {
  expect(MEASURES.filter(({ denominator }) => denominator === null).map(({ id }) => id)).toEqual([
    'referrals',
  ]);
  expect(MEASURES.filter(({ unit }) => unit === 'count').map(({ id }) => id)).toEqual(['referrals']);
});

test('every numerator has an end in time, except uptake.ever, which is never broken down by time', () => {
  expect(MEASURES.filter(({ counting }) => !isByTime(counting)).map(({ id }) => id)).toEqual(['uptake.ever']);
  for (const { id, counting } of MEASURES) {
    if (counting.over !== 'referrals' || counting.numerator.is === 'counted' || id === 'uptake.ever')
      continue;
    expect([id, counting.mature]).toEqual([id, expect.objectContaining({ days: expect.any(Number) })]);
  }
});

test('a numerator is over at least a day before its denominator is mature', () => {
  for (const { counting } of MEASURES) {
    if (counting.over !== 'starters' && counting.over !== 'referrals') continue;
    const { numerator, mature } = counting;
    if (!mature) continue;
    if ('window' in numerator) expect(mature.days).toBeGreaterThan(numerator.window.toDay);
    if ('withinDays' in numerator) expect(mature.days).toBeGreaterThan(numerator.withinDays);
    if ('afterDays' in numerator) expect(mature.days).toBe(numerator.afterDays + 1);
  }
});

test('of sessions, attendance and dna leave out what nobody recorded', () => {
  expect(MEASURES.filter(({ counting }) => leavesOutUnrecorded(counting)).map(({ id }) => id)).toEqual([
    'attendance',
    'dna',
  ]);
});

test('published values are shares where the measure is one, with limits around them', () => {
  for (const { unit, published } of ALL) {
    for (const { value, limits } of published) {
      if (unit === 'proportion') expect(value).toBeLessThanOrEqual(1);
      expect(value).toBeGreaterThan(0);
      if (limits) expect(limits[0] < value && value < limits[1]).toBe(true);
    }
  }
});

test('every published value names its source and says how its definition differs', () => {
  const values = ALL.flatMap(({ id, published }) => published.map((each) => ({ id, ...each })));
  expect(values.length).toBeGreaterThan(15);
  expect(
    values.filter(({ source, differs }) => source.length < 10 || !/^[A-Z].{20,}\.$/.test(differs)),
  ).toEqual([]);
});

test('limits of published shares of a known number are their Wilson limits', () => {
  const z2 = 1.959964 ** 2;
  const wilson = (p: number, n: number): [number, number] => {
    const centre = (p + z2 / (2 * n)) / (1 + z2 / n);
    const half = (Math.sqrt(z2) * Math.sqrt((p * (1 - p)) / n + z2 / (4 * n * n))) / (1 + z2 / n);
    return [centre - half, centre + half];
  };
  const withLimits = ALL.flatMap(({ published }) => published).filter(({ limits, n }) => limits && n);
  expect(withLimits.length).toBeGreaterThan(3);
  for (const { value, limits = [0, 0], n } of withLimits) {
    const [lower, upper] = wilson(value, n ?? 0);
    expect(limits[0]).toBeCloseTo(lower, 3);
    expect(limits[1]).toBeCloseTo(upper, 3);
  }
});

test('every measure has a version, a name and one sentence in plain English', () => {
  const unplain = /[_=<>{}()[\]]|\b(numerator|denominator|as-of|null)\b/;
  for (const { id, version, name, sentence } of ALL) {
    expect([id, version]).toEqual([id, 1]);
    expect(id).toMatch(/^[a-z_]+(\.[a-z0-9_]+)*$/);
    expect(name).toMatch(/^[A-Z]/);
    expect(sentence).toMatch(/^[A-Z][^.]*\.$/);
    // "(56 days)" beside "8 weeks" is the one use of brackets.
    expect(sentence.replace(/ \(\d+ days\)/, '')).not.toMatch(unplain);
  }
});

test("Northumberland's published funnel stands beside the measures it belongs to", () => {
  const of = (id: string, n: number) => findMeasure(id)?.published.find((each) => each.n === n)?.value;
  expect(of('uptake.first_session', 2_233)).toBe(0.811);
  expect(of('retained.12w', 1_811)).toBe(0.5345);
  expect(of('retained.26w', 1_811)).toBe(0.429);
  expect(of('retained.of_referred.12w', 2_233)).toBe(0.4335);
  expect(of('completed.of_starters', 1_811)).toBe(0.429);
  expect(of('completed.of_referred', 2_233)).toBe(0.348);
});

test('every breakdown has a name and, where its list is closed, a label for every code', () => {
  expect(Object.keys(DIMENSIONS)).toEqual([...BREAKDOWNS]);
  expect(codeLabel('sex', 'female')).toBe('Female');
  expect(codeLabel('activity', 'none_yet')).toBe('No activity yet');
  expect(codeLabel('icb', 'QU9')).toBeUndefined();
  expect(codeLabel('sex', 'constructor')).toBeUndefined();
});

test('the first nine activities are physical, and each ethnic category has a group', () => {
  expect(PHYSICAL_ACTIVITIES).toEqual([
    'gym',
    'group_exercise',
    'walking',
    'swimming',
    'cycling',
    'dance',
    'yoga_pilates',
    'gardening_green',
    'sport',
  ]);
  expect(Object.keys(ETHNIC_GROUP_OF).sort()).toEqual(
    Object.keys(DIMENSIONS.ethnic_category.codes ?? {}).sort(),
  );
});

test('the rate of the contract is found by its id, and no other', () => {
  expect(findRateMeasure('rate.referrals')).toMatchObject({
    unit: 'per_1000_years',
    rate: { of: 'referrals' },
  });
  expect(findRateMeasure('referrals')).toBeUndefined();
});
