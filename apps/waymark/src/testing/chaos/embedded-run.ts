import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openEmbeddedLog } from '@waymark/event-log';
import { openWarehouse } from '@waymark/warehouse';
import { shown } from '../calls.js';
import { freePort } from '../free-port.js';
import { newDataDir, startProgram, type RunningProgram } from '../running-program.js';
import { accountFor, type Account } from './account.js';
import { NumberedPush } from './numbered-push.js';

/**
 * The one-process program on the embedded log, killed with SIGKILL at random moments (also while it starts) and started
 * again, under a provider that goes on sending.
 */
export async function killTheProgram(cycles: number, random: () => number): Promise<Account> {
  const dataDir = newDataDir();
  const env = { WAYMARK_PORT: String(await freePort()) };
  const start = (): Promise<RunningProgram> => startProgram({ dataDir, env });
  let program = await start();
  const key = program.credentials.providers['demo-leisure']?.key ?? '';
  const pushed = new NumberedPush(() => ({ url: program.url, key }));
  await pushed.begin();
  for (let cycle = 0; cycle < cycles; cycle += 1) {
    await sleep(50 + random() * 1_000);
    await program.stop('SIGKILL');
    if (random() < 0.25) await killWhileStarting({ dataDir, env }, random() * 2_000);
    program = await start();
  }
  await pushed.finish();
  await shown(program);
  const code = await program.stop();
  if (code !== 0) throw new Error(`the program ended with ${code} after SIGTERM`);

  return accountOf(dataDir, pushed);
}

async function killWhileStarting(
  options: Parameters<typeof startProgram>[0],
  afterMs: number,
): Promise<void> {
  const killed = (child: ChildProcess): unknown => setTimeout(() => child.kill('SIGKILL'), afterMs);
  const started = await startProgram({ ...options, onSpawn: killed }).catch(() => undefined);
  // It may have been quick enough to answer before it was killed.
  if (started && started.child.signalCode === null) await once(started.child, 'exit');
}

async function accountOf(dataDir: string, pushed: NumberedPush): Promise<Account> {
  const log = await openEmbeddedLog({ directory: path.join(dataDir, 'log') });
  const warehouse = await openWarehouse({ directory: path.join(dataDir, 'chdb') });
  try {
    return await accountFor(pushed, log, warehouse);
  } finally {
    await warehouse.close();
    await log.close();
  }
}
