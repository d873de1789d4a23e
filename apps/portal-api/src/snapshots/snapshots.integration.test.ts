import { createHash } from 'node:crypto';
import { world } from '@waymark/pathways/testing';
import { expectValid, openCountry, REFERRALS, UPTAKE } from '../testing/asking.js';
import { OWN } from '../testing/country.js';
import { EVERY_CALL } from '../testing/every-call.js';
import type { Answer, TestPortal } from '../testing/portal.js';
import type { Snapshot } from './snapshot.schemas.js';

// Opening chDB takes long on a busy machine.
jest.setTimeout(60_000);

let portal: TestPortal;
beforeAll(async () => {
  // Tables of past instants are never folded while somebody waits.
  portal = await openCountry({ atOnceEvents: 0 });
});
afterAll(() => portal.close());

const SNAPSHOTS = '/api/v1/snapshots';
const QUESTIONS = [`${UPTAKE}?by=icb,quarter`, '/api/v1/survival?strata=sex'];

async function made(name = 'researcher', questions = QUESTIONS): Promise<Snapshot> {
  const answer = await portal.post(SNAPSHOTS, name, { title: 'For the paper', questions });
  expect([answer.status, answer.body.code]).toEqual([201, undefined]);
  return answer.body as unknown as Snapshot;
}

const refused = async (body: object, name = 'researcher'): Promise<unknown[]> => {
  const { status, body: told } = await portal.post(SNAPSHOTS, name, body);
  return [status, told.code, told['pointer']];
};

/** Asks until tables of a past instant are folded. */
async function got(path: string, name: string): Promise<Answer> {
  for (;;) {
    const answer = await portal.get(path, name);
    if (answer.status !== 202) return answer;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

describe('a snapshot', () => {
  test('is as the OpenAPI document describes it, and is found again at its address', async () => {
    const answer = await portal.post(SNAPSHOTS, 'researcher', { title: 'A', questions: QUESTIONS });
    expectValid('Snapshot', { ...answer, status: answer.status === 201 ? 200 : answer.status });
    const again = await portal.get(String(answer.headers['location']), 'researcher');
    expectValid('Snapshot', again);
    expect(again.body).toEqual(answer.body);
    expect(again.body).toMatchObject({ title: 'A', createdBy: 'researcher', build: 'test' });
  });

  test('pins instant, version and profile of each question, and holds the definition of its measure', async () => {
    const { asOf, files } = await made();
    expect(files).toMatchObject([
      {
        question: `${UPTAKE}?by=icb,quarter&asOf=${asOf}&profile=research&versions=1`,
        ...{ measure: 'uptake.first_session', version: 1, definition: { name: 'Uptake within 8 weeks' } },
      },
      { question: `/api/v1/survival?strata=sex&asOf=${asOf}&profile=research` },
    ]);
  });

  test('gives each file with the bytes of its hash, the figures of the answer and no build', async () => {
    const { files } = await made();
    for (const { href, question, bytes, sha256: hash } of files) {
      const file = await portal.get(href, 'researcher');
      expect([file.status, sha256(file.bytes), file.bytes.length]).toEqual([200, hash, bytes]);
      const { build: _, ...answer } = (await portal.get(question, 'researcher')).body;
      expect(file.body).toEqual(answer);
    }
  });

  test('gives the same bytes after more records have come', async () => {
    const { files } = await made();
    const history = world();
    history.provider('north').referral('late').received(new Date().toISOString(), { icb: OWN });
    const before = await portal.get(REFERRALS, 'controller');
    await portal.tell(history);
    expect((await portal.get(REFERRALS, 'controller')).body.rows).not.toEqual(before.body.rows);
    for (const { href, sha256: hash } of files)
      expect(sha256((await got(href, 'researcher')).bytes)).toBe(hash);
  });

  test('keeps no figure, only hashes', async () => {
    const { id } = await made('controller', [`${REFERRALS}?by=provider`]);
    const kept = portal.registry.entity<Snapshot>('snapshot', id);
    expect(kept?.files[0]).not.toHaveProperty('rows');
    expect(JSON.stringify(kept)).not.toMatch(/"(numerator|value)":\d/);
  });

  test('of a controller is no way for a researcher to exact counts; the other way round the file is the same', async () => {
    const exact = await made('controller', [`${REFERRALS}?by=icb`]);
    const own = await made('researcher', [`${REFERRALS}?by=icb`]);
    const href = (snapshot: Snapshot): string => snapshot.files[0]?.href ?? '';
    const refusal = await portal.get(href(exact), 'researcher');
    expect([refusal.status, refusal.body.code]).toEqual([403, 'freer_profile']);
    expect(sha256((await got(href(own), 'controller')).bytes)).toBe(own.files[0]?.sha256);
  });

  test('whose tables give other bytes is not passed off as the same', async () => {
    const snapshot = await made();
    const files = snapshot.files.map((file) => ({ ...file, sha256: '0'.repeat(64) }));
    await portal.registry.put('snapshot', snapshot.id, { ...snapshot, files });
    const { status, body } = await got(files[0]?.href ?? '', 'researcher');
    expect([status, body.code, body.rows]).toEqual([409, 'not_reproducible', undefined]);
  });

  test('leaves a record of every look, when it is made and when a file is fetched', async () => {
    const before = (await portal.audit()).length;
    const { files } = await made('researcher', [`${REFERRALS}?by=sex`]);
    await portal.get(files[0]?.href ?? '', 'researcher');
    const records = (await portal.audit()).slice(before);
    expect(records).toHaveLength(3);
    expect(records).toMatchObject(
      records.map(() => ({
        who: 'researcher',
        measure: 'referrals',
        by: ['sex'],
        outcome: { is: 'answered' },
      })),
    );
  });
});

describe('every call about data', () => {
  test('can be frozen, and gives the same file when more has come since', async () => {
    const { files } = await made('researcher', [...EVERY_CALL]);
    expect(files).toHaveLength(EVERY_CALL.length);
    const history = world();
    history.provider('west').referral('later still').received(new Date().toISOString(), { icb: OWN });
    await portal.tell(history);
    for (const { href, question, sha256: hash } of files) {
      const file = await got(href, 'researcher');
      expect([question, file.status, sha256(file.bytes)]).toEqual([question, 200, hash]);
    }
  });
});

describe('a snapshot of a past instant', () => {
  test('is prepared first where its tables are not folded, and nothing is kept meanwhile', async () => {
    const asked = { title: 'Then', questions: [REFERRALS], asOf: '2025-02-28' };
    const kept = portal.registry.all('snapshot').length;
    let answer = await portal.post(SNAPSHOTS, 'researcher', asked);
    expect(answer.status).toBe(202);
    expectValid('SnapshotPreparing', { ...answer, status: 200 });
    expect(portal.registry.all('snapshot')).toHaveLength(kept);
    while (answer.status === 202) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      answer = await portal.post(SNAPSHOTS, 'researcher', { ...asked, asOf: answer.body['asOf'] });
    }
    expect([answer.status, answer.body['asOf']]).toEqual([201, '2025-02-28T23:59:59.999Z']);
  });
});

describe('a snapshot is refused', () => {
  test.each([
    '/api/v1/status',
    '/api/v1/measures',
    '/api/v1/snapshots/x/files/1',
    '/api/v1/measures/../status',
    '/v1/feed',
    'https://elsewhere.example/api/v1/survival',
    `${REFERRALS}?asOf=2025-01-01`,
    `${REFERRALS}#x`,
  ])('of %s, which is no question about data without an instant', async (question) => {
    const body = { title: 'T', questions: [REFERRALS, question] };
    expect(await refused(body)).toEqual([400, 'invalid_question', '/questions/1']);
  });

  test('with the fault of the question that is at fault', async () => {
    const of = (question: string): object => ({ title: 'T', questions: [REFERRALS, question] });
    const at = '/questions/1';
    expect(await refused(of('/api/v1/measures/nothing'))).toEqual([404, 'unknown_measure', at]);
    expect(await refused(of(`${REFERRALS}?by=nothing`))).toEqual([400, 'unknown_code', at]);
    expect(await refused(of(`${REFERRALS}?profile=none`))).toEqual([403, 'freer_profile', at]);
    expect(await refused({ ...of(REFERRALS), asOf: '2199-01-01' })).toEqual([
      ...[409, 'not_settled', '/questions/0'],
    ]);
  });

  test('with a body of another shape, or a title that may name a person', async () => {
    expect(await refused({ title: 'T', questions: [] })).toEqual([400, 'invalid_body', '/questions']);
    expect(await refused({ title: 'T', questions: [REFERRALS], x: 1 })).toEqual([400, 'invalid_body', '/']);
    expect(await refused({ title: 'of 943 476 5919', questions: [REFERRALS] })).toEqual([
      ...[400, 'contains_nhs_number', '/title'],
    ]);
  });

  test('to whoever is no researcher or controller, in making and in reading', async () => {
    const { id } = await made();
    const body = { title: 'T', questions: [REFERRALS] };
    for (const name of ['analyst', 'service', 'admin']) {
      expect(await refused(body, name)).toEqual([403, 'wrong_role', undefined]);
      expect((await portal.get(`${SNAPSHOTS}/${id}`, name)).status).toBe(403);
      expect((await portal.get(`${SNAPSHOTS}/${id}/files/1`, name)).status).toBe(403);
    }
    expect((await portal.get(`${SNAPSHOTS}/${id}`)).status).toBe(401);
  });

  test('where there is none, or no file of that number', async () => {
    const { id } = await made();
    for (const path of ['nothing', 'nothing/files/1', `${id}/files/0`, `${id}/files/3`, `${id}/files/x`])
      expect((await portal.get(`${SNAPSHOTS}/${path}`, 'researcher')).status).toBe(404);
  });
});
