import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { link, open, readFile, readlink, stat, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify, types } from 'node:util';
import { LogLocked } from '../errors.js';
import { isMissing } from './durable-files.js';

const BEAT_MS = 2_000;
const SILENT_MS = 15_000;

/** Who holds a lock. A pid alone would not do: after a crash another process may have been given the same one. */
interface Holder {
  token: string;
  pid: number;
  /** When the process of that pid began, as its machine tells it; empty where it cannot be known. */
  started: string;
  /** The boot of the machine, and the pid namespace (a container has its own): where `pid` means something. */
  boot: string;
  namespace: string;
}

export interface DirectoryLock {
  release(): Promise<void>;
}

/** Takes the lock of a directory, also one left behind by a process that died. Throws {@link LogLocked}. */
export async function lockDirectory(directory: string): Promise<DirectoryLock> {
  const path = join(directory, '.lock');
  const me = await thisProcess();
  const mine = join(directory, `.lock-${me.token}`);
  await writeFile(mine, JSON.stringify(me));
  try {
    await acquire(mine, path, directory);
  } finally {
    await unlink(mine);
  }
  return held(path, me);
}

async function held(path: string, me: Holder): Promise<DirectoryLock> {
  const handle = await open(path, 'r+');
  // Only a process in another container has to go by this sign of life; it cannot see our pid.
  const beat = setInterval(() => void handle.utimes(new Date(), new Date()).catch(() => undefined), BEAT_MS);
  beat.unref();
  return {
    async release() {
      clearInterval(beat);
      await handle.close();
      if ((await readHolder(path))?.token === me.token) await unlink(path);
    },
  };
}

async function linked(mine: string, path: string): Promise<boolean> {
  try {
    await link(mine, path);
    return true;
  } catch (fault) {
    if (types.isNativeError(fault) && 'code' in fault && fault.code === 'EEXIST') return false;
    throw fault;
  }
}

async function acquire(mine: string, path: string, directory: string): Promise<void> {
  while (!(await linked(mine, path))) {
    const holder = await readHolder(path);
    if (!holder) continue;
    if (await isAlive(holder, path))
      throw new LogLocked(directory, `process ${holder.pid} (lock file ${path})`);
    await removeStale(mine, path, holder, directory);
  }
}

/**
 * Several processes may find the same stale lock, and one of them may be slow: it must not remove the lock of whoever
 * was quicker. So the right to remove a certain lock is itself a lock, named after it.
 */
async function removeStale(mine: string, path: string, stale: Holder, directory: string): Promise<void> {
  const right = `${path}-after-${stale.token}`;
  await acquire(mine, right, directory);
  try {
    if ((await readHolder(path))?.token === stale.token) await unlink(path);
  } finally {
    await unlink(right);
  }
}

async function readHolder(path: string): Promise<Holder | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Holder;
  } catch (fault) {
    if (isMissing(fault)) return undefined;
    if (types.isNativeError(fault) && fault.name === 'SyntaxError')
      return { token: 'unreadable', pid: 0, started: '', boot: 'unknown', namespace: '' };
    throw fault;
  }
}

async function isAlive(holder: Holder, path: string): Promise<boolean> {
  const here = await thisProcess();
  if (holder.boot !== here.boot) return false;
  if (holder.namespace !== here.namespace) {
    const seen = await stat(path).catch(() => undefined);
    return seen !== undefined && Date.now() - seen.mtimeMs < SILENT_MS;
  }
  try {
    process.kill(holder.pid, 0);
  } catch (fault) {
    if (types.isNativeError(fault) && 'code' in fault && fault.code === 'ESRCH') return false;
  }
  const started = await startOf(holder.pid);
  return started === holder.started || started === '' || holder.started === '';
}

async function thisProcess(): Promise<Holder> {
  const read = (path: string): Promise<string> => readFile(path, 'utf8').catch(() => '');
  return {
    token: randomUUID(),
    pid: process.pid,
    started: await startOf(process.pid),
    boot: (await read('/proc/sys/kernel/random/boot_id')).trim(),
    namespace: await readlink('/proc/self/ns/pid').catch(() => ''),
  };
}

/** Linux: ticks from boot to the start of the process. Elsewhere: what `ps` says. Empty when neither knows. */
async function startOf(pid: number): Promise<string> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  // The name of the program, in parentheses, may hold spaces; the start is the 20th field after it.
  if (text !== undefined) return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  const ps = await promisify(execFile)('ps', ['-o', 'lstart=', '-p', String(pid)]).catch(() => undefined);
  return ps?.stdout.trim() ?? '';
}
