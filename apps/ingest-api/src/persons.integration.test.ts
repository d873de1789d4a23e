import { exampleEvent } from '@waymark/events/testing';
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

const pushAs = (as: As, events: unknown, headers: Record<string, string> = {}): Promise<Answer> =>
  server.send({ as, body: JSON.stringify(events), headers });
const from = (source: string): Record<string, unknown> =>
  exampleEvent('org.waymark.referral.accepted.v1', { id: 'e-1', source, subject: 'r-1' });
const putProfile = (as: As, headers: Record<string, string> = {}): Promise<Answer> =>
  server.send({
    ...{ method: 'PUT', path: '/v1/profiles/appointments', as, headers },
    body: APPOINTMENTS_PROFILE,
  });

describe('a signed-in person of a provider', () => {
  test('pushes what the provider’s key may, under the provider’s name and prefixes alone', async () => {
    expect((await pushAs('staff', someEvents(1))).status).toBe(202);
    expect(await pushAs('acme', someEvents(1))).toMatchObject({ body: { duplicates: 1 } });
    expect((await pushAs('staff', [from('urn:leisure:crm')])).body.results).toMatchObject([
      { status: 'rejected', code: 'source_not_allowed' },
    ]);
    expect((await server.stored()).map(({ providerid }) => providerid)).toEqual(['acme']);
  });

  test('is known by the cookie of the portal, too', async () => {
    const cookie = `waymark_session=${server.secrets.staff}`;
    const answer = await server.send({
      ...{ path: '/v1/events:validate', as: null, headers: { cookie } },
      body: JSON.stringify(someEvents(1)),
    });
    expect(answer).toMatchObject({ status: 200, body: { accepted: 1 } });
  });

  test('stores a profile and sends a file, which the provider’s key then finds', async () => {
    expect((await putProfile('staff')).status).toBe(200);
    const path = '/v1/imports?profile=appointments&id=job';
    const body = csvOf(someAppointments(3));
    expect((await server.send({ path, as: 'staff', type: 'text/csv', body })).status).toBe(200);
    const found = await server.send({ method: 'GET', path: '/v1/imports/job' });
    expect(found).toMatchObject({ status: 200, body: { state: 'completed' } });
  });

  test('of several says which, but where the events themselves tell', async () => {
    expect(await putProfile('both')).toMatchObject({ status: 400, body: { code: 'provider_needed' } });
    expect((await putProfile('both', { 'waymark-provider': 'leisure' })).status).toBe(200);
    expect(server.registry.all('profile')).toMatchObject([{ provider: 'leisure' }]);
    const pushed = await pushAs('both', [from('https://acme.example/crm'), from('urn:leisure:crm')]);
    expect(pushed).toMatchObject({ status: 202, body: { accepted: 2 } });
    const asked = await pushAs('both', [from('urn:leisure:crm')], { 'waymark-provider': 'acme' });
    expect(asked.body.results).toMatchObject([{ code: 'source_not_allowed' }]);
  });
});

test.each([
  ['a provider that is another’s', 'staff', { 'waymark-provider': 'leisure' }, 'not_served'],
  ['one of several that is not among theirs', 'both', { 'waymark-provider': 'closed' }, 'not_served'],
  ['no provider in scope', 'unplaced', {}, 'outside_scope'],
  ['a provider in scope that there is not', 'elsewhere', {}, 'outside_scope'],
  ['another role', 'analyst', {}, 'wrong_role'],
  ['another role, naming a provider', 'analyst', { 'waymark-provider': 'acme' }, 'wrong_role'],
] as const)(
  'a person with %s is refused everywhere, and nothing is stored',
  async (_who, as, headers, code) => {
    const calls = [
      () => pushAs(as, someEvents(1), headers),
      () => server.send({ path: '/v1/events:validate', as, headers, body: JSON.stringify(someEvents(1)) }),
      () => putProfile(as, headers),
      () =>
        server.send({ path: '/v1/imports?profile=x&id=y', as, headers, type: 'text/csv', body: 'a\n1\n' }),
      () => server.send({ method: 'GET', path: '/v1/imports/y', as, headers }),
    ];
    for (const call of calls) expect(await call()).toMatchObject({ status: 403, body: { code } });
    expect(await server.stored()).toEqual([]);
    expect(server.registry.all('profile')).toEqual([]);
  },
);
