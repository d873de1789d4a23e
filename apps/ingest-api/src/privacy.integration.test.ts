import fs from 'node:fs';
import { exampleEvent } from '@waymark/events/testing';
import { logger, setLogLevel } from '@waymark/service';
import { openIngestServer, type IngestServer } from './testing/ingest-server.js';

const RECEIVED = 'org.waymark.referral.received.v1';
const MADE = 'org.waymark.booking.made.v1';

const CANARIES = {
  nhsNumber: '9434765919',
  nhsNumberSpaced: '943 476 5919',
  postcode: 'ZQ7 4XW',
  dateOfBirth: '1961-05-30',
  personId: 'canary-person-77',
  name: 'Wilhelmina Canary',
};
const { nhsNumber, nhsNumberSpaced, postcode, dateOfBirth, personId, name } = CANARIES;
/** Each canary as it is, without its spaces or hyphens, and in the encodings in which it might slip through. */
const TRACES = Object.values(CANARIES).flatMap((canary) => {
  const plain = [canary, canary.replace(/[\s-]/g, '')];
  const encoded = plain.flatMap((text) => [
    Buffer.from(text).toString('base64').replace(/=+$/, ''),
    Buffer.from(text).toString('hex'),
    encodeURIComponent(text),
  ]);
  return [...plain, ...encoded].map((text) => text.toLowerCase());
});

function traces(text: string): string[] {
  const lower = text.toLowerCase();
  return TRACES.filter((trace) => lower.includes(trace));
}

/** Canaries where they belong, and everywhere they do not. */
const SENT: unknown[] = [
  exampleEvent(RECEIVED, {
    data: { person: { id: personId, nhsNumber, postcode }, dateOfBirth, lsoa: undefined },
  }),
  exampleEvent(RECEIVED, { id: 'e-2', data: { person: { nhsNumber: nhsNumberSpaced }, dateOfBirth } }),
  exampleEvent(RECEIVED, { id: nhsNumber }),
  exampleEvent(RECEIVED, { subject: name }),
  exampleEvent(RECEIVED, { source: `https://acme.example/${nhsNumber}` }),
  exampleEvent(RECEIVED, { time: dateOfBirth }),
  exampleEvent(RECEIVED, { type: name }),
  exampleEvent(RECEIVED, { [`x${nhsNumber}`]: 1 }),
  exampleEvent(RECEIVED, { data: { [name]: 'x' } }),
  exampleEvent(RECEIVED, { data: { note: `${name}, ${postcode}` } }),
  exampleEvent(RECEIVED, { data: { sex: name } }),
  exampleEvent(RECEIVED, { data: { reasons: [name] } }),
  exampleEvent(RECEIVED, { data: { person: { id: personId, postcode: `${postcode}9` } } }),
  exampleEvent(RECEIVED, { data: { person: { id: personId, nhsNumber: '9434765918' } } }),
  exampleEvent(RECEIVED, { data: { dateOfBirth: `${dateOfBirth}T00:00` } }),
  exampleEvent(MADE, { data: { bookingId: nhsNumber } }),
  exampleEvent(MADE, { data: { activityProvider: name } }),
  nhsNumber,
  [name],
];

let server: IngestServer;
let lines: string[] = [];

beforeAll(async () => {
  const write = fs.writeSync.bind(fs);
  const seen = (fd: number, data: string): number => {
    if (fd !== 2) return write(fd, data);
    lines.push(data);
    return Buffer.byteLength(data);
  };
  jest.spyOn(fs, 'writeSync').mockImplementation(seen);
  setLogLevel('trace');
  server = await openIngestServer({
    postcodes: { lsoaOf: (code) => (code === 'ZQ74XW' ? 'E01000001' : undefined) },
  });
});
afterAll(async () => {
  await server.close();
  jest.restoreAllMocks();
  setLogLevel('info');
});
beforeEach(() => (lines = []));

test('the log holds pseudonyms, an age band and an area instead of what identifies', async () => {
  const { body } = await server.push(SENT);
  expect([body.accepted, body.rejected]).toEqual([2, SENT.length - 2]);
  const bytes = (await server.bytes()).toString('latin1');
  expect(bytes).toContain('"ageBand":"65-74"');
  expect(bytes).toContain('"lsoa":"E01000001"');
  expect(bytes.match(/n1\.[0-9a-f]{64}/g)).toHaveLength(2);
  expect(traces(bytes)).toEqual([]);
});

test('no answer quotes them, whether single, in a list, validated, in binary mode or of a refused body', async () => {
  const answers = [await server.push(SENT), await server.push(SENT, '/v1/events:validate')];
  for (const sent of SENT) answers.push(await server.push(sent));
  const body = JSON.stringify({ person: { id: personId } });
  const headers = { 'ce-specversion': '1.0', 'ce-id': nhsNumber, 'ce-type': encodeURIComponent(name) };
  answers.push(await server.send({ headers, body }));
  answers.push(await server.send({ headers: { ...headers, 'ce-id': `%${name}` }, body }));
  answers.push(await server.send({ body: `{"note": "${name} ${nhsNumber}` }));
  answers.push(await server.send({ type: 'application/x-ndjson', body: `${name}\n${nhsNumber}` }));
  answers.push(await server.send({ type: name, body }));
  answers.push(
    await server.send({ path: `/v1/events?nhs=${nhsNumber}&${encodeURIComponent(name)}=1`, body }),
  );
  answers.push(await server.send({ method: 'GET', path: `/v1/schemas/${nhsNumber}` }));
  for (const { text, headers: answered } of answers) {
    expect(traces(text)).toEqual([]);
    expect(traces(JSON.stringify(answered))).toEqual([]);
  }
});

test('no line of the process holds them, not even at the finest level or when the log fails', async () => {
  logger.info({ marker: 'seen by this test' });
  server.log.mode = 'refuse';
  const fresh = exampleEvent(RECEIVED, {
    id: 'e-9',
    data: { person: { id: personId, nhsNumber }, dateOfBirth },
  });
  expect((await server.push([...SENT, fresh])).status).toBe(503);
  server.log.mode = 'works';
  await server.push(SENT);
  await server.send({ body: `{"note": "${name}` });
  await server.app.inject({ method: 'POST', url: `/v1/${nhsNumber}/${encodeURIComponent(name)}` });
  await server.app.inject({ method: 'GET', url: `/v1/schemas/%${nhsNumber}` });
  const written = lines.join('');
  expect(written).toContain('seen by this test');
  expect(written).toContain('log_unavailable');
  expect(traces(written)).toEqual([]);
});
