import { mkdtemp, rm, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EventLog } from '../port.js';
import { fileHandles } from '../testing/file-handles.js';
import { eventually, numbered, readAll } from '../testing/records.js';
import { openEmbeddedLog } from './embedded-log.js';

const TOPIC = 'durable';
let directory = '';
let log: EventLog;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'waymark-durable-'));
  log = await openEmbeddedLog({ directory });
  await log.ensureTopics([{ name: TOPIC, partitions: 1 }]);
  await log.append(TOPIC, numbered(3));
});
afterEach(async () => {
  jest.restoreAllMocks();
  await log.close();
  await rm(directory, { recursive: true, force: true });
});

/** Makes every sync wait until it is let through. */
async function heldSyncs(): Promise<{ begun(): number; letThrough(): void }> {
  const handles = await fileHandles();
  const sync = handles.datasync;
  let begun = 0;
  let letThrough = (): void => undefined;
  const allowed = new Promise<void>((resolve) => (letThrough = resolve));
  jest.spyOn(handles, 'datasync').mockImplementation(async function (this: FileHandle) {
    begun += 1;
    await allowed;
    await Reflect.apply(sync, this, []);
  });
  return { begun: () => begun, letThrough };
}

test('until the disk has confirmed its bytes, an append does not resolve and nothing of it can be read', async () => {
  const syncs = await heldSyncs();
  let resolved = false;
  const appended = log.append(TOPIC, numbered(2)).then(() => (resolved = true));
  await eventually(() => syncs.begun() === 1);
  const ends = log.ends(TOPIC);
  const before = log.read(TOPIC, { from: new Map([[0, 0]]), until: new Map([[0, 3]]) });
  for await (const batch of before) expect(batch.records.map(({ offset }) => offset)).toEqual([0, 1, 2]);
  expect(resolved).toBe(false);
  syncs.letThrough();
  await appended;
  // The ends were asked for when the append already had its time: they wait for it.
  expect(await ends).toEqual([5]);
  expect(await readAll(log, TOPIC)).toHaveLength(5);
});

test('appends that arrive together, or while a write is under way, share one write and one sync', async () => {
  const syncs = await heldSyncs();
  const write = jest.spyOn(await fileHandles(), 'write');
  const together = Array.from({ length: 100 }, () => log.append(TOPIC, numbered(2)));
  await eventually(() => syncs.begun() === 1);
  const meanwhile = Array.from({ length: 100 }, () => log.append(TOPIC, numbered(2)));
  syncs.letThrough();
  await Promise.all([...together, ...meanwhile]);
  expect(syncs.begun()).toBe(2);
  expect(write).toHaveBeenCalledTimes(2);
});
