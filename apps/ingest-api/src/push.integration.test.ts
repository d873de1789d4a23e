import { gzipSync } from 'node:zlib';
import { exampleEvent } from '@waymark/events/testing';
import { openIngestServer, someEvents, type IngestServer } from './testing/ingest-server.js';

const RECEIVED = 'org.waymark.referral.received.v1';
const CLOSED = 'org.waymark.referral.closed.v1';

let server: IngestServer;
beforeEach(async () => {
  server = await openIngestServer();
});
afterEach(() => server.close());

const ndjson = (events: unknown[]): string => events.map((event) => `${JSON.stringify(event)}\n`).join('');

describe('what is taken', () => {
  test.each(['application/json', 'application/cloudevents+json', 'application/cloudevents-batch+json'])(
    'one event or a list as %s',
    async (type) => {
      const [one, two, three] = someEvents(3);
      const single = await server.send({ type, body: JSON.stringify(one) });
      expect([single.status, single.body]).toEqual([
        202,
        { accepted: 1, duplicates: 0, rejected: 0, results: [{ index: 0, id: 'e-0', status: 'accepted' }] },
      ]);
      const list = await server.send({ type, body: JSON.stringify([two, three]) });
      expect([list.status, list.body.accepted]).toEqual([202, 2]);
      expect((await server.stored()).map(({ id }) => id).toSorted()).toEqual(['e-0', 'e-1', 'e-2']);
    },
  );

  test.each([
    ['one line an event', ndjson],
    [
      'CRLF, and no end of the last line',
      (events: unknown[]) => ndjson(events).replaceAll('\n', '\r\n').trimEnd(),
    ],
    ['blank lines', (events: unknown[]) => `\n \t\r\n${ndjson(events).replaceAll('\n', '\n\n')}`],
    ['a byte order mark', (events: unknown[]) => `\ufeff${ndjson(events)}`],
  ])('NDJSON: %s', async (_form, write) => {
    const answer = await server.send({ type: 'application/x-ndjson', body: write(someEvents(3)) });
    expect([answer.status, answer.body.accepted]).toEqual([202, 3]);
    expect(await server.stored()).toHaveLength(3);
  });

  test.each([
    'application/json; charset=utf-8',
    'Application/JSON;charset="UTF-8"',
    'application/json; charset=utf8; x=y',
  ])('the content type %s', async (type) => {
    expect(await server.send({ type, body: JSON.stringify(someEvents(1)) })).toMatchObject({ status: 202 });
  });

  test.each(['gzip', 'GZIP', 'identity'])('content-encoding %s', async (encoding) => {
    const text = JSON.stringify(someEvents(5));
    const body = encoding === 'identity' ? text : gzipSync(text);
    const answer = await server.send({ headers: { 'content-encoding': encoding }, body });
    expect([answer.status, answer.body.accepted]).toEqual([202, 5]);
  });

  test('JSON with a byte order mark and CRLF', async () => {
    const body = `\ufeff${JSON.stringify(someEvents(2), null, 2).replaceAll('\n', '\r\n')}\r\n`;
    expect(await server.send({ body })).toMatchObject({ status: 202 });
  });

  test('1,000 events', async () => {
    expect((await server.push(someEvents(1_000))).body.accepted).toBe(1_000);
    expect(await server.stored()).toHaveLength(1_000);
  });
});

describe('results', () => {
  test('one bad event among 1,000 rejects one, with its place, code and pointer', async () => {
    const events = someEvents(1_000);
    events[617] = { ...events[617], data: { role: 'wizard' } };
    const { status, body } = await server.push(events);
    expect([status, body.accepted, body.duplicates, body.rejected]).toEqual([207, 999, 0, 1]);
    expect(body.results.map(({ index }) => index)).toEqual(events.map((_, index) => index));
    expect(body.results.filter((result) => result.status !== 'accepted')).toEqual([
      expect.objectContaining({ index: 617, id: 'e-617', code: 'not_in_list', pointer: '/data/role' }),
    ]);
    expect(await server.stored()).toHaveLength(999);
  });

  test('202 when all are accepted or duplicate, 207 when mixed, 422 when none is', async () => {
    const [good, other] = someEvents(2);
    const bad = { ...other, type: 'x' };
    expect((await server.push([good])).status).toBe(202);
    expect((await server.push([good])).status).toBe(202);
    expect((await server.push([good, other])).status).toBe(202);
    expect((await server.push([good, bad])).status).toBe(207);
    expect((await server.push([bad])).status).toBe(422);
    expect(await server.push([bad, 7, null, []])).toMatchObject({
      status: 422,
      body: { accepted: 0, rejected: 4, results: [{ id: 'e-1' }, {}, {}, {}] },
    });
  });

  test('a source of another provider is only a result', async () => {
    const foreign = exampleEvent(CLOSED, { source: 'urn:leisure:crm' });
    expect(await server.push([foreign])).toMatchObject({
      status: 422,
      body: { results: [{ code: 'source_not_allowed', pointer: '/source' }] },
    });
    const asOwner = await server.send({ as: 'leisure', body: JSON.stringify(foreign) });
    expect(asOwner.status).toBe(202);
    expect(await server.stored()).toMatchObject([{ providerid: 'leisure', subject: 'referral-1' }]);
  });

  test('all events of a referral stand in the log in the order sent', async () => {
    const revisions = Array.from({ length: 50 }, (_, revision) => exampleEvent(CLOSED, { revision }));
    await server.push(revisions);
    expect((await server.stored()).map(({ revision }) => revision)).toEqual(revisions.map((_, at) => at));
  });
});

describe('binary mode', () => {
  const headers = {
    'ce-specversion': '1.0',
    'ce-id': 'e-1',
    'ce-source': 'https://acme.example/crm%20',
    'ce-type': RECEIVED,
    'ce-subject': 'referral-1',
    'ce-time': '2026-11-01T09:30:00Z',
    'ce-revision': '3',
    'ce-traceparent': '00-a-b-01',
  };
  const body = JSON.stringify(exampleEvent(RECEIVED)['data']);

  test('attributes in headers, data as body', async () => {
    const sent = { ...headers, 'ce-source': '"https://acme.example/%63rm"' };
    expect(await server.send({ headers: sent, body })).toMatchObject({ status: 202, body: { accepted: 1 } });
    expect(await server.stored()).toMatchObject([
      { id: 'e-1', source: 'https://acme.example/crm', revision: 3, data: { sex: 'female' } },
    ]);
  });

  test.each([
    ['a decoded value is checked like any other', headers, 'invalid_format', '/source'],
    [
      'a revision that is no integer',
      { ...headers, 'ce-source': 'https://acme.example/', 'ce-revision': '1.5' },
      'wrong_type',
      '/revision',
    ],
    [
      'an attribute that the contract does not know',
      { ...headers, 'ce-source': 'https://acme.example/', 'ce-x': '1' },
      'unknown_attribute',
      '/x',
    ],
    ['a forgotten specversion', { 'ce-id': 'e-1' }, 'unsupported_specversion', '/specversion'],
    [
      'an attribute that is no name',
      { ...headers, 'ce-source': 'https://acme.example/', 'ce-__proto__': 'x' },
      'unknown_attribute',
      '',
    ],
  ])('%s', async (_what, sent, code, pointer) => {
    const answer = await server.send({ headers: sent, body });
    expect([answer.status, answer.body.results]).toEqual([422, [expect.objectContaining({ code, pointer })]]);
  });

  test('a list is no data of one event, and no body is no data', async () => {
    const sent = { ...headers, 'ce-source': 'https://acme.example/' };
    expect((await server.send({ headers: sent, body: '[]' })).body.results[0]).toMatchObject({
      code: 'wrong_type',
    });
    expect((await server.send({ headers: sent })).body.results[0]).toMatchObject({
      code: 'missing',
      pointer: '/data',
    });
  });

  test('a header that is not percent-encoded is 400', async () => {
    expect(await server.send({ headers: { ...headers, 'ce-subject': '%ff' }, body })).toMatchObject({
      status: 400,
      body: { code: 'invalid_header' },
    });
  });

  test('in structured mode the headers say nothing', async () => {
    const type = 'application/cloudevents+json';
    const event = JSON.stringify(exampleEvent(CLOSED));
    expect(
      (await server.send({ type, headers: { 'ce-id': 'other' }, body: event })).body.results[0],
    ).toMatchObject({
      id: 'e-1',
    });
  });
});

describe(':validate', () => {
  test('answers as a push would, and stores nothing', async () => {
    const [one, two] = someEvents(2);
    const sent = [one, one, { ...one, data: {} }, { ...two, type: 'x' }];
    const tried = await server.push(sent, '/v1/events:validate');
    expect(tried.status).toBe(207);
    expect(tried.body.results).toMatchObject([
      { status: 'accepted' },
      { status: 'duplicate' },
      { status: 'rejected', code: 'id_conflict' },
      { status: 'rejected', code: 'unknown_type' },
    ]);
    expect([server.log.appends, await server.stored()]).toEqual([0, []]);
    expect((await server.push(sent)).body).toEqual(tried.body);
  });

  test('200 when all would be taken: nothing was accepted', async () => {
    expect((await server.push(someEvents(2), '/v1/events:validate')).status).toBe(200);
    expect((await server.push([{ id: 'x' }], '/v1/events:validate')).status).toBe(422);
  });

  test('knows what was taken before, with the log away too', async () => {
    const [one] = someEvents(1);
    await server.push([one]);
    server.log.mode = 'refuse';
    expect((await server.push([one], '/v1/events:validate')).body.duplicates).toBe(1);
  });
});
