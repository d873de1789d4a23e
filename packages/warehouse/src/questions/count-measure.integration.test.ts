import { findMeasure, type Breakdown } from '@waymark/measures';
import { world, type World } from '@waymark/pathways/testing';
import { Projection } from '../projection/projection.js';
import { loadEdition } from '../reference.js';
import { COURSES_EDITION } from '../testing/courses.js';
import { batchOf, emptyGeneration, openTestWarehouse } from '../testing/test-warehouse.js';
import type { Warehouse } from '../warehouse.js';
import { countMeasure } from './count-measure.js';
import type { CountedAnswer, MeasureQuestion, Scope } from './question.js';

let warehouse: Warehouse;
let projection: Projection;
let history: World;

beforeAll(async () => {
  warehouse = await openTestWarehouse();
  projection = await Projection.open(warehouse);
  await loadEdition(warehouse, COURSES_EDITION);
});

afterAll(async () => {
  await projection.close();
  await warehouse.close();
});

beforeEach(async () => {
  await emptyGeneration(warehouse, projection.database);
  history = world();
});

jest.setTimeout(60_000);

type Asked = Partial<Omit<MeasureQuestion, 'measure' | 'asOf'>> & { asOf?: string; scope?: Scope };

const told = (): Promise<void> => projection.project(batchOf(history.events()));

async function ask(
  id: string,
  { asOf = '2027-01-01T00:00:00Z', scope, ...more }: Asked = {},
): Promise<CountedAnswer> {
  const measure = findMeasure(id);
  if (!measure) throw new Error(`no measure ${id}`);
  const rest = {
    by: [],
    filters: {},
    boundaries: 'current',
    areas: 'registered',
    edition: COURSES_EDITION.id,
  } as const;
  const question: MeasureQuestion = { ...rest, ...more, measure, asOf: Date.parse(asOf) };
  return countMeasure(warehouse, projection, question, scope ?? { kind: 'everything' });
}

/** Rows as `key: numerator/denominator`. */
async function rows(id: string, by: Breakdown[], more: Asked = {}): Promise<string[]> {
  const { rows: counted } = await ask(id, { ...more, by });
  return counted.map(
    ({ key, numerator, denominator }) => `${key.join(' ')}: ${numerator}/${denominator ?? '-'}`,
  );
}

const referral = (subject: string, provider = 'lw') => history.provider(provider).referral(subject);

describe('days', () => {
  test('are London dates: half an hour after midnight in summer is the 57th day, not the 56th in UTC', async () => {
    referral('in').received('2025-06-01').attended('2025-07-27T22:59:59.999Z', 'b');
    referral('out').received('2025-06-01').attended('2025-07-27T23:00:00.000Z', 'b');
    await told();
    expect(await rows('uptake.first_session', [])).toEqual([': 1/2']);
  });

  test('are over before a referral counts: it is immature on day 56 and counts on day 57', async () => {
    referral('a').received('2025-06-01').attended('2025-06-02', 'b');
    await told();
    const on56 = await ask('uptake.first_session', { asOf: '2025-07-27T22:59:59.999Z' });
    expect(on56).toMatchObject({
      rows: [{ denominator: 0, excluded: { immature: 1 } }],
      excluded: { immature: 1 },
    });
    const on57 = await ask('uptake.first_session', { asOf: '2025-07-27T23:00:00.000Z' });
    expect(on57).toMatchObject({ rows: [{ numerator: 1, denominator: 1 }], excluded: {} });
  });

  test('before the referral count as on its day', async () => {
    referral('a').received('2025-06-01').attended('2025-05-01', 'b');
    await told();
    expect(await rows('uptake.first_session', [])).toEqual([': 1/1']);
  });
});

describe('sessions', () => {
  test('cancelled by the person count against attendance only when late', async () => {
    referral('a')
      .received('2025-06-01')
      .booked('2025-06-01', 'early', '2025-06-10T12:00:00Z')
      .cancelled('2025-06-09T12:00:00.000Z', 'early', 'person')
      .booked('2025-06-01', 'late', '2025-06-10T12:00:00Z')
      .cancelled('2025-06-09T12:00:00.001Z', 'late', 'person')
      .booked('2025-06-01', 'no-instant', '2025-06-10T12:00:00Z')
      .attendance('2025-06-10', 'no-instant', 'cancelled_by_person')
      .booked('2025-06-01', 'attended', '2025-06-11T12:00:00Z')
      .attended('2025-06-11', 'attended');
    await told();
    expect(await rows('attendance', [])).toEqual([': 1/2']);
    expect(await rows('recording', [])).toEqual([': 4/4']);
  });

  test('that nobody booked make a starter but are no booked session', async () => {
    referral('a').received('2025-06-01').attended('2025-06-10', 'drop-in');
    await told();
    expect(await rows('attendance', [])).toEqual([]);
    expect(await rows('retained.4w', [])).toEqual([': 0/1']);
  });

  test('are in no measure while they start at or after the as-of instant', async () => {
    referral('a').received('2025-06-01').booked('2025-06-01', 'b', '2025-06-10T12:00:00Z');
    await told();
    expect(await ask('recording', { asOf: '2025-06-10T12:00:00.000Z' })).toEqual({ rows: [], excluded: {} });
    expect(await rows('recording', [], { asOf: '2025-06-10T12:00:00.001Z' })).toEqual([': 0/1']);
    // Recorded too early, it makes nobody a starter yet.
    referral('a').attended('2025-06-10', 'b');
    await told();
    expect(await rows('uptake.ever', [], { asOf: '2025-06-10T12:00:00.000Z' })).toEqual([': 0/1']);
    expect(await rows('started.of_booked', [], { asOf: '2025-06-10T12:00:00.000Z' })).toEqual([]);
  });

  test('without an outcome stand outside a ratio and are counted beside it', async () => {
    referral('a')
      .received('2025-06-01')
      .booked('2025-06-01', 'b', '2025-06-10')
      .booked('2025-06-01', 'c', '2025-06-11');
    referral('a').attended('2025-06-10', 'b');
    await told();
    expect(await ask('dna')).toMatchObject({
      rows: [{ numerator: 0, denominator: 1, excluded: { not_recorded: 1 } }],
      excluded: { not_recorded: 1 },
    });
    expect(await ask('recording')).toMatchObject({ rows: [{ numerator: 1, denominator: 2 }], excluded: {} });
  });
});

test('the last answer dated within 14 days decides, whatever is answered later', async () => {
  referral('a')
    .received('2025-06-01')
    .declined('2025-06-02', 'person')
    .accepted('2025-06-15')
    .declined('2025-06-16', 'person');
  await told();
  expect(await rows('accepted', [])).toEqual([': 1/1']);
  expect(await rows('declined.person', [])).toEqual([': 0/1']);
});

test('an onward referral is never a second referral, and its sessions are the journey’s', async () => {
  referral('a').received('2025-06-01');
  referral('x', 'trust')
    .received('2025-06-20', { kind: 'onward', partOf: { provider: 'lw', subject: 'a' } })
    .booked('2025-06-20', 'b', '2025-07-01')
    .attended('2025-07-01', 'b');
  await told();
  expect(await rows('referrals', [])).toEqual([': 1/-']);
  expect(await rows('uptake.first_session', ['provider'])).toEqual(['lw: 1/1']);
  expect(await rows('attendance', ['provider'])).toEqual(['trust: 1/1']);
  expect(await rows('retained.4w', ['provider'])).toEqual(['lw: 0/1']);
});

test('an unlinked onward referral is placed by its own date and sender, and in its own area before its journey’s', async () => {
  referral('a').received('2025-06-30', { practice: 'A2' });
  const partOf = { provider: 'lw', subject: 'a' };
  referral('joined', 'trust').received('2025-07-01', { kind: 'onward', partOf, practice: 'A1' });
  referral('silent', 'trust').received('2025-08-01', { kind: 'onward', partOf });
  referral('lost', 'park').received('2025-08-01', { kind: 'onward', lsoa: 'E2' });
  await told();
  expect(await rows('unlinked', ['month', 'provider', 'icb'])).toEqual([
    '2025-07 trust S0E4D: 0/1',
    '2025-08 park QE1: 1/1',
    '2025-08 trust D7T5G: 0/1',
  ]);
  const scope: Scope = { kind: 'providers', providers: ['park'] };
  expect(await rows('unlinked', [], { scope })).toEqual([': 1/1']);
});

describe('roles', () => {
  beforeEach(async () => {
    referral('early')
      .received('2025-06-01')
      .assigned('2025-06-02', 'link_worker')
      .attended('2025-06-15', 'b');
    referral('later')
      .received('2025-06-01')
      .assigned('2025-06-15', 'link_worker')
      .attended('2025-06-16', 'b');
    referral('after')
      .received('2025-06-01')
      .assigned('2025-06-16', 'health_coach')
      .attended('2025-06-16', 'b');
    await told();
  });

  test('those who started within 14 days are left out of uptake by role, and counted', async () => {
    const { excluded } = await ask('uptake.first_session', { by: ['role'] });
    expect(excluded).toEqual({ landmark: 1 });
    expect(await rows('uptake.first_session', ['role'])).toEqual(['link_worker: 1/1', 'none: 1/1']);
  });

  test('a filter by role leaves them out too; without roles nobody is left out', async () => {
    expect(await rows('uptake.first_session', [], { filters: { role_mix: ['link_worker_only'] } })).toEqual([
      ': 1/1',
    ]);
    expect(await rows('uptake.first_session', [])).toEqual([': 3/3']);
  });
});

test('what came later credits nobody: activity of a starter is that of the first session', async () => {
  referral('a')
    .received('2025-06-01')
    .attended('2025-06-10', 'first', { activity: 'advice', activityProvider: 'park' })
    .agreed('2025-06-20', { activity: 'gym' });
  referral('b').received('2025-06-01');
  await told();
  expect(await rows('retained.4w', ['activity', 'activity_based'])).toEqual(['advice false: 0/1']);
  expect(await rows('referrals', ['activity'])).toEqual(['gym: 1/-', 'none_yet: 1/-']);
});

test('people are counted once each, and stand in the remainder while one of their referrals does', async () => {
  const person = { nhs: 'n1.same' };
  referral('a').received('2025-01-01', { person }).attended('2025-01-02', 'b');
  referral('b').received('2025-03-01', { person });
  referral('c').received('2025-03-01', { person: { id: 'p1.other' } });
  await told();
  const { rows: counted } = await ask('uptake.first_session');
  expect(counted).toMatchObject([
    { numerator: 1, denominator: 3, people: { numerator: 1, denominator: 2, remainder: 2 } },
  ]);
});

test('a referral with two reasons stands in both rows, and in what is left out once', async () => {
  referral('a').received('2025-06-01', { reasons: ['weight', 'loneliness', 'weight'] });
  await told();
  expect(await rows('referrals', ['reason'])).toEqual(['loneliness: 1/-', 'weight: 1/-']);
  expect(await rows('referrals', ['reason'], { filters: { reason: ['weight'] } })).toEqual(['weight: 1/-']);
  const young = await ask('accepted', { by: ['reason'], asOf: '2025-06-02T00:00:00Z' });
  expect(young.rows.map(({ excluded }) => excluded)).toEqual([{ immature: 1 }, { immature: 1 }]);
  expect(young.excluded).toEqual({ immature: 1 });
});

describe('areas', () => {
  beforeEach(async () => {
    referral('practice').received('2026-03-31T22:59:59.999Z', { practice: 'A1', lsoa: 'E2' });
    referral('split').received('2026-03-31T22:59:59.999Z', { icb: 'QNQ' });
    referral('new').received('2026-03-31T23:00:00.000Z', { practice: 'A1' });
    referral('nowhere').received('2026-04-02', { icb: 'XXX' });
    await told();
  });

  test('as they were: the 42 boards until 31 March 2026 in London, the 36 since', async () => {
    expect(await rows('referrals', ['icb'], { boundaries: 'as_was' })).toEqual([
      'QNQ: 2/-',
      'S0E4D: 1/-',
      'unknown: 1/-',
    ]);
  });

  test('current: a split board is guessed by nobody, but known through a practice, and its region is known', async () => {
    expect(await rows('referrals', ['icb', 'region'])).toEqual([
      ...['S0E4D Y59: 2/-', 'unknown unknown: 1/-', 'unknown_split Y59: 1/-'],
    ]);
  });

  test('resident: by neighbourhood first', async () => {
    expect(await rows('referrals', ['icb', 'imd_quintile'], { areas: 'resident' })).toEqual([
      ...['QE1 5: 1/-', 'S0E4D 1: 1/-', 'unknown unknown: 1/-', 'unknown_split unknown: 1/-'],
    ]);
  });

  test('without an edition are known by the codes given alone', async () => {
    expect(await rows('referrals', ['icb', 'practice'], { edition: undefined })).toEqual([
      ...['unknown A1: 2/-', 'unknown unknown: 1/-', 'unknown_split unknown: 1/-'],
    ]);
  });

  test('a scope of boards is on current boundaries whatever the question shows', async () => {
    const scope: Scope = { kind: 'boards', boards: ['S0E4D'] };
    expect(await rows('referrals', ['icb'], { boundaries: 'as_was', scope })).toEqual([
      'QNQ: 1/-',
      'S0E4D: 1/-',
    ]);
    expect(await rows('referrals', [], { areas: 'resident', scope })).toEqual([': 1/-']);
    expect(await rows('referrals', [], { scope: { kind: 'boards', boards: [] } })).toEqual([]);
  });
});

test('a filter is a value and nothing else, whatever it spells', async () => {
  referral('a').received('2025-06-01', { practice: 'A1' });
  await told();
  for (const odd of ["') OR 1 --", '{p1:String}', 'a\\', '%', '\u{1F600}']) {
    expect(await rows('referrals', [], { filters: { practice: [odd] } })).toEqual([]);
    expect(await rows('referrals', [], { filters: { practice: [odd, 'A1'] } })).toEqual([': 1/-']);
  }
});

test('months are of the measure’s own date in London, both included', async () => {
  referral('may').received('2025-05-31T22:59:59.999Z');
  referral('june').received('2025-05-31T23:00:00.000Z');
  referral('july').received('2025-07-31T22:59:59.999Z');
  referral('august').received('2025-07-31T23:00:00.000Z');
  await told();
  expect(await rows('referrals', ['month', 'quarter', 'year'], { from: '2025-06', to: '2025-07' })).toEqual([
    '2025-06 2025-Q2 2025: 1/-',
    '2025-07 2025-Q3 2025: 1/-',
  ]);
});

test('a question that the registry does not allow is refused', async () => {
  await expect(ask('uptake.ever', { by: ['month'] })).rejects.toThrow(RangeError);
  await expect(ask('referrals', { by: ['sex', 'sex'] })).rejects.toThrow(RangeError);
  await expect(ask('referrals', { by: ['sex', 'icb', 'pcn', 'year'] })).rejects.toThrow(RangeError);
});
