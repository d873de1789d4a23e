import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startFront } from '@waymark/warehouse/testing';
import { newDataDir } from '../running-program.js';

/** Less than the engine leaves free: it refuses to write, while the log still finds room. */
const LAST_BYTES = 8 * 1024 * 1024;
/** A statement that found room before has ended after so long. */
const STATEMENT_MS = 500;

/** A place for the program's data that can be filled up and freed while it runs. */
export interface SmallDisk {
  dataDir: string;
  env: Record<string, string>;
  warehouse: { url: string } | { directory: string };
  /** The engine's share is used up, the log's is not. Undefined where only the log can be limited. */
  fillTheTables?(): void;
  fill(pid: number): Promise<void>;
  free(pid: number): void;
  remove(): Promise<void>;
}

/**
 * A file system of its own in memory (root, or sudo without a password), else the limit of a process's file size, with the
 * tables in a process that it does not hit: the engine takes no notice of writes that fail. Undefined where neither can be
 * had. WAYMARK_TEST_NO_MOUNT asks for the second.
 */
export async function smallDisk(): Promise<SmallDisk | undefined> {
  const mayMount = process.env['WAYMARK_TEST_NO_MOUNT'] === undefined;
  return (mayMount ? mountedDisk() : undefined) ?? limitedFiles();
}

function mountedDisk(): SmallDisk | undefined {
  const dataDir = newDataDir();
  const mount = (...args: string[]): boolean => runs('mount', args) || runs('sudo', ['-n', 'mount', ...args]);
  if (!mount('-t', 'tmpfs', '-o', 'size=8g,mode=0777', 'tmpfs', dataDir)) return undefined;
  // What is in use may grow meanwhile, and a size below that is refused.
  const leave = (bytes: number): void => {
    for (let attempt = 0; attempt < 100; attempt += 1) {
      const { blocks, bfree, bsize } = fs.statfsSync(dataDir);
      if (mount('-o', `remount,size=${(blocks - bfree) * bsize + bytes}`, dataDir)) return;
    }
    throw new Error(`${dataDir} cannot be made smaller`);
  };
  return {
    dataDir,
    env: {},
    warehouse: { directory: path.join(dataDir, 'chdb') },
    fillTheTables: () => leave(LAST_BYTES),
    fill: async () => {
      leave(LAST_BYTES);
      await sleep(STATEMENT_MS);
      leave(0);
    },
    free: () => {
      mount('-o', 'remount,size=8g', dataDir);
    },
    remove: async () => {
      // Lazily: a test that failed may have left a program on it.
      if (!runs('umount', ['-l', dataDir])) assertRuns('sudo', ['-n', 'umount', '-l', dataDir]);
    },
  };
}

async function limitedFiles(): Promise<SmallDisk | undefined> {
  if (!runs('prlimit', ['--version'])) return undefined;
  const dataDir = newDataDir();
  const front = await startFront(path.join(dataDir, 'front'));
  const limit = (pid: number, bytes: string): void =>
    assertRuns('prlimit', ['--pid', String(pid), `--fsize=${bytes}:`]);
  return {
    dataDir,
    env: { CLICKHOUSE_URL: front.url },
    warehouse: { url: front.url },
    fill: async (pid) => limit(pid, '0'),
    free: (pid) => {
      // One that was killed has no limit any more.
      if (pid !== 0) limit(pid, 'unlimited');
    },
    remove: () => front.stop(),
  };
}

function assertRuns(command: string, args: string[]): void {
  if (!runs(command, args)) throw new Error(`${command} ${args.join(' ')} failed`);
}

function runs(command: string, args: string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}
