import fs from 'node:fs';
import { logger, setLogLevel } from '@waymark/service';
import { looksLikeNhsNumber } from './testing/appointments.js';
import { fits } from './testing/conforms.js';
import {
  DOCUMENT,
  openIngestServer,
  type Answer,
  type IngestServer,
  type Sent,
} from './testing/ingest-server.js';

const NHS_LIKE = looksLikeNhsNumber(485_777_001);
const NUMBERS = [NHS_LIKE, 'C002', '007'];
/** Of the template for referrals, filled in. */
const REFERRALS = [
  'Client number,Referred on,Age,Sex,GP practice code,Referred by,Reasons',
  ...NUMBERS.map((number) => `${number} ,05/01/2026,44,Female,,GP,Loneliness`),
].join('\r\n');
const PSEUDONYM = /^x1\.[0-9a-f]{64}$/;

let server: IngestServer;
beforeEach(async () => {
  server = await openIngestServer();
});
afterEach(() => server.close());

type Told = Omit<Answer, 'body'> & {
  body: { pseudonyms?: string[]; code?: string; pointer?: string; expected?: string };
};

const ask = async (body: unknown, more: Partial<Sent> = {}): Promise<Told> =>
  await server.send({ path: '/v1/pseudonyms', body: JSON.stringify(body), ...more });
const clients = async (values: string[], more: Partial<Sent> = {}): Promise<string[] | undefined> =>
  (await ask({ kind: 'client', values }, more)).body.pseudonyms;

describe('the pseudonyms of own client numbers', () => {
  test('are the subjects of the rows that an import made of them, in the order asked', async () => {
    const path = '/v1/imports?profile=referrals&id=job';
    expect((await server.send({ path, type: 'text/csv', body: REFERRALS })).body).toMatchObject({
      accepted: NUMBERS.length,
    });
    const subjects = (await server.stored()).map(({ subject }) => subject);
    const told = await clients(NUMBERS);
    expect(new Set(subjects)).toEqual(new Set(told));
    expect(told).toEqual(told?.filter((pseudonym) => PSEUDONYM.test(pseudonym)));
    expect(await clients(NUMBERS.toReversed())).toEqual(told?.toReversed());
  });

  test('do not depend on spaces around the number, and on everything else of it', async () => {
    const [plain, spaced, ...others] = (await clients(['007', ' 007\t', '7', '0 07', '007A'])) ?? [];
    expect(spaced).toBe(plain);
    expect(new Set([plain, ...others]).size).toBe(4);
  });

  test('are another provider’s for another provider, and of another kind for another kind', async () => {
    const own = await clients(NUMBERS);
    const leisure = await clients(NUMBERS, { as: 'leisure' });
    const persons = (await ask({ kind: 'person', values: NUMBERS })).body.pseudonyms;
    expect(new Set([own, leisure, persons].flat()).size).toBe(3 * NUMBERS.length);
  });

  test('are told to a key, a test key and a signed-in person alike, of several to who says for which', async () => {
    const own = await clients(NUMBERS);
    const headers = { 'waymark-provider': 'acme' };
    for (const more of [{ as: 'tester' }, { as: 'staff' }, { as: 'both', headers }] as const)
      expect(await clients(NUMBERS, more)).toEqual(own);
    const asked = { kind: 'client', values: NUMBERS };
    expect(await ask(asked, { as: 'both' })).toMatchObject({
      status: 400,
      body: { code: 'provider_needed' },
    });
    for (const as of ['analyst', 'unplaced'] as const) expect((await ask(asked, { as })).status).toBe(403);
    expect((await ask(asked, { as: 'staff', headers: { 'waymark-provider': 'leisure' } })).status).toBe(403);
    expect((await ask(asked, { as: null })).status).toBe(401);
  });

  test('leave no trace of the numbers: not in the log, the registry, a line of the process or an answer', async () => {
    const lines: string[] = [];
    const write = fs.writeSync.bind(fs);
    jest.spyOn(fs, 'writeSync').mockImplementation((fd: number, data: string) => {
      if (fd !== 2) return write(fd, data);
      lines.push(data);
      return Buffer.byteLength(data);
    });
    setLogLevel('trace');
    logger.info({ marker: 'seen by this test' });
    const before = await server.bytes();
    const answers = [
      await ask({ kind: 'client', values: NUMBERS }),
      await ask({ kind: NHS_LIKE, values: NUMBERS }),
      await ask({ kind: 'client', values: NUMBERS, [NHS_LIKE]: 1 }),
      await ask({ kind: 'client', values: [...NUMBERS, NHS_LIKE + 'x'.repeat(200)] }),
    ];
    jest.restoreAllMocks();
    setLogLevel('info');
    expect(answers.map(({ status }) => status)).toEqual([200, 400, 400, 400]);
    expect(answers[0]?.headers['cache-control']).toBe('no-store');
    expect((await server.bytes()).equals(before)).toBe(true);
    expect(lines.join('')).toContain('seen by this test');
    const told = [...lines, ...answers.map(({ text }) => text)].join('');
    expect(told).not.toContain(NHS_LIKE);
  });
});

describe('what cannot be asked', () => {
  const some = (count: number, text = 'C'): string[] => Array.from({ length: count }, () => text);

  test.each([
    ['no kind', { values: ['1'] }, '/kind', /lower-case letters/],
    ['a kind that no profile may name', { kind: 'Client', values: ['1'] }, '/kind', /lower-case letters/],
    ['no list', { kind: 'client' }, '/values', /1 to 5000 texts/],
    ['an empty list', { kind: 'client', values: [] }, '/values', /1 to 5000 texts/],
    ['too many', { kind: 'client', values: some(5_001) }, '/values', /1 to 5000 texts/],
    ['very many that are none', { kind: 'client', values: Array(900_000).fill(1) }, '/values', /1 to 5000/],
    ['a number', { kind: 'client', values: ['1', 2] }, '/values/1', /a text/],
    ['a blank cell', { kind: 'client', values: ['1', ' \t'] }, '/values/1', /not blank/],
    ['an empty cell', { kind: 'client', values: [''] }, '/values/0', /not blank/],
    ['a long text', { kind: 'client', values: ['1', '2', 'x'.repeat(201)] }, '/values/2', /200 characters/],
    ['another member', { kind: 'client', values: ['1'], to: 'x' }, '', /no other member/],
    ['a list alone', ['1'], '', /kind and values/],
  ])('%s is refused with where and what was expected', async (_what, body, pointer, expected) => {
    const { status, body: told } = await ask(body);
    expect([status, told.code, told.pointer]).toEqual([400, 'invalid_body', pointer]);
    expect(told.expected).toMatch(expected);
  });

  test('the most and the longest that are promised are taken', async () => {
    const [first, ...others] = (await clients(some(5_000, 'é'.repeat(200)))) ?? [];
    expect([others.length, first]).toEqual([4_999, expect.stringMatching(PSEUDONYM)]);
  });

  test('a body that is not JSON, not UTF-8 or too large is refused as that of a push', async () => {
    const codeOf = async (body: string | Buffer): Promise<unknown> =>
      (await server.send({ path: '/v1/pseudonyms', body })).body.code;
    expect(await codeOf('{')).toBe('not_json');
    expect(await codeOf(Buffer.from([0x22, 0xff, 0x22]))).toBe('invalid_utf8');
    expect(await codeOf(`"${'x'.repeat(5 * 1024 * 1024)}"`)).toBe('too_large');
    expect(await ask({}, { path: '/v1/pseudonyms?kind=client' })).toMatchObject({
      ...{ status: 400, body: { code: 'unknown_parameter' } },
    });
  });
});

test('asking too often is refused as pushing too often is, and by the same count', async () => {
  const slow = await openIngestServer({ rate: { perSecond: 0.5, burst: 2 } });
  const body = JSON.stringify({ kind: 'client', values: ['1'] });
  const statusOf = async (path: string): Promise<number> => (await slow.send({ path, body })).status;
  expect(await statusOf('/v1/pseudonyms')).toBe(200);
  expect(await statusOf('/v1/events')).toBe(422);
  expect(await statusOf('/v1/pseudonyms')).toBe(429);
  await slow.close();
});

test('the document takes what the call takes', () => {
  const taken = (asked: unknown): boolean => fits(DOCUMENT, 'PseudonymsAsked', asked);
  expect(taken({ kind: 'client', values: NUMBERS })).toBe(true);
  const wrong = [{ values: NUMBERS }, { kind: 'X', values: NUMBERS }, { kind: 'client', values: [' '] }];
  expect(wrong.filter(taken)).toEqual([]);
});
