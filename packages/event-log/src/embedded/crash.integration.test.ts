import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { LogLocked } from '../errors.js';
import { SEGMENT_BYTES, TOPIC, valueOf } from '../testing/append-until-killed.js';
import { readAll, text } from '../testing/records.js';
import { openEmbeddedLog } from './embedded-log.js';

const CYCLES = 8;
const testing = join(__dirname, '../testing');

let directory = '';
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'waymark-crash-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

/** Starts a process that appends, kills it after some acknowledgements, and returns the numbers acknowledged. */
async function killedWriter(
  first: number,
  lines: number,
  whileAlive?: () => Promise<void>,
): Promise<number[]> {
  const child = spawn(
    process.execPath,
    [join(testing, 'run-typescript.cjs'), join(testing, 'append-until-killed.ts'), directory, String(first)],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const exited = once(child, 'exit');
  const acknowledged: number[] = [];
  let left = lines;
  for await (const line of createInterface(child.stdout)) {
    acknowledged.push(...line.split(' ').map(Number));
    left -= 1;
    if (left === 0) {
      await whileAlive?.();
      child.kill('SIGKILL');
    }
  }
  await exited;
  return acknowledged;
}

test('given a process killed while it appends, again and again, every acknowledged record is there once, and whole', async () => {
  const acknowledged: number[] = [];
  let first = 0;
  for (let cycle = 0; cycle < CYCLES; cycle += 1) {
    acknowledged.push(...(await killedWriter(first, 20 + cycle * 13)));
    const cuts: unknown[] = [];
    const log = await openEmbeddedLog({
      directory,
      segmentBytes: SEGMENT_BYTES,
      report: (message, details) => cuts.push([message, details]),
    });
    const records = await readAll(log, TOPIC.name);
    await log.close();
    const numbers = records.map((record) => parseInt(text(record) ?? '', 10));
    expect(records.every((record, i) => text(record) === valueOf(numbers[i] ?? -1))).toBe(true);
    expect(new Set(numbers).size).toBe(numbers.length);
    const there = new Set(numbers);
    expect(acknowledged.filter((number) => !there.has(number))).toEqual([]);
    first = Math.max(...numbers) + 1;
  }
  expect(acknowledged.length).toBeGreaterThan(CYCLES * 20);
}, 120_000);

test('a directory that another process has open is refused; once that process was killed, it is taken over', async () => {
  await killedWriter(0, 1, async () => {
    await expect(openEmbeddedLog({ directory })).rejects.toThrow(LogLocked);
  });
  const log = await openEmbeddedLog({ directory });
  await log.close();
}, 60_000);
