import { mkdtemp, readFile, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LogLocked } from '../errors.js';
import { lockDirectory } from './directory-lock.js';

let directory = '';
let path = '';
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'waymark-lock-'));
  path = join(directory, '.lock');
});
afterEach(() => rm(directory, { recursive: true, force: true }));

/** A lock as this process writes it, changed in some respects. */
async function leftBehind(changes: Record<string, unknown>): Promise<void> {
  const lock = await lockDirectory(directory);
  const holder = JSON.parse(await readFile(path, 'utf8')) as object;
  await lock.release();
  await writeFile(path, JSON.stringify({ ...holder, token: 'left-behind', ...changes }));
}

test('a directory is locked once, also within one process, and free again after the release', async () => {
  const lock = await lockDirectory(directory);
  await expect(lockDirectory(directory)).rejects.toThrow(LogLocked);
  await lock.release();
  await (await lockDirectory(directory)).release();
  expect(await readdir(directory)).toEqual([]);
});

test.each([
  ['of a process that is gone', { pid: 2 ** 22 + 1 }],
  ['of another process that had this pid', { started: 'long ago' }],
  ['from before the machine was started anew', { boot: 'another boot' }],
])('given the lock %s, it is taken over', async (_, changes) => {
  await leftBehind(changes);
  await (await lockDirectory(directory)).release();
});

test('given a lock file that was cut short by a crash, it is taken over', async () => {
  await writeFile(path, '{"tok');
  await (await lockDirectory(directory)).release();
});

test('given the lock of a process that is alive, it stays', async () => {
  await leftBehind({});
  await expect(lockDirectory(directory)).rejects.toThrow(LogLocked);
});

test('given a lock from another container, it stays while it gives signs of life and not longer', async () => {
  await leftBehind({ namespace: 'pid:[another]' });
  await expect(lockDirectory(directory)).rejects.toThrow(LogLocked);
  const longAgo = new Date(Date.now() - 60_000);
  await utimes(path, longAgo, longAgo);
  await (await lockDirectory(directory)).release();
});

test('given a stale lock, of many who want it at once exactly one gets it', async () => {
  await leftBehind({ pid: 2 ** 22 + 1 });
  const attempts = await Promise.allSettled(Array.from({ length: 20 }, () => lockDirectory(directory)));
  const won = attempts.filter((attempt) => attempt.status === 'fulfilled');
  expect(won).toHaveLength(1);
  await won[0]?.value.release();
});
