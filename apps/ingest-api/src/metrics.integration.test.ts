import { exampleEvent } from '@waymark/events/testing';
import { openIngestServer, someEvents, type IngestServer } from './testing/ingest-server.js';
import { csvOf, someAppointments } from './testing/appointments.js';

const NHS_NUMBER = '9434765919';
const SUBJECT = 'canary-subject-77';

let server: IngestServer;
beforeAll(async () => {
  server = await openIngestServer();
});
afterAll(() => server.close());

async function scraped(): Promise<string[]> {
  const { payload, headers } = await server.app.inject({ method: 'GET', url: '/metrics' });
  expect(headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
  return payload.split('\n');
}

test('the numbers are those of what was answered, and nothing in them is anybody’s', async () => {
  const [one, two] = someEvents(2);
  const person = { id: 'p-1', nhsNumber: NHS_NUMBER };
  const third = exampleEvent('org.waymark.referral.received.v1', { subject: SUBJECT, data: { person } });
  const wrong = exampleEvent('org.waymark.referral.received.v1', { id: NHS_NUMBER, subject: SUBJECT });
  expect((await server.push([one, two, third, wrong])).status).toBe(207);
  expect((await server.push([one])).status).toBe(202);
  expect((await server.send({ as: null, body: '[]' })).status).toBe(401);
  server.log.mode = 'refuse';
  expect((await server.push(someEvents(1, 9))).status).toBe(503);
  server.log.mode = 'works';
  await server.send({
    path: `/v1/imports?profile=none&id=1`,
    type: 'text/csv',
    body: csvOf(someAppointments(1)),
  });

  const lines = await scraped();
  expect(lines.filter((line) => /^waymark_ingest/.test(line)).sort()).toEqual([
    'waymark_ingest_bytes_in_flight 0',
    'waymark_ingest_events_total{outcome="accepted"} 3',
    'waymark_ingest_events_total{outcome="duplicate"} 1',
    'waymark_ingest_events_total{outcome="rejected",code="contains_nhs_number"} 1',
    'waymark_ingest_requests_total{status="202"} 1',
    'waymark_ingest_requests_total{status="207"} 1',
    'waymark_ingest_requests_total{status="401"} 1',
    'waymark_ingest_requests_total{status="404"} 1',
    'waymark_ingest_requests_total{status="503"} 1',
  ]);
  expect(lines).toContain('waymark_log_append_seconds_count 2');
  expect(lines.some((line) => line.startsWith('process_resident_memory_bytes '))).toBe(true);
  const text = lines.join('\n');
  for (const canary of [NHS_NUMBER, SUBJECT, 'acme', 'p-1"']) expect(text).not.toContain(canary);
});
