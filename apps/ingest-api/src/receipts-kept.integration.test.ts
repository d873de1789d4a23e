import { LogUnavailable } from '@waymark/event-log';
import { receiptsOf, RECEIPTS, type Receipts } from '@waymark/service';
import { NOW } from '@waymark/events/testing';
import { openIngestServer, someEvents, type IngestServer } from './testing/ingest-server.js';

let server: IngestServer;
beforeEach(async () => {
  server = await openIngestServer();
});
afterEach(() => server.close());

const today = NOW.toISOString().slice(0, 10);
const kept = (): Receipts[] => receiptsOf(server.registry, 'acme', '');

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 20));
}

test('what a push refused and what came twice is kept by day, reason and place, and nothing of what was sent', async () => {
  const [event, other] = someEvents(2);
  const named = { ...other, data: { JaneSmith: 'x' } };
  await server.push([event, event, named, { ...other, id: '' }, 'text']);
  await server.push([named]);
  await until(() => kept()[0]?.refused.find(({ code }) => code === 'unknown_member')?.count === 2);
  expect(kept()).toMatchObject([{ provider: 'acme', day: today, duplicates: 1 }]);
  expect(kept()[0]?.refused.map(({ code, pointer, count }) => [code, pointer, count])).toEqual([
    ['unknown_member', '/data', 2],
    [expect.any(String), '/id', 1],
    ['not_an_object', '', 1],
  ]);
  expect((await server.bytes()).includes('Jane')).toBe(false);
});

test('what all was taken leaves no receipt, and validating none either', async () => {
  await server.push(someEvents(3));
  await server.push(['text'], '/v1/events:validate');
  await server.app.close();
  expect(kept()).toEqual([]);
});

test('a process that ends writes what it has counted', async () => {
  await server.push(['text']);
  await server.app.close();
  expect(kept()).toMatchObject([{ refused: [{ code: 'not_an_object', count: 1 }] }]);
});

test('a log that takes no writes loses no receipt and refuses no answer', async () => {
  const append = jest.spyOn(server.log, 'append').mockRejectedValue(new LogUnavailable('the disk is full'));
  expect((await server.push(['text'])).status).toBe(422);
  await until(() => append.mock.calls.length > 0);
  append.mockRestore();
  await until(() => kept().length > 0);
  expect(kept()).toMatchObject([{ refused: [{ code: 'not_an_object', count: 1 }] }]);
});

test('what is older than is told is forgotten', async () => {
  const old = { provider: 'acme', day: '2020-01-01', process: 'x', duplicates: 1, refused: [] };
  await server.registry.put(RECEIPTS, 'acme/2020-01-01/x', old);
  await server.push(['text']);
  await until(() => kept().every(({ day }) => day === today) && kept().length === 1);
});
