import type { ImportJob } from '@waymark/service';
import { foldPathways } from '@waymark/pathways';
import { knownEvents } from '../testing/known-events.js';
import { openIngestServer, type IngestServer } from '../testing/ingest-server.js';
import { REGISTER_PROFILE, REGISTER_ROWS, registerFile, WEEKS } from '../testing/register.js';

const ROWS = REGISTER_ROWS.slice(0, 3);

let server: IngestServer;
beforeEach(async () => {
  server = await openIngestServer();
  const body = `${REGISTER_PROFILE}\nsnapshot: true\n`;
  await server.send({ method: 'PUT', path: '/v1/profiles/register', as: 'staff', body });
});
afterEach(() => server.close());

async function send(rows: typeof ROWS, id: string): Promise<ImportJob> {
  const path = `/v1/imports?profile=register&id=${id}`;
  const answer = await server.send({ path, as: 'staff', type: 'text/csv', body: registerFile(rows) });
  expect(answer).toMatchObject({ status: 200, body: { rejected: 0 } });
  return server.registry.entity<ImportJob>('import', `acme/register/${id}`) as ImportJob;
}

async function counted(): Promise<{ people: number; sessions: number }> {
  const { pathways } = foldPathways(await knownEvents(server.log));
  return { people: pathways.length, sessions: pathways.flatMap((row) => row.session_outcome).length };
}

/** The voids that a person pushes for what is gone, as docs/csv-profiles.md writes them. */
async function voidsOfGone({ revision, updatedAt, source }: ImportJob): Promise<object[]> {
  const stored = await server.stored();
  const present = new Set(stored.filter((event) => event.revision === revision).map(({ id }) => id));
  return stored
    .filter(({ id, type }) => !present.has(id) && !type.includes('voided'))
    .map(({ id, subject }) => ({
      ...{
        specversion: '1.0',
        type: 'org.waymark.event.voided.v1',
        source,
        subject,
        time: updatedAt,
        revision,
      },
      ...{ id: id.replace('.', '.void.'), data: { eventId: id } },
    }));
}

test('a row that is gone counts until a person voids it, and counts again when a later file holds it', async () => {
  await send(ROWS, 'a');
  const second = await send(ROWS.slice(1), 'b');
  expect(second).toMatchObject({ revision: 1, source: 'https://acme.example/import/register' });
  expect(await counted()).toEqual({ people: 3, sessions: 3 * WEEKS });

  const voids = await voidsOfGone(second);
  expect(voids).toHaveLength(1 + 2 * WEEKS);
  const push = () => server.send({ as: 'staff', body: JSON.stringify(voids) });
  expect((await push()).body).toMatchObject({ accepted: voids.length, rejected: 0 });
  expect((await push()).body).toMatchObject({ duplicates: voids.length, rejected: 0 });
  expect(await counted()).toEqual({ people: 2, sessions: 2 * WEEKS });

  await send(ROWS, 'c');
  expect(await counted()).toEqual({ people: 3, sessions: 3 * WEEKS });
  const fourth = await send(ROWS.slice(1), 'd');
  expect(await counted()).toEqual({ people: 3, sessions: 3 * WEEKS });
  await server.send({ as: 'staff', body: JSON.stringify(await voidsOfGone(fourth)) });
  expect(await counted()).toEqual({ people: 2, sessions: 2 * WEEKS });
});
