import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { BODY_LIMIT_BYTES } from '@waymark/service';
import { InFlight } from './in-flight.js';
import { openIngestServer, someEvents, type Answer, type IngestServer } from './testing/ingest-server.js';
import { RawConnection } from './testing/raw-http.js';

const MIB = 1024 * 1024;
const BOUND = 8 * MIB;

let server: IngestServer;
let inFlight: InFlight;
let open: () => void;
beforeEach(async () => {
  inFlight = new InFlight(BOUND);
  server = await openIngestServer({ inFlight, answerWithinMs: 100 });
});
afterEach(() => server.close());

function hang(): void {
  server.log.gate = new Promise((resolve) => (open = resolve));
}

/** One event in a body of so many bytes. */
const ofBytes = (bytes: number, event: object): string => JSON.stringify(event).padEnd(bytes, ' ');

/** As a sender does: again while it is told to. */
async function untilTaken(events: object[]): Promise<Answer> {
  for (;;) {
    const answer = await server.push(events);
    if (answer.status !== 503) return answer;
  }
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise(setImmediate);
}

describe('a log that hangs', () => {
  beforeEach(hang);

  test('is 503 in bounded time; a copy sent meanwhile shares the fate of the first, and 202 comes only once it is durable', async () => {
    const events = someEvents(3);
    const refused = await Promise.all([server.push(events), server.push(events)]);
    for (const { status, body, headers } of refused) {
      expect([status, body.code, headers['retry-after']]).toEqual([503, 'log_unavailable', '5']);
    }
    expect((await server.push(events)).status).toBe(503);
    expect(server.log.appends).toBe(1);

    const waiting = untilTaken(events);
    open();
    expect(await waiting).toMatchObject({ status: 202, body: { accepted: 0, duplicates: 3 } });
    expect(await server.stored()).toHaveLength(3);
  });

  test('and refuses in the end, has lost nothing that was acknowledged: the retry is accepted', async () => {
    const events = someEvents(3);
    expect((await server.push(events)).status).toBe(503);
    server.log.mode = 'refuse';
    const waiting = server.push(events);
    open();
    expect((await waiting).status).toBe(503);
    server.log.mode = 'works';
    expect((await untilTaken(events)).status).toBe(202);
    expect(await server.stored()).toHaveLength(3);
  });

  test('is not filled with what nobody waits for: records count as held until it takes or refuses them', async () => {
    const small = new InFlight(MIB);
    await server.close();
    server = await openIngestServer({ inFlight: small, answerWithinMs: 20 });
    hang();
    expect((await server.push(someEvents(1_000))).status).toBe(503);
    expect(small.bytes).toBeGreaterThan(100_000);
    let taken = 1;
    for (let answer; answer?.body.code !== 'busy'; taken += 1) {
      answer = await server.push(someEvents(1_000, taken * 1_000));
      expect(answer.status).toBe(503);
      expect(small.bytes).toBeLessThanOrEqual(MIB);
    }
    expect(small.bytes).toBeGreaterThan(MIB / 2);
    open();
    await until(() => small.bytes === 0);
    expect((await server.push(someEvents(1))).body.duplicates).toBe(1);
  });
});

describe('more than can be held', () => {
  const listening = async (): Promise<RawConnection> => {
    const { port } = server.app.getHttpServer().address() as AddressInfo;
    return RawConnection.open(port);
  };
  const headers = (as: 'acme' | 'leisure', more: Record<string, string> = {}) => ({
    authorization: `Bearer ${server.secrets[as]}`,
    'content-type': 'application/json',
    ...more,
  });

  beforeEach(async () => {
    await server.close();
    server = await openIngestServer({ inFlight });
    await server.app.listen(0, '127.0.0.1');
  });

  test('is 503 busy with a second to wait, before a byte of the body is there; room that is left is given again', async () => {
    const [slow, slower, third] = [await listening(), await listening(), await listening()];
    slow.head('/v1/events', headers('acme'), 4 * MIB);
    slower.head('/v1/events', headers('leisure'), 4 * MIB - 10);
    await until(() => inFlight.bytes === BOUND - 10);
    third.head('/v1/events', headers('leisure'), 11);
    const answer = await third.answer();
    expect([answer?.status, answer?.headers['retry-after']]).toEqual([503, '1']);
    expect(JSON.parse(answer?.text ?? '')).toMatchObject({ code: 'busy' });

    const [event] = someEvents(1);
    slow.socket.write(ofBytes(4 * MIB, event ?? {}));
    expect((await slow.answer())?.status).toBe(202);
    slower.close();
    await until(() => inFlight.bytes === 0);
    expect((await server.push(someEvents(1))).body.duplicates).toBe(1);
    for (const connection of [slow, third]) connection.close();
  });

  test('of one provider leaves room for the others', async () => {
    const slow = await listening();
    slow.head('/v1/events', headers('acme'), 4 * MIB);
    await until(() => inFlight.bytes > 0);
    expect((await server.push(someEvents(1))).body.code).toBe('busy');
    expect((await server.push(someEvents(1), '/v1/events:validate')).body.code).toBe('busy');
    expect((await server.send({ as: 'leisure', body: '[]' })).status).toBe(400);
    slow.close();
    await until(() => inFlight.bytes === 0);
  });

  test('is counted as the largest there can be while nothing is said of its length', async () => {
    const roomy = new InFlight(64 * MIB);
    await server.close();
    server = await openIngestServer({ inFlight: roomy });
    await server.app.listen(0, '127.0.0.1');
    const other = await listening();
    other.head('/v1/events', headers('acme'));
    await until(() => roomy.bytes === BODY_LIMIT_BYTES);
    other.close();
    await until(() => roomy.bytes === 0);
  });

  test('is counted as it is inflated, and refused where that finds no room, with nothing stored', async () => {
    const zip = { 'content-encoding': 'gzip' };
    const body = gzipSync(ofBytes(3 * MIB, someEvents(1)[0] ?? {}));
    const zipped = await listening();
    zipped.head('/v1/events', headers('acme', zip), body.length);
    await until(() => inFlight.bytes === 10 * body.length);
    hang();
    zipped.socket.write(body);
    await until(() => server.log.appends === 1);
    expect(inFlight.bytes).toBe(3 * MIB);

    const refused = await server.send({
      headers: zip,
      body: gzipSync(ofBytes(3 * MIB, someEvents(1, 1)[0] ?? {})),
    });
    expect([refused.status, refused.body.code]).toEqual([503, 'busy']);
    expect(inFlight.bytes).toBe(3 * MIB);
    open();
    await until(() => inFlight.bytes === 0);
    zipped.close();
    expect(await server.stored()).toHaveLength(1);
  });
});
