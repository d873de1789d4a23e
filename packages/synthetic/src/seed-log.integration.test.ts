import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { openEmbeddedLog, partitionForKey, TOPICS, type EventLog, type NewRecord } from '@waymark/event-log';
import { seedLog } from './seed-log.js';
import { synthesise } from './synthesise.js';
import { make, OPTIONS } from './testing/make.js';

const { name, partitions } = TOPICS.events;
const options = { ...OPTIONS, referrals: 60, chunkRecords: 200 };
let directory: string;
let log: EventLog;

beforeEach(async () => {
  directory = fs.mkdtempSync(path.join(os.tmpdir(), 'waymark-seed-'));
  log = await openEmbeddedLog({ directory, report: () => undefined });
  await log.ensureTopics([TOPICS.events]);
});
afterEach(async () => {
  await log.close();
  fs.rmSync(directory, { recursive: true });
});

async function contents(): Promise<string[][]> {
  const read = Array.from({ length: partitions }, (): string[] => []);
  const ends = await log.ends(name);
  const range = (of: number[]): Map<number, number> =>
    new Map(of.map((offset, partition) => [partition, offset]));
  for await (const { partition, records } of log.read(name, {
    from: range(ends.map(() => 0)),
    until: range(ends),
  })) {
    read[partition]?.push(...records.map(({ key, value, appendedAt }) => lineOf(key, value, appendedAt)));
  }
  return read;
}

const lineOf = (key: string, value: Uint8Array | null, at: number): string =>
  `${at} ${key} ${Buffer.from(value ?? []).toString('utf8')}`;

async function expected(): Promise<string[][]> {
  const wanted = Array.from({ length: partitions }, (): string[] => []);
  for (const { key, value, appendedAt } of await make(options)) {
    wanted[partitionForKey(Buffer.from(key), partitions)]?.push(lineOf(key, value, appendedAt));
  }
  return wanted;
}

test('a seeded log holds the history, each record at its simulated time in the partition of its key', async () => {
  const told: number[] = [];
  const records = await seedLog(log, synthesise(options), (sofar) => told.push(sofar));
  expect(await contents()).toEqual(await expected());
  expect(told.at(-1)).toBe(records);
  expect(told.length).toBeGreaterThan(5);
});

test('seeding again adds nothing', async () => {
  await seedLog(log, synthesise(options));
  const before = await log.ends(name);
  await seedLog(log, synthesise(options));
  expect(await log.ends(name)).toEqual(before);
});

test('a seeding broken off with some partitions of a chunk written goes on to the same log', async () => {
  let appends = 0;
  const breaking: EventLog = Object.assign(Object.create(log) as EventLog, {
    append: async (topic: string, records: readonly NewRecord[]) => {
      appends += 1;
      if (appends < 3) return log.append(topic, records);
      await log.append(
        topic,
        records.filter(({ key }) => partitionForKey(Buffer.from(key), partitions) % 2 === 0),
      );
      throw new Error('power cut');
    },
  });
  await expect(seedLog(breaking, synthesise(options))).rejects.toThrow('power cut');
  await seedLog(log, synthesise(options));
  expect(await contents()).toEqual(await expected());
});
