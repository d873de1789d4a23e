import { exampleEvent } from '@waymark/events/testing';
import { receiptsOf, Registry } from '@waymark/service';
import { APPOINTMENTS_PROFILE, csvOf, someAppointments } from './testing/appointments.js';
import {
  openIngestServer,
  someEvents,
  type Answer,
  type IngestServer,
  type Sent,
} from './testing/ingest-server.js';

type As = NonNullable<Sent['as']>;

let server: IngestServer;
beforeEach(async () => {
  server = await openIngestServer();
});
afterEach(() => server.close());

const pushAs = (as: As, events: unknown, headers?: Record<string, string>): Promise<Answer> =>
  server.send({ as, body: JSON.stringify(events), ...(headers && { headers }) });
const from = (source: string, id: string): Record<string, unknown> =>
  exampleEvent('org.waymark.referral.accepted.v1', { id, source, subject: 'r-1' });
const bare = ({ status, body }: Answer): unknown => [status, body];

describe('a test key', () => {
  test('is answered as a live one, duplicates, conflicts and refusals included, says so, and stores nothing', async () => {
    const [event, other] = someEvents(2);
    const pushes = [[event], [event], [{ ...event, time: '2026-01-01T00:00:00Z' }, other, 'text'], ['text']];
    const rehearsed: Answer[] = [];
    for (const events of pushes) rehearsed.push(await pushAs('tester', events));
    expect(rehearsed.map(({ status }) => status)).toEqual([202, 202, 207, 422]);
    expect(rehearsed.map(({ headers }) => headers['waymark-test'])).toEqual(
      pushes.map(() => 'nothing-stored'),
    );
    expect([await server.stored(), server.log.appends]).toEqual([[], 0]);
    const live: Answer[] = [];
    for (const events of pushes) live.push(await pushAs('acme', events));
    expect(live.map(bare)).toEqual(rehearsed.map(bare));
    expect(live.map(({ headers }) => headers['waymark-test'])).toEqual(pushes.map(() => undefined));
    expect(await server.stored()).toHaveLength(2);
  });

  test('leaves no receipt in the feed of its provider', async () => {
    await pushAs('tester', ['text']);
    await server.app.close();
    expect(receiptsOf(server.registry, 'acme', '')).toEqual([]);
  });

  test('takes a file as a dry run does, and stores neither profile nor job', async () => {
    const profile = (as: As): Promise<Answer> =>
      server.send({ method: 'PUT', path: '/v1/profiles/appointments', as, body: APPOINTMENTS_PROFILE });
    const file = (as: As): Promise<Answer> =>
      server.send({
        ...{ path: '/v1/imports?profile=appointments&id=job', as, type: 'text/csv' },
        body: csvOf(someAppointments(5)),
      });
    expect((await profile('tester')).status).toBe(200);
    expect((await file('tester')).status).toBe(404);
    expect((await profile('acme')).status).toBe(200);
    const rehearsed = await file('tester');
    expect(await server.stored()).toEqual([]);
    expect(server.registry.all('import')).toEqual([]);
    const { events: _, ...counts } = (await file('acme')).body as object as { events: number };
    expect(rehearsed).toMatchObject({ status: 200, body: counts });
  });
});

describe('a supplier’s key', () => {
  test('sends for several providers in one push; the prefix of each source tells whose an event is', async () => {
    const answer = await pushAs('supplier', [
      from('https://acme.example/crm', 'e-1'),
      from('urn:leisure:crm', 'e-1'),
      from('https://elsewhere.example/', 'e-1'),
      'text',
    ]);
    expect(answer.status).toBe(207);
    expect(answer.body.results.map(({ code = '' }) => code)).toEqual([
      ...['', '', 'source_not_allowed', 'not_an_object'],
    ]);
    const stored = await server.stored();
    expect(stored.map(({ providerid }) => providerid).sort()).toEqual(['acme', 'leisure']);
    expect(await pushAs('acme', [from('https://acme.example/crm', 'e-1')])).toMatchObject({
      body: { duplicates: 1 },
    });
  });

  test('acts for the one provider that the header names, and for no other', async () => {
    const acting = { 'waymark-provider': 'leisure' };
    const both = [from('https://acme.example/crm', 'e-1'), from('urn:leisure:crm', 'e-1')];
    const { body } = await pushAs('supplier', both, acting);
    expect(body.results.map(({ status }) => status)).toEqual(['rejected', 'accepted']);
    expect(await pushAs('supplier', both, { 'waymark-provider': 'other' })).toMatchObject({
      ...{ status: 403, body: { code: 'not_served' } },
    });
    expect(await pushAs('acme', both, acting)).toMatchObject({ status: 403, body: { code: 'not_served' } });
  });

  test('has to name one where nothing else tells', async () => {
    const get = (headers?: Record<string, string>): Promise<Answer> =>
      server.send({ method: 'GET', path: '/v1/imports/none', as: 'supplier', ...(headers && { headers }) });
    expect(await get()).toMatchObject({ status: 400, body: { code: 'provider_needed' } });
    expect(await get({ 'waymark-provider': 'acme' })).toMatchObject({
      ...{ status: 404, body: { code: 'unknown_import' } },
    });
  });
});

test('a key revoked in another process is refused here', async () => {
  const elsewhere = await Registry.open(server.log);
  const { key, keyId } = await elsewhere.issueKey('acme');
  const push = async (): Promise<number> =>
    (await server.send({ headers: { authorization: `Bearer ${key}` }, body: JSON.stringify(someEvents(1)) }))
      .status;
  while ((await push()) === 401) await new Promise((resolve) => setTimeout(resolve, 1));
  await elsewhere.revokeKey('acme', keyId);
  while ((await push()) !== 401) await new Promise((resolve) => setTimeout(resolve, 1));
  await elsewhere.close();
});
