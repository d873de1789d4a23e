import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { foldPathways } from '@waymark/pathways';
import { world } from '@waymark/pathways/testing';
import {
  BuildUnderWay,
  currentGeneration,
  openWarehouse,
  readPathways,
  readProgress,
} from '@waymark/warehouse';
import { startFront } from '@waymark/warehouse/testing';
import { rebuild } from './rebuild.js';
import { openTestLog, push } from './testing/logs.js';
import { startReader } from './testing/readers.js';
import { startProcessor, until } from './testing/running.js';

jest.setTimeout(120_000);

const PEOPLE = 80;

test('processors in other processes go over by themselves: no record is missing, and no reader is shown less', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'waymark-rebuild-'));
  const front = await startFront(directory);
  const [warehouse, elsewhere] = await Promise.all([1, 2].map(() => openWarehouse({ url: front.url })));
  const log = await openTestLog();
  const history = world();
  for (let person = 0; person < PEOPLE; person += 1) {
    const referral = history.provider('lw').referral(`r${person}`);
    referral.received('2026-01-05').attended('2026-01-12', `b${person}`);
  }
  const events = history.sent().map(({ event }) => event);

  // They share the partitions, and only the first is told of the rebuild.
  const here = await startProcessor(log, warehouse!);
  const other = await startProcessor(log, elsewhere!);
  await push(log, events.slice(0, 60), [20]);
  const reader = startReader(log, elsewhere!);
  const pushing = (async () => {
    for (let from = 60; from < events.length; from += 2) {
      await push(log, events.slice(from, from + 2), [2]);
      await sleep(40);
    }
  })();
  const building = rebuild({ log, warehouse: warehouse!, live: here.pipeline });
  await sleep(1_500);
  await expect(rebuild({ log, warehouse: elsewhere!, live: other.pipeline })).rejects.toThrow(BuildUnderWay);
  const { generation } = await building;
  await pushing;
  const current = await currentGeneration(warehouse!);
  expect(current?.id).toBe(generation);
  await until(async () => {
    const progress = await readProgress(warehouse!, current!.database);
    return [...progress.values()].reduce((sum, { nextOffset }) => sum + nextOffset, 0) === events.length;
  });
  expect(await readPathways(warehouse!, current!.database)).toEqual(foldPathways(history.events()).pathways);
  const readings = await reader.stop();
  for (const what of ['journeys', 'shownUpTo', 'generation'] as const) {
    const told = readings.map((reading) => reading[what]);
    expect(told).toEqual(told.toSorted((a, b) => a - b));
  }
  await here.stop();
  await other.stop();
  await warehouse!.close();
  await elsewhere!.close();
  await front.stop();
  await log.close();
  await rm(directory, { recursive: true, force: true });
});
