import { gzipSync } from 'node:zlib';
import { openIngestServer, someEvents, type IngestServer, type Sent } from './testing/ingest-server.js';

const MIB = 1024 * 1024;

let server: IngestServer;
beforeAll(async () => {
  server = await openIngestServer();
});
afterAll(() => server.close());
afterEach(async () => expect(await server.stored()).toEqual([]));

const [event] = someEvents(1);
const one = JSON.stringify(event);

/** Valid JSON of an exact size: the event, then spaces. */
const ofBytes = (bytes: number): string => one.padEnd(bytes, ' ');

const REFUSED: [what: string, sent: Sent, status: number, code: string][] = [
  ['an empty list', { body: '[]' }, 400, 'empty_batch'],
  ['no line', { type: 'application/x-ndjson', body: ' \r\n\n' }, 400, 'empty_batch'],
  ['no body', {}, 400, 'not_json'],
  ['half an event', { body: one.slice(0, -5) }, 400, 'not_json'],
  ['two events side by side', { body: one + one }, 400, 'not_json'],
  ['NaN', { body: one.replace('"1.0"', 'NaN') }, 400, 'not_json'],
  ['NUL within JSON', { body: `${one}\u0000` }, 400, 'not_json'],
  ['UTF-16', { body: Buffer.from(`\ufeff${one}`, 'utf16le') }, 400, 'invalid_utf8'],
  ['UTF-16 without its mark', { body: Buffer.from(one, 'utf16le') }, 400, 'not_json'],
  ['Latin-1', { body: Buffer.from(one.replace('r-0', 'r-é'), 'latin1') }, 400, 'invalid_utf8'],
  [
    'half a character',
    { body: Buffer.concat([Buffer.from(one), Buffer.of(0xed, 0xa0, 0x80)]) },
    400,
    'invalid_utf8',
  ],
  ['a broken gzip', { headers: { 'content-encoding': 'gzip' }, body: one }, 400, 'invalid_gzip'],
  [
    'half a gzip',
    { headers: { 'content-encoding': 'gzip' }, body: gzipSync(one).subarray(0, 40) },
    400,
    'invalid_gzip',
  ],
  ['a query parameter', { path: '/v1/events?dryRun=true', body: one }, 400, 'unknown_parameter'],
  ['no key', { as: null, body: one }, 401, 'not_signed_in'],
  ['a key of nobody', { as: 'stranger', body: one }, 401, 'unknown_credential'],
  ['a person’s token', { as: 'analyst', body: one }, 403, 'wrong_role'],
  ['1,001 events', { body: JSON.stringify(someEvents(1_001)) }, 413, 'too_many_events'],
  ['1,001 lines', { type: 'application/x-ndjson', body: `${one}\n`.repeat(1_001) }, 413, 'too_many_events'],
  ['a byte more than 5 MiB', { body: ofBytes(5 * MIB + 1) }, 413, 'too_large'],
  [
    'a byte more than 5 MiB inflated',
    { headers: { 'content-encoding': 'gzip' }, body: gzipSync(ofBytes(5 * MIB + 1)) },
    413,
    'too_large',
  ],
  ['no content type', { type: null, body: one }, 415, 'unsupported_media_type'],
  ['another content type', { type: 'text/plain', body: one }, 415, 'unsupported_media_type'],
  ['what is no content type', { type: 'json', body: one }, 415, 'unsupported_media_type'],
  ['another charset', { type: 'application/json; charset=utf-16', body: one }, 415, 'unsupported_charset'],
  ['another encoding', { headers: { 'content-encoding': 'br' }, body: one }, 415, 'unsupported_encoding'],
  [
    'two encodings',
    { headers: { 'content-encoding': 'gzip, gzip' }, body: one },
    415,
    'unsupported_encoding',
  ],
];

describe.each(['/v1/events', '/v1/events:validate'])('%s refuses as a whole', (path) => {
  test.each(REFUSED)('%s', async (_what, sent, status, code) => {
    const query = sent.path?.slice('/v1/events'.length) ?? '';
    const answer = await server.send({ ...sent, path: path + query });
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    if (status === 401) expect(answer.headers['www-authenticate']).toBe('Bearer realm="waymark"');
  });

  test('a broken line, naming it, however many good ones stand around it', async () => {
    const lines = someEvents(100).map((good) => JSON.stringify(good));
    lines[41] = '{"specversion": "1.0", ';
    const answer = await server.send({ path, type: 'application/x-ndjson', body: lines.join('\n') });
    expect([answer.status, answer.body]).toMatchObject([400, { code: 'not_json', line: 42 }]);
  });

  test('who calls is asked before what they send', async () => {
    const sent = { path, type: 'text/plain', headers: { 'content-encoding': 'br' }, body: '[' };
    expect((await server.send({ ...sent, as: null })).status).toBe(401);
    expect((await server.send({ ...sent, as: 'analyst' })).status).toBe(403);
    expect((await server.send(sent)).status).toBe(415);
  });
});

test('exactly 5 MiB is taken, plain and inflated', async () => {
  const { send, close, stored } = await openIngestServer();
  const headers = { 'content-encoding': 'gzip' };
  expect(await send({ body: ofBytes(5 * MIB) })).toMatchObject({ status: 202, body: { accepted: 1 } });
  expect(await send({ headers, body: gzipSync(ofBytes(5 * MIB)) })).toMatchObject({
    body: { duplicates: 1 },
  });
  expect(await stored()).toHaveLength(1);
  await close();
});

test('a revoked key is a key of nobody', async () => {
  const { keyId, key } = await server.registry.issueKey('leisure');
  const headers = { authorization: `Bearer ${key}` };
  const path = '/v1/events:validate';
  expect((await server.send({ path, as: null, headers, body: one })).status).toBe(422);
  await server.registry.revokeKey('leisure', keyId);
  expect((await server.send({ path, as: null, headers, body: one })).status).toBe(401);
});

test('too many requests of one provider are 429 with the seconds to wait, and nobody else’s business', async () => {
  let now = Date.parse('2026-11-24T12:00:00Z');
  const { send, close } = await openIngestServer({ rate: { perSecond: 0.5, burst: 2 }, clock: () => now });
  const statusOf = async (as: 'acme' | 'leisure'): Promise<number> => (await send({ as, body: '[]' })).status;
  expect([await statusOf('acme'), await statusOf('acme'), await statusOf('acme')]).toEqual([400, 400, 429]);
  const refused = await send({ body: '[]' });
  expect([refused.body.code, refused.headers['retry-after']]).toEqual(['too_many_requests', '2']);
  expect(await statusOf('leisure')).toBe(400);
  now += 2_000;
  expect([await statusOf('acme'), await statusOf('acme')]).toEqual([400, 429]);
  await close();
});
