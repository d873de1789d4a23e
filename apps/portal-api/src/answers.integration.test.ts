import { londonDateText } from '@waymark/events';
import { world, type World } from '@waymark/pathways/testing';
import { FORMATS } from './format.js';
import type { Row } from './schemas.js';
import { OTHER, OWN } from './testing/country.js';
import { expectValid, openCountry, REFERRALS, refusal, UPTAKE } from './testing/asking.js';
import { parseCsv } from './testing/csv.js';
import type { Answer, TestPortal } from './testing/portal.js';

// Opening chDB takes long on a busy machine.
jest.setTimeout(60_000);

let portal: TestPortal;
beforeAll(async () => {
  portal = await openCountry();
});
afterAll(() => portal.close());

describe('the registry, areas and status', () => {
  test('are there for every signed-in person, administrators too, and for nobody else', async () => {
    const { key } = await portal.registry.issueKey('north');
    for (const path of ['/api/v1/measures', '/api/v1/areas', '/api/v1/status']) {
      expect((await portal.get(path, 'admin')).status).toBe(200);
      expect(await refusal(portal, path)).toEqual([401, 'not_signed_in']);
      expect(await refusal(portal, path, 'a-stranger')).toEqual([401, 'unknown_credential']);
      expect(await refusal(portal, `${path}?x=1`, 'admin')).toEqual([400, 'unknown_parameter']);
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

  test('by three things at once says that it does not list every group, where few people are withheld', async () => {
    const answers = await Promise.all([
      portal.get(`${UPTAKE}?by=sex,route,quarter`, 'researcher'),
      portal.get(`${UPTAKE}?by=sex,quarter`, 'researcher'),
      portal.get(`${UPTAKE}?by=sex,route,quarter`, 'controller'),
    ]);
    expect(answers.map(({ body }) => body['unlisted'])).toEqual([true, undefined, undefined]);
    expect(answers.map(({ body }) => JSON.stringify(body['notes'] ?? []).includes('not listed'))).toEqual([
      ...[true, false, false],
    ]);
    for (const answer of answers) expectValid('MeasureAnswer', answer);
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
    const accept = 'application/vnd.apache.parquet';
    const { status, body } = await portal.get(UPTAKE, 'controller', { accept });
    expect([status, body]).toMatchObject([406, { offered: Object.values(FORMATS) }]);
  });
});

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
    expect(await refusal(portal, `${REFERRALS}?asOf=2199-01-01`, 'controller')).toEqual([409, 'not_settled']);
  });

  test('the instant of an answer gives that answer again, as long as nothing more was received', async () => {
    const first = await portal.get(`${REFERRALS}?by=quarter`, 'controller');
    const asOf = encodeURIComponent(String(first.body['asOf']));
    const again = await portal.get(`${REFERRALS}?by=quarter&asOf=${asOf}`, 'controller');
    expect(again.body).toEqual(first.body);
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

  test('records on their way into the tables are told of', async () => {
    const before = await portal.get(REFERRALS, 'controller');
    await portal.tellUnheard(referredAt(Date.now(), 'unheard'));
    const headers = { 'if-none-match': String(before.headers['etag']) };
    const { status, body } = await portal.get(REFERRALS, 'controller', headers);
    expect([status, body['settling'], body['position']]).toEqual([200, { lag: 1 }, before.body['position']]);
    expect((await portal.get('/api/v1/status', 'controller')).body).toMatchObject({ lag: 1 });
  });
});

function referredAt(at: number, subject: string): World {
  const history = world();
  history.provider('north').referral(subject).received(new Date(at).toISOString(), { icb: OWN });
  return history;
}
