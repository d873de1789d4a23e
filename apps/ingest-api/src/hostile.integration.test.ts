import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { exampleEvent } from '@waymark/events/testing';
import { openIngestServer, type IngestServer } from './testing/ingest-server.js';
import { RawConnection, type RawAnswer } from './testing/raw-http.js';

const CLOSED = 'org.waymark.referral.closed.v1';
const RECEIVED = 'org.waymark.referral.received.v1';
const MIB = 1024 * 1024;

// Five megabytes of brackets take a busy machine seconds.
jest.setTimeout(120_000);

let server: IngestServer;
let port = 0;
let json: Record<string, string>;

beforeAll(async () => {
  server = await openIngestServer();
  await server.app.listen(0, '127.0.0.1');
  port = Number(new URL(await server.app.getUrl()).port);
  json = { authorization: `Bearer ${server.secrets.acme}`, 'content-type': 'application/json' };
});
afterAll(() => server.close());

async function post(body: Buffer | string, headers: Record<string, string> = {}): Promise<RawAnswer> {
  const connection = await RawConnection.open(port);
  connection.head('/v1/events', { ...json, ...headers }, Buffer.byteLength(body));
  connection.socket.write(body);
  const answer = await connection.answer();
  connection.close();
  if (!answer) throw new Error('the connection ended without an answer');
  return answer;
}

const codeOf = (answer: RawAnswer): unknown => {
  const { code, results } = JSON.parse(answer.text) as { code?: string; results?: { code?: string }[] };
  return [answer.status, code ?? results?.[0]?.code];
};

/** The event as text, with its closing brace or a member replaced. */
const closed = JSON.stringify(exampleEvent(CLOSED));
const withMember = (member: string): string => `${closed.slice(0, -1)},${member}}`;
const withData = (data: string): string => closed.replace(/"data":\{[^}]*\}/, `"data":${data}`);
const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);

describe('what is JSON, but no event', () => {
  test.each([
    ['100,000 nested lists', nested(100_000), [422, 'not_an_object']],
    ['100,000 nested lists as data', withData(nested(100_000)), [422, 'wrong_type']],
    [
      '100,000 nested objects as data',
      withData('{"a":'.repeat(100_000) + '1' + '}'.repeat(100_000)),
      [422, 'missing'],
    ],
    [
      'half a million nested lists in an attribute',
      withMember(`"x":${nested(500_000)}`),
      [422, 'unknown_attribute'],
    ],
    ['a list never closed', '['.repeat(1_000_000), [400, 'not_json']],
    ['a string of 5 MB as id', closed.replace('"e-1"', `"${'a'.repeat(5_000_000)}"`), [422, 'too_long']],
    [
      'a string of 5 MB as code',
      withData(`{"outcome":"${'1234567890 '.repeat(450_000)}"}`),
      [422, 'not_in_list'],
    ],
    ['a string of 5 MB that is never closed', `"${'a'.repeat(5_000_000)}`, [400, 'not_json']],
    [
      '400,000 unknown members',
      withData(`{${Array.from({ length: 400_000 }, (_, at) => `"k${at}":0`).join()}}`),
      [422, 'unknown_member'],
    ],
    ['a list of 2 million zeros', `[${'0,'.repeat(2_000_000)}0]`, [413, 'too_many_events']],
    ['a number beyond all as revision', withMember('"revision":1e999'), [422, 'out_of_range']],
    ['a number with a thousand digits', withMember(`"revision":${'9'.repeat(1_000)}`), [422, 'out_of_range']],
    ['members of every object', withMember('"__proto__":{"type":"x"}'), [422, 'unknown_attribute']],
    [
      'members of every object in data',
      withData('{"outcome":"died","__proto__":{"a":1}}'),
      [422, 'unknown_member'],
    ],
    ['a constructor', withMember('"constructor":{"prototype":{"polluted":1}}'), [422, 'unknown_attribute']],
    ['NUL in an id', closed.replace('"e-1"', '"e-1\\u0000"'), [422, 'invalid_format']],
    ['half a character in an id', closed.replace('"e-1"', '"\\ud800"'), [422, 'invalid_format']],
    ['NUL itself', closed.replace('e-1', 'e\u0000'), [400, 'not_json']],
  ])('%s', async (_what, body, expected) => {
    expect(codeOf(await post(body))).toEqual(expected);
    expect({}).not.toHaveProperty('polluted');
  });

  test('half a character in a person’s id is refused: two people would share a pseudonym', async () => {
    const person = (id: string) =>
      JSON.stringify(exampleEvent(RECEIVED, { data: { person: { id: '?' } } })).replace('"?"', `"${id}"`);
    expect(codeOf(await post(person('\\udfff')))).toEqual([422, 'invalid_format']);
    expect(codeOf(await post(person('\\ud83d\\ude00 \\u0000')))).toEqual([202, undefined]);
  });

  test('of members that stand twice the last counts, as in every JSON reader', async () => {
    const twice = withMember('"id":"e-twice"');
    expect(JSON.parse((await post(twice)).text)).toMatchObject({ results: [{ id: 'e-twice' }] });
  });
});

describe('the connection', () => {
  test('a body that ends half-way is not taken, and the server goes on', async () => {
    const text = JSON.stringify(exampleEvent(CLOSED, { id: 'e-cut' }));
    for (const encoding of ['identity', 'gzip']) {
      const connection = await RawConnection.open(port);
      const body = encoding === 'gzip' ? gzipSync(text) : Buffer.from(text);
      connection.head('/v1/events', { ...json, 'content-encoding': encoding }, body.length);
      connection.socket.write(body.subarray(0, body.length / 2));
      await pause(20);
      connection.socket.end();
      const answer = await connection.answer();
      expect(answer && codeOf(answer)).toEqual([400, 'broken_request']);
    }
    const cut = await RawConnection.open(port);
    cut.head('/v1/events', json, text.length);
    cut.socket.write(text.slice(0, 50));
    await pause(20);
    cut.socket.resetAndDestroy();
    expect(codeOf(await post('[]'))).toEqual([400, 'empty_batch']);
    expect((await server.stored()).map(({ id }) => id)).not.toContain('e-cut');
  });

  test('a refusal reaches one who is still sending, and the connection lives on', async () => {
    const connection = await RawConnection.open(port);
    const { socket } = connection;
    // Announced as small chunks, so that only reading shows that it is too much.
    connection.head('/v1/events', json);
    const chunk = Buffer.alloc(64 * 1024, 0x20);
    const framed = Buffer.concat([
      Buffer.from(`${chunk.length.toString(16)}\r\n`),
      chunk,
      Buffer.from('\r\n'),
    ]);
    for (let sent = 0; sent < 8 * MIB; sent += chunk.length) {
      if (!socket.write(framed)) await once(socket, 'drain');
    }
    socket.write('0\r\n\r\n');
    const refused = await connection.answer();
    expect(refused && codeOf(refused)).toEqual([413, 'too_large']);
    const next = JSON.stringify(exampleEvent(CLOSED, { id: 'e-next' }));
    connection.head('/v1/events', json, next.length);
    socket.write(next);
    expect(await connection.answer()).toMatchObject({ status: 202 });
    connection.close();
  });

  test('a body that is announced as too large is refused before it is sent', async () => {
    const connection = await RawConnection.open(port);
    connection.head('/v1/events', json, 50 * MIB);
    const refused = await connection.answer();
    expect(refused && codeOf(refused)).toEqual([413, 'too_large']);
    connection.close();
  });

  test('one without a key hears so before sending a byte', async () => {
    const connection = await RawConnection.open(port);
    connection.head('/v1/events', { 'content-type': 'application/json' }, 1_000);
    expect((await connection.answer())?.status).toBe(401);
    connection.close();
  });

  test.each([
    ['no HTTP at all', 'HELO there\r\n\r\n', 400, 'broken_request'],
    [
      'a length that is no number',
      `POST /v1/events HTTP/1.1\r\nhost: x\r\ncontent-length: many\r\n\r\n`,
      400,
      'broken_request',
    ],
    ['headers without end', `GET / HTTP/1.1\r\nx: ${'a'.repeat(100_000)}\r\n\r\n`, 431, 'headers_too_large'],
  ])('%s is a problem, too', async (_what, text, status, code) => {
    const connection = await RawConnection.open(port);
    connection.socket.write(text);
    const answer = await connection.answer();
    expect(answer && codeOf(answer)).toEqual([status, code]);
    expect(answer?.headers['content-type']).toBe('application/problem+json; charset=utf-8');
  });

  test('an address that cannot be read is a problem, too', async () => {
    const connection = await RawConnection.open(port);
    connection.head('/v1/schemas/%zz', {}, 0);
    const answer = await connection.answer();
    expect(answer && codeOf(answer)).toEqual([400, 'bad_request']);
    connection.close();
  });
});

describe('memory', () => {
  test('stays flat under bombs, plain floods and deep nesting', async () => {
    const fiftyMegabytes = gzipSync(Buffer.alloc(50 * MIB, 0x20), { level: 9 });
    // Members of one gzip file may follow each other: a gigabyte in one of these.
    const gigabyte = Buffer.concat(Array.from({ length: 20 }, () => fiftyMegabytes));
    const flood = Buffer.alloc(MIB, '[');
    const deep = nested(300_000);
    const round = async (bomb: Buffer): Promise<void> => {
      expect(codeOf(await post(bomb, { 'content-encoding': 'gzip' }))).toEqual([413, 'too_large']);
      expect(codeOf(await post(flood))).toEqual([400, 'not_json']);
      expect(codeOf(await post(deep))).toEqual([422, 'not_an_object']);
    };
    await round(fiftyMegabytes);
    await round(fiftyMegabytes);
    const before = process.memoryUsage().rss;
    for (const bomb of [fiftyMegabytes, fiftyMegabytes, gigabyte]) await round(bomb);
    // The garbage collector's slack; a bomb that went off would take five times as much.
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * MIB);
  });
});
