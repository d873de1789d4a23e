import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readCredentials, type Credentials } from '../credentials.js';

const MAIN = path.resolve(__dirname, '../../dist/main.js');
const KEY = 'a key of the tests, 32 characters or more';

export interface RunningProgram {
  url: string;
  dataDir: string;
  credentials: Credentials;
  child: ChildProcess;
  /** Everything it wrote so far, both streams. */
  output(): string;
  /** Ends it and answers its exit code (null when the signal ended it). */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

export const newDataDir = (): string => mkdtempSync(path.join(tmpdir(), 'waymark-test-'));

/** Starts the built program, as `npm start` does, and resolves when it answers. Nothing is seeded unless `env` says so. */
export async function startProgram(
  options: {
    dataDir?: string;
    roles?: string;
    env?: Record<string, string>;
    /** Told of the process before it answers, e.g. to kill it while it starts. */
    onSpawn?: (child: ChildProcess) => void;
  } = {},
): Promise<RunningProgram> {
  const dataDir = options.dataDir ?? newDataDir();
  const args = ['serve', ...(options.roles === undefined ? [] : ['--roles', options.roles])];
  const { child, output } = run(args, { ...environment(dataDir), ...options.env });
  options.onSpawn?.(child);
  const url = await answered(child, output);
  const credentials = readCredentials(dataDir);
  if (!credentials) throw new Error('the program made no credentials');
  return {
    ...{ url, dataDir, credentials, child, output },
    stop: async (signal = 'SIGTERM') => {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
      child.kill(signal);
      const [code] = (await once(child, 'exit')) as [number | null];
      return code;
    },
  };
}

/** Runs one command of the program to its end. */
export async function runProgram(
  args: string[],
  env: Record<string, string>,
): Promise<{ code: number | null; output: string }> {
  const { child, output } = run(args, env);
  const [code] = (await once(child, 'exit')) as [number | null];
  return { code, output: output() };
}

/** Settings of a run on a data directory of its own; a shell's own settings stay outside. */
export function environment(dataDir: string): Record<string, string> {
  const inherited = Object.entries(process.env).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined && !/^(WAYMARK_|KAFKA_|CLICKHOUSE_|OIDC_|FARO_)/.test(entry[0]),
  );
  const own = {
    WAYMARK_DATA_DIR: dataDir,
    WAYMARK_PORT: '0',
    WAYMARK_SEED: 'none',
    WAYMARK_PSEUDONYM_KEY: KEY,
  };
  return { ...Object.fromEntries(inherited), ...own };
}

function run(args: string[], env: Record<string, string>): { child: ChildProcess; output: () => string } {
  const child = spawn(process.execPath, [MAIN, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  }
  return { child, output: () => text };
}

async function answered(child: ChildProcess, output: () => string): Promise<string> {
  for (;;) {
    const url = /answers at (http:\S+)/.exec(output())?.[1];
    if (url !== undefined) return url;
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error(`the program ended before it answered:\n${output()}`);
    await sleep(50);
  }
}
