import { londonDateText } from '@waymark/events';
import { world, type World } from '@waymark/pathways/testing';
import { z } from 'zod';
import { portalOpenApi } from './openapi.js';
import type { Row } from './schemas.js';
import { country, NORTH_EAST, NORTH_WEST, OTHER, OWN, TINY } from './testing/country.js';
import { openTestPortal, type Answer, type TestPortal } from './testing/portal.js';

const UPTAKE = '/api/v1/measures/uptake.first_session';
const REFERRALS = '/api/v1/measures/referrals';

let portal: TestPortal;

beforeAll(async () => {
  portal = await openTestPortal();
  await portal.registry.putProvider({
    ...{ id: 'north', name: '=North, link workers', sourcePrefixes: ['urn:north:'], keys: [] },
  });
  await portal.registry.putProvider({
    ...{ id: 'west', name: 'West', sourcePrefixes: ['urn:west:'], keys: [] },
  });
  await portal.person('analyst', 'icb_analyst', [OWN]);
  await portal.person('service', 'provider', ['north']);
  await portal.person('researcher', 'researcher');
  await portal.person('controller', 'controller');
  await portal.person('admin', 'admin');
  await portal.person('nobody-yet', 'icb_analyst');
  await portal.tell(country());
});
afterAll(() => portal.close());

/** The rows of an answer, as `[codes of by..., numerator, denominator]`. */
async function rows(path: string, name: string): Promise<unknown[][]> {
  const answer = await portal.get(path, name);
  expect([answer.status, answer.body.code]).toEqual([200, undefined]);
  const by = new URL(path, 'http://x').searchParams.get('by')?.split(',') ?? [];
  return (answer.body.rows ?? []).map((row) => [
    ...by.map((breakdown) => row[breakdown as keyof Row]),
    row.numerator,
    row.denominator,
  ]);
}

async function refusal(path: string, name?: string): Promise<[number, string | undefined]> {
  const { status, body } = await portal.get(path, name);
  return [status, body.code];
}

describe('the registry, areas and status', () => {
  test('are there for every signed-in person, administrators too, and for nobody else', async () => {
    const { key } = await portal.registry.issueKey('north');
    for (const path of ['/api/v1/measures', '/api/v1/areas', '/api/v1/status']) {
      expect((await portal.get(path, 'admin')).status).toBe(200);
      expect(await refusal(path)).toEqual([401, 'not_signed_in']);
      expect(await refusal(path, 'a-stranger')).toEqual([401, 'unknown_credential']);
      expect(await refusal(`${path}?x=1`, 'admin')).toEqual([400, 'unknown_parameter']);
      const asProvider = await portal.get(path, undefined, { authorization: `Bearer ${key}` });
      expect(asProvider.status).toBe(403);
    }
  });

  test('are as the OpenAPI document describes them', async () => {
    for (const [path, schema] of [
      ['/api/v1/measures', 'Measures'],
      ['/api/v1/areas', 'Areas'],
      ['/api/v1/status', 'Status'],
    ] as const) {
      expectValid(schema, await portal.get(path, 'analyst'));
    }
  });

  test('status tells that everything acknowledged is shown, and up to when', async () => {
    const { body } = await portal.get('/api/v1/status', 'analyst');
    expect(body).toMatchObject({
      lag: 0,
      generation: 1,
      log: { writable: true },
      warehouse: { answers: true },
    });
    expect(Math.abs(Date.parse(String(body['shownUpTo'])) - Date.now())).toBeLessThan(60_000);
  });
});

/** Against the schema of the document itself, not the zod schema it is made from. */
function expectValid(name: string, { status, body }: Answer): void {
  const schema = portalOpenApi().components?.schemas?.[name] as Parameters<typeof z.fromJSONSchema>[0];
  const parsed = z.fromJSONSchema(schema).safeParse(body);
  expect([status, parsed.error?.issues]).toEqual([200, undefined]);
}

describe('a controller', () => {
  test('sees every figure exactly, with Wilson limits', async () => {
    const { body } = await portal.get(`${UPTAKE}?by=icb,quarter`, 'controller');
    expect(body).toMatchObject({
      ...{ measure: 'uptake.first_session', version: 1, unit: 'proportion', profile: 'none', build: 'test' },
      ...{ boundaries: 'as_was', areas: 'registered', filters: {}, editions: [], excluded: {} },
    });
    expect(body).not.toHaveProperty('settling');
    expect(body.rows).toEqual([
      { icb: TINY, quarter: '2025-Q1', numerator: 1, denominator: 3, ...limits(1 / 3, 0.06149, 0.79234) },
      {
        icb: OTHER,
        quarter: '2025-Q1',
        numerator: 30,
        denominator: 33,
        ...limits(30 / 33, 0.76429, 0.96862),
      },
      { icb: OWN, quarter: '2025-Q1', numerator: 9, denominator: 22, ...limits(9 / 22, 0.23257, 0.61268) },
      { icb: OWN, quarter: '2025-Q2', numerator: 3, denominator: 10, ...limits(0.3, 0.10779, 0.60322) },
    ]);
  });

  test('asks for any profile, filter and range', async () => {
    expect(await rows(`${UPTAKE}?icb=${OWN}&sex=female&from=2025-01&to=2025-03`, 'controller')).toEqual([
      [9, 12],
    ]);
    expect(await rows(`${UPTAKE}?icb=${OWN}&profile=hes&by=quarter`, 'controller')).toEqual([
      ['2025-Q1', 10, 20],
      ['2025-Q2', null, 10],
    ]);
    expect(await rows('/api/v1/measures/attendance?by=provider', 'controller')).toEqual([
      ['north', 13, 13],
      ['west', 30, 30],
    ]);
  });

  test('gets a count as a count: no denominator, no limits', async () => {
    const { body } = await portal.get(REFERRALS, 'controller');
    expect(body.rows).toEqual([{ numerator: 68, denominator: null, value: 68, lower: null, upper: null }]);
  });
});

function limits(value: number, lower: number, upper: number): object {
  return {
    value: expect.closeTo(value, 12),
    lower: expect.closeTo(lower, 4),
    upper: expect.closeTo(upper, 4),
  };
}

describe('an analyst', () => {
  test('sees every board by quarter, rounded, with small counts withheld and what rests on them', async () => {
    const { body } = await portal.get(`${UPTAKE}?by=icb,quarter`, 'analyst');
    expect(body).toMatchObject({ profile: 'hes', scope: { kind: 'everything' } });
    const all = ['numerator', 'denominator', 'value', 'lower', 'upper'];
    expect(body.rows).toMatchObject([
      {
        icb: TINY,
        numerator: null,
        denominator: null,
        value: null,
        lower: null,
        upper: null,
        suppressed: all,
      },
      { icb: OTHER, numerator: null, denominator: 35, suppressed: ['numerator', 'value', 'lower', 'upper'] },
      { icb: OWN, quarter: '2025-Q1', numerator: 10, denominator: 20, value: 0.5 },
      { icb: OWN, quarter: '2025-Q2', numerator: null, denominator: 10, value: null },
    ]);
  });

  test.each([
    'by=month',
    'by=sex',
    'by=icb,month',
    'by=icb,sex',
    'by=quarter',
    'by=provider',
    'sex=female',
    '',
  ])('sees in detail only what is of its own boards: %s', async (question) => {
    const own = await portal.get(`${REFERRALS}?${question}&icb=${OWN}&profile=hes`, 'controller');
    const { status, body } = await portal.get(`${REFERRALS}?${question}`, 'analyst');
    expect([status, body['scope']]).toEqual([200, { kind: 'boards', boards: [OWN] }]);
    expect(body.rows).toEqual(own.body.rows);
    expect(body.rows?.length).toBeGreaterThan(0);
  });

  test('names another board or region in detail: refused, and not answered in part', async () => {
    for (const question of [
      `by=month&icb=${OTHER}`,
      `by=icb,month&icb=${OWN},${OTHER}`,
      `sex=female&icb=${OTHER}`,
      `by=icb,quarter&icb=${OTHER}&sex=female`,
      `by=quarter&region=${NORTH_EAST}`,
      `by=quarter&region=${NORTH_WEST}`,
      `by=icb,quarter&icb=${OTHER}&from=2025-02&to=2025-02`,
      'by=month&icb=unknown',
    ]) {
      expect([question, ...(await refusal(`${REFERRALS}?${question}`, 'analyst'))]).toEqual([
        ...[question, 403, 'outside_scope'],
      ]);
    }
  });

  test('asks a part of a quarter of every board: gets its own', async () => {
    expect(await rows(`${REFERRALS}?by=icb,quarter&from=2025-02&to=2025-03`, 'analyst')).toEqual([
      [OWN, '2025-Q1', 10, null],
    ]);
  });

  test('asks for exact counts: refused', async () => {
    expect(await refusal(`${REFERRALS}?profile=none`, 'analyst')).toEqual([403, 'freer_profile']);
    expect((await portal.get(`${REFERRALS}?profile=research`, 'analyst')).status).toBe(200);
  });

  test('sets England beside its own, whole and rounded', async () => {
    expect(await rows(`${UPTAKE}?by=quarter&of=england`, 'analyst')).toEqual([
      ['2025-Q1', 40, 60],
      ['2025-Q2', 5, 10],
    ]);
    for (const question of ['by=month', 'by=quarter&sex=female', 'from=2025-02'])
      expect(await refusal(`${UPTAKE}?of=england&${question}`, 'analyst')).toEqual([400, 'not_a_benchmark']);
  });

  test('whose boards nobody filled in sees nothing in detail', async () => {
    expect(await refusal(`${REFERRALS}?by=month`, 'nobody-yet')).toEqual([403, 'outside_scope']);
  });
});

describe('a provider', () => {
  test('sees its own referrals and sessions exactly and never another’s, whatever it asks', async () => {
    expect(await rows(`${UPTAKE}?by=icb,quarter`, 'service')).toEqual([
      [TINY, '2025-Q1', 1, 3],
      [OWN, '2025-Q1', 9, 22],
      [OWN, '2025-Q2', 3, 10],
    ]);
    expect(await rows(`/api/v1/measures/attendance?by=provider`, 'service')).toEqual([['north', 13, 13]]);
    expect(await rows(`${REFERRALS}?icb=${OTHER}`, 'service')).toEqual([]);
  });

  test('names another provider, known or not: refused alike', async () => {
    expect(await refusal(`${REFERRALS}?provider=west`, 'service')).toEqual([403, 'outside_scope']);
    expect(await refusal(`${REFERRALS}?provider=nobody`, 'service')).toEqual([403, 'outside_scope']);
    expect(await rows(`${REFERRALS}?provider=north`, 'service')).toEqual([[35, null]]);
  });

  test('sets England beside its own as others see it, and not exactly', async () => {
    const england = await portal.get(`${UPTAKE}?of=england`, 'service');
    expect(england.body).toMatchObject({ profile: 'hes', rows: [{ numerator: 45, denominator: 70 }] });
    expect(await refusal(`${UPTAKE}?of=england&profile=none`, 'service')).toEqual([403, 'freer_profile']);
  });
});

test('a researcher sees every area, counts of seven or fewer withheld everywhere', async () => {
  const { body } = await portal.get(`${UPTAKE}?by=icb,sex`, 'researcher');
  expect(body).toMatchObject({ profile: 'research', scope: { kind: 'everything' } });
  expect(
    body.rows?.map(({ icb, sex, numerator, denominator }) => [icb, sex, numerator, denominator]),
  ).toEqual([
    [TINY, 'female', null, null],
    [OTHER, 'female', null, 15],
    [OTHER, 'male', null, 15],
    [OWN, 'female', null, 10],
    [OWN, 'male', null, 20],
  ]);
  expect(await refusal(`${UPTAKE}?profile=hes`, 'researcher')).toEqual([403, 'freer_profile']);
});

test('an administrator sees no data', async () => {
  expect(await refusal(UPTAKE, 'admin')).toEqual([403, 'wrong_role']);
});

describe('an answer', () => {
  test('is as the OpenAPI document describes it, for every role and measure', async () => {
    const { body } = await portal.get('/api/v1/measures', 'analyst');
    const ids = (body['measures'] as { id: string }[]).map(({ id }) => id);
    expect(ids.length).toBeGreaterThan(10);
    for (const id of ids)
      expectValid('MeasureAnswer', await portal.get(`/api/v1/measures/${id}?by=icb`, 'analyst'));
    for (const name of ['service', 'researcher', 'controller'])
      expectValid(
        'MeasureAnswer',
        await portal.get(`${UPTAKE}?by=role,reason&sex=female&from=2025-01`, name),
      );
  });

  test('by role says that it tells no effect, by reason that rows are not to be summed', async () => {
    const { body } = await portal.get(`${UPTAKE}?by=role,reason`, 'controller');
    expect(body['notes']).toEqual([expect.stringMatching(/not the effect/), expect.stringMatching(/summed/)]);
  });

  test('in CSV holds the same figures, names beside codes, and how they were made', async () => {
    const path = `${UPTAKE}?by=icb,quarter&from=2025-01`;
    const json = await portal.get(path, 'analyst');
    const csv = await portal.get(path, 'analyst', { accept: 'text/csv' });
    expect(csv.headers['content-type']).toBe('text/csv; charset=utf-8; header=present');
    expect(csv.headers['content-disposition']).toMatch(
      /^attachment; filename="waymark-uptake\.first_session-icb-quarter-\d{4}-\d\d-\d\d\.csv"$/,
    );
    const [header = [], ...lines] = parseCsv(csv.text);
    expect(header.slice(0, 10)).toEqual(
      'icb,icb_name,quarter,quarter_name,numerator,denominator,value,lower,upper,flags'.split(','),
    );
    const read = lines.map((cells) => Object.fromEntries(header.map((name, i) => [name, cells[i]])));
    const shown = (row: Row, member: 'numerator' | 'denominator' | 'value' | 'lower' | 'upper'): string =>
      row.suppressed?.includes(member) ? '*' : String(row[member] ?? '');
    expect(read).toMatchObject(
      (json.body.rows ?? []).map((row) => ({
        ...{ icb: row.icb, quarter: row.quarter },
        numerator: shown(row, 'numerator'),
        denominator: shown(row, 'denominator'),
        ...{ value: shown(row, 'value'), lower: shown(row, 'lower'), upper: shown(row, 'upper') },
      })),
    );
    expect(read[3]).toMatchObject({
      ...{ icb_name: 'NHS West Yorkshire Integrated Care Board', quarter_name: 'April to June 2025' },
      ...{
        measure: 'uptake.first_session',
        measure_version: '1',
        filters: 'from=2025-01',
        scope: 'everything',
      },
      ...{ disclosure_profile: 'hes', boundaries: 'as_was', build: 'test', numerator: '*', value: '*' },
    });
  });

  test('in CSV cannot run as a formula in a spreadsheet', async () => {
    const { text } = await portal.get(`${REFERRALS}?by=provider`, 'controller', { accept: 'text/csv' });
    expect(parseCsv(text)[1]?.slice(0, 3)).toEqual(['north', "'=North, link workers", '35']);
  });

  test('in a format that is not offered is refused with those that are', async () => {
    const accept = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
    const { status, body } = await portal.get(UPTAKE, 'controller', { accept });
    expect([status, body]).toMatchObject([406, { offered: ['application/json', 'text/csv'] }]);
  });
});

/** Enough of RFC 4180 for our own files. */
function parseCsv(text: string): string[][] {
  return text
    .split('\r\n')
    .filter((line) => line !== '')
    .map((line) =>
      [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,"]*))/g)].map(
        ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
      ),
    );
}

describe('the audit topic', () => {
  test('knows of every look at data before it leaves: who, what, filters, rows, profile', async () => {
    const before = (await portal.audit()).length;
    await portal.get(`${UPTAKE}?by=icb,quarter&from=2025-01`, 'analyst');
    await portal.get(`${REFERRALS}?sex=male&icb=${OTHER}`, 'analyst');
    await portal.get('/api/v1/measures', 'analyst');
    await portal.get(`${REFERRALS}?sex=nonsense`, 'analyst');
    const common = { key: 'analyst', who: 'analyst', role: 'icb_analyst', format: 'json' };
    expect((await portal.audit()).slice(before)).toMatchObject([
      {
        ...common,
        ...{
          measure: 'uptake.first_session',
          version: 1,
          by: ['icb', 'quarter'],
          filters: {},
          from: '2025-01',
        },
        outcome: { is: 'answered', rows: 4, profile: 'hes', scope: { kind: 'everything' } },
      },
      {
        ...common,
        ...{ measure: 'referrals', filters: { sex: ['male'], icb: [OTHER] } },
        outcome: { is: 'refused', code: 'outside_scope' },
      },
    ]);
  });

  test('takes no writes: no data leaves', async () => {
    portal.broken.auditWrites = true;
    try {
      const { status, body, headers, text } = await portal.get(REFERRALS, 'controller');
      expect([status, body.code, headers['retry-after']]).toEqual([503, 'audit_unavailable', '7']);
      expect(text).not.toMatch(/numerator/);
    } finally {
      portal.broken.auditWrites = false;
    }
  });
});

test('while the warehouse does not answer, a question is 503 and worth asking again', async () => {
  portal.broken.warehouse = true;
  try {
    const { status, body, headers } = await portal.get(REFERRALS, 'controller');
    expect([status, body.code, headers['retry-after']]).toEqual([503, 'warehouse_unavailable', '5']);
  } finally {
    portal.broken.warehouse = false;
  }
});

describe('as-of and entity tags', () => {
  test('an instant after what is shown is not settled', async () => {
    expect(await refusal(`${REFERRALS}?asOf=2199-01-01`, 'controller')).toEqual([409, 'not_settled']);
  });

  test('the instant of an answer gives that answer again, as long as nothing more was received', async () => {
    const first = await portal.get(`${REFERRALS}?by=quarter`, 'controller');
    const asOf = encodeURIComponent(String(first.body['asOf']));
    const again = await portal.get(`${REFERRALS}?by=quarter&asOf=${asOf}`, 'controller');
    expect(again.body).toEqual(first.body);
  });

  test('an instant before something was received cannot be told from the latest tables, and is not', async () => {
    expect(await refusal(`${REFERRALS}?asOf=2025-03-01`, 'controller')).toEqual([409, 'as_of_not_available']);
  });

  test('what the caller has is named by its tag and not sent again, and the look is recorded', async () => {
    // The instant pins the minute that the tag is over.
    const asOf = encodeURIComponent(String((await portal.get(REFERRALS, 'controller')).body['asOf']));
    const path = `${REFERRALS}?by=icb&asOf=${asOf}`;
    const etag = String((await portal.get(path, 'controller')).headers['etag']);
    const named = (by: string, name = 'controller', more: object = {}): Promise<Answer> =>
      portal.get(`${REFERRALS}?by=${by}&asOf=${asOf}`, name, { 'if-none-match': `"x", ${etag}`, ...more });
    const held = await named('icb');
    expect([held.status, held.text, held.headers['etag']]).toEqual([304, '', etag]);
    expect((await portal.audit()).at(-1)).toMatchObject({ who: 'controller', outcome: { is: 'unchanged' } });
    expect((await named('sex')).status).toBe(200);
    expect((await named('icb', 'researcher')).status).toBe(200);
    expect((await named('icb', 'controller', { accept: 'text/csv' })).status).toBe(200);
  });

  test('new records make a new answer, with a new tag and position, and their month is not over', async () => {
    const path = `${REFERRALS}?by=month`;
    const before = await portal.get(path, 'controller');
    const now = Date.now();
    const month = londonDateText(now).slice(0, 7);
    await portal.tell(referredAt(now, 'today'));
    const after = await portal.get(path, 'controller', { 'if-none-match': String(before.headers['etag']) });
    expect(after.status).toBe(200);
    expect(after.body.rows).toEqual([
      ...(before.body.rows ?? []),
      { month, numerator: 1, denominator: null, value: 1, lower: null, upper: null, flags: ['partial'] },
    ]);
    expect(after.body['position']).not.toEqual(before.body['position']);
    const uptake = await portal.get(`${UPTAKE}?by=icb&icb=${OWN}`, 'controller');
    expect(uptake.body).toMatchObject({ excluded: { immature: 1 }, rows: [{ flags: ['immature'] }] });
    const analyst = await portal.get(`${UPTAKE}?by=icb&icb=${OWN}`, 'analyst');
    expect(analyst.body['excluded']).toEqual({ immature: null });
  });

  test('records on their way into the tables are told of, and no instant is claimed for them', async () => {
    const before = await portal.get(REFERRALS, 'controller');
    await portal.tellUnheard(referredAt(Date.now(), 'unheard'));
    const headers = { 'if-none-match': String(before.headers['etag']) };
    const { status, body } = await portal.get(REFERRALS, 'controller', headers);
    expect([status, body['settling'], body['position']]).toEqual([200, { lag: 1 }, before.body['position']]);
    expect(await refusal(`${REFERRALS}?asOf=${String(body['asOf'])}`, 'controller')).toEqual([
      ...[409, 'as_of_not_available'],
    ]);
    expect((await portal.get('/api/v1/status', 'controller')).body).toMatchObject({ lag: 1 });
  });
});

function referredAt(at: number, subject: string): World {
  const history = world();
  history.provider('north').referral(subject).received(new Date(at).toISOString(), { icb: OWN });
  return history;
}
