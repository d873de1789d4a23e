import { exampleEvent } from '@waymark/events/testing';
import { openIngestServer, someEvents, type IngestServer } from './testing/ingest-server.js';

const MADE = 'org.waymark.booking.made.v1';
const CLOSED = 'org.waymark.referral.closed.v1';
const CONFLICT = { status: 'rejected', code: 'id_conflict', pointer: '/id' };

let server: IngestServer;
beforeEach(async () => {
  server = await openIngestServer();
});
afterEach(() => server.close());

const results = async (...events: unknown[]) => (await server.push(events)).body.results;

describe('duplicates and conflicts', () => {
  test('the same content again is a duplicate, however it is written', async () => {
    const sent = exampleEvent(CLOSED, { time: '2026-11-01T09:30:00.1239+01:00' });
    const same = { ...sent, revision: 0, time: '2026-11-01T08:30:00.123Z', traceparent: 'x' };
    expect(await results(sent)).toMatchObject([{ status: 'accepted' }]);
    expect(await results(same)).toMatchObject([{ status: 'duplicate', id: 'e-1' }]);
    expect(await server.stored()).toHaveLength(1);
  });

  test('other content of one revision is a conflict; a higher or lower revision is none', async () => {
    const at = (revision: number, outcome: string) => exampleEvent(CLOSED, { revision, data: { outcome } });
    expect(await results(at(5, 'completed'))).toMatchObject([{ status: 'accepted' }]);
    expect(await results(at(5, 'died'))).toMatchObject([CONFLICT]);
    expect(await results(at(6, 'died'), at(2, 'moved'))).toMatchObject([
      { status: 'accepted' },
      { status: 'accepted' },
    ]);
    expect(await results(at(6, 'died'), at(6, 'moved'))).toMatchObject([{ status: 'duplicate' }, CONFLICT]);
    expect(await server.stored()).toHaveLength(3);
  });

  test('another type than the id’s first is a conflict at every revision', async () => {
    expect(await results(exampleEvent(CLOSED, { revision: 3 }))).toMatchObject([{ status: 'accepted' }]);
    for (const revision of [0, 3, 4]) {
      expect(await results(exampleEvent(MADE, { revision }))).toMatchObject([CONFLICT]);
    }
    expect(await server.stored()).toHaveLength(1);
  });

  test('another subject, source or provider is another event', async () => {
    expect(await results(exampleEvent(CLOSED))).toMatchObject([{ status: 'accepted' }]);
    expect(await results(exampleEvent(CLOSED, { subject: 'referral-2' }))).toMatchObject([
      { status: 'accepted' },
    ]);
    expect(await results(exampleEvent(MADE, { source: 'https://acme.example/other' }))).toMatchObject([
      { status: 'accepted' },
    ]);
    const body = JSON.stringify(exampleEvent(MADE, { source: 'urn:leisure:crm' }));
    expect((await server.send({ as: 'leisure', body })).body.accepted).toBe(1);
    expect(await server.stored()).toHaveLength(4);
  });

  test('within one request the first copy is the event', async () => {
    const first = exampleEvent(CLOSED);
    const other = exampleEvent(CLOSED, { data: { outcome: 'moved' } });
    const { status, body } = await server.push([
      first,
      first,
      other,
      exampleEvent(MADE, { revision: 1 }),
      first,
    ]);
    expect(status).toBe(207);
    expect(body).toMatchObject({
      accepted: 1,
      duplicates: 2,
      rejected: 2,
      results: [{ status: 'accepted' }, { status: 'duplicate' }, CONFLICT, CONFLICT, { status: 'duplicate' }],
    });
    expect(await server.stored()).toMatchObject([{ data: { outcome: 'completed' } }]);
  });

  test('a rejected event is not remembered: put right, it is taken', async () => {
    expect(await results(exampleEvent(CLOSED, { data: { outcome: 'done' } }))).toMatchObject([
      { code: 'not_in_list' },
    ]);
    expect(await results(exampleEvent(CLOSED))).toMatchObject([{ status: 'accepted' }]);
  });

  test('the same events on many connections at once are taken once', async () => {
    const events = someEvents(50);
    const answers = await Promise.all(Array.from({ length: 8 }, () => server.push(events)));
    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(202));
    expect(answers.reduce((sum, { body }) => sum + body.accepted, 0)).toBe(50);
    expect(answers.reduce((sum, { body }) => sum + body.duplicates, 0)).toBe(350);
    expect(await server.stored()).toHaveLength(50);
  });
});

describe('a log that does not take writes', () => {
  test('is 503 with the seconds to wait; the retry is accepted, once', async () => {
    const events = [...someEvents(20), { id: 'bad' }];
    server.log.mode = 'refuse';
    const refused = await server.push(events);
    expect([refused.status, refused.body.code, refused.headers['retry-after']]).toEqual([
      503,
      'log_unavailable',
      '7',
    ]);
    expect(await server.stored()).toEqual([]);
    server.log.mode = 'works';
    expect((await server.push(events)).body).toMatchObject({ accepted: 20, duplicates: 0, rejected: 1 });
    expect((await server.push(events)).body).toMatchObject({ accepted: 0, duplicates: 20, rejected: 1 });
    expect(await server.stored()).toHaveLength(20);
  });

  test('matters only to those who have something to write', async () => {
    server.log.mode = 'refuse';
    expect((await server.push([{ id: 'bad' }])).status).toBe(422);
    expect((await server.push([])).status).toBe(400);
  });

  test('fails the whole request when a part was written, and the retry is accepted', async () => {
    const events = someEvents(20);
    server.log.mode = 'refuseAfterWriting';
    expect((await server.push(events)).status).toBe(503);
    server.log.mode = 'works';
    expect((await server.push(events)).body.accepted).toBe(20);
    // The log now holds copies of the same content: the rules of the contract count each event once.
    const stored = await server.stored();
    expect(stored).toHaveLength(40);
    expect(new Set(stored.map((event) => JSON.stringify(event))).size).toBe(20);
  });
});

describe('while the first copy is under way', () => {
  let open: () => void;
  beforeEach(() => {
    server.log.gate = new Promise((resolve) => (open = resolve));
  });
  const settled = async (promise: Promise<unknown>): Promise<boolean> => {
    let done = false;
    void promise.then(() => (done = true));
    for (let turn = 0; turn < 50; turn += 1) await new Promise(setImmediate);
    return done;
  };
  /** In an object: a promise that is returned would be waited for. */
  const begin = async (events: unknown[]) => {
    const answer = server.push(events);
    while (server.log.appends === 0) await new Promise(setImmediate);
    return { answer };
  };

  test('no second copy is answered before it, and both succeed together', async () => {
    const [one, two] = someEvents(2);
    const { answer: first } = await begin([one]);
    const second = server.push([one, one]);
    const conflict = server.push([{ ...one, data: {} }]);
    const otherType = server.push([exampleEvent(CLOSED, { id: 'e-0', subject: 'r-0', revision: 9 })]);
    expect(await settled(Promise.race([first, second, conflict, otherType]))).toBe(false);
    expect(server.log.appends).toBe(1);
    open();
    expect((await first).status).toBe(202);
    expect(await second).toMatchObject({ status: 202, body: { duplicates: 2, accepted: 0 } });
    expect(await conflict).toMatchObject({ status: 422, body: { results: [CONFLICT] } });
    expect(await otherType).toMatchObject({ status: 422, body: { results: [CONFLICT] } });
    expect((await server.push([two])).status).toBe(202);
  });

  test('a second copy shares its failure, and either may be sent again', async () => {
    const [one] = someEvents(1);
    const { answer: first } = await begin([one]);
    server.log.mode = 'refuse';
    const second = server.push([one]);
    const mixed = server.push([...someEvents(1, 1), one]);
    expect(await settled(second)).toBe(false);
    open();
    const answers = await Promise.all([first, second, mixed]);
    expect(answers.map(({ status }) => status)).toEqual([503, 503, 503]);
    expect((await second).headers['retry-after']).toMatch(/^\d+$/);
    expect(await server.stored()).toEqual([]);
    server.log.mode = 'works';
    expect((await server.push([one])).body.accepted).toBe(1);
    expect((await server.push([one])).body.duplicates).toBe(1);
  });

  test(':validate waits for nothing', async () => {
    const [one] = someEvents(1);
    const { answer: first } = await begin([one]);
    expect((await server.push([one], '/v1/events:validate')).body.duplicates).toBe(1);
    open();
    expect((await first).status).toBe(202);
  });
});
