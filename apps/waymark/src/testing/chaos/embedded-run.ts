import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openEmbeddedLog } from '@waymark/event-log';
import { openWarehouse } from '@waymark/warehouse';
import { call, shown } from '../calls.js';
import { freePort } from '../free-port.js';
import { startProgram, type RunningProgram } from '../running-program.js';
import { accountFor, type Account, type Cycle } from './account.js';
import { halfPushes } from './half-push.js';
import { NumberedPush } from './numbered-push.js';
import type { SmallDisk } from './small-disk.js';

const PROVIDERS_THAT_HANG = 20;
/** So many are acknowledged while others hang, or after the disk has room again. */
const GOING_ON = 50;

/**
 * The one-process program on the embedded log, with one fault after the other, under a provider that goes on sending. Cycles take the
 * faults in turn.
 */
export async function breakTheProgram(
  cycles: number,
  random: () => number,
  disk: SmallDisk | undefined,
  dataDir: string,
): Promise<Account> {
  const run = new Run(dataDir, await freePort(), disk, random);
  await run.start();
  const { pushed } = run;
  pushed.begin();
  const faults = run.faults();
  const done: Cycle[] = [];
  for (let cycle = 0; cycle < cycles; cycle += 1) {
    const [fault, strike] = faults[cycle % faults.length] ?? [];
    if (!fault || !strike) throw new Error('there is no fault');
    done.push({ fault, from: pushed.next });
    await sleep(50 + random() * 1_000);
    await strike();
  }
  await pushed.finish();
  await shown(run.program);
  await run.stop();
  return run.account(done);
}

class Run {
  readonly pushed = new NumberedPush(() => this.target());
  private running: RunningProgram | undefined;

  constructor(
    private readonly dataDir: string,
    private readonly port: number,
    private readonly disk: SmallDisk | undefined,
    private readonly random: () => number,
  ) {}

  faults(): [string, () => Promise<void>][] {
    const { disk } = this;
    const tables = disk?.fillTheTables;
    const all: [string, (() => Promise<void>) | undefined][] = [
      ['killed', () => this.killAndStart()],
      ['providers hang', () => this.providersHang()],
      ['killed while starting', () => this.killWhileStarting()],
      ['disk full', disk && (() => this.diskFull(disk))],
      ['told to stop', () => this.stopAndStart()],
      ['disk full for the tables', tables && (() => this.tablesFull(disk, tables))],
      ['killed on a full disk', disk && (() => this.killedOnFullDisk(disk))],
    ];
    return all.filter((each): each is [string, () => Promise<void>] => each[1] !== undefined);
  }

  get program(): RunningProgram {
    if (!this.running) throw new Error('the program was not started');
    return this.running;
  }

  async start(onSpawn?: (child: ChildProcess) => void): Promise<void> {
    const env = { WAYMARK_PORT: String(this.port), ...this.disk?.env };
    this.running = await startProgram({ dataDir: this.dataDir, env, ...(onSpawn && { onSpawn }) });
  }

  async stop(): Promise<void> {
    const code = await this.program.stop();
    if (code !== 0) throw new Error(`it ended with ${code} after SIGTERM:\n${this.program.output()}`);
  }

  async account(cycles: readonly Cycle[]): Promise<Account> {
    const log = await openEmbeddedLog({ directory: path.join(this.dataDir, 'log') });
    const place = this.disk?.warehouse ?? { directory: path.join(this.dataDir, 'chdb') };
    const warehouse = await openWarehouse(place);
    try {
      return await accountFor(this.pushed, cycles, { log, warehouse });
    } finally {
      await warehouse.close();
      await log.close();
    }
  }

  private target(): { url: string; key: string } {
    const { url, credentials } = this.program;
    return { url, key: credentials.providers['demo-leisure']?.key ?? '' };
  }

  private async killAndStart(): Promise<void> {
    await this.program.stop('SIGKILL');
    await this.start();
  }

  private async killWhileStarting(): Promise<void> {
    await this.program.stop('SIGKILL');
    const afterMs = this.random() * 2_000;
    await this.start((child) => setTimeout(() => child.kill('SIGKILL'), afterMs)).catch(() => undefined);
    const { child } = this.program;
    // It may have been quick enough to answer before it was killed.
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    await this.start();
  }

  private async stopAndStart(): Promise<void> {
    await halfPushes(this.target(), PROVIDERS_THAT_HANG);
    await this.stop();
    await this.start();
  }

  private async providersHang(): Promise<void> {
    await halfPushes(this.target(), PROVIDERS_THAT_HANG);
    await this.goingOn();
  }

  private async diskFull(disk: SmallDisk): Promise<void> {
    const pid = this.program.child.pid ?? 0;
    await disk.fill(pid);
    await this.refused();
    await sleep(this.random() * 1_000);
    disk.free(pid);
    await this.goingOn();
  }

  /** Events are taken in as before, and the processor waits and says for what. */
  private async tablesFull(disk: SmallDisk, fillTheTables: () => void): Promise<void> {
    fillTheTables();
    const waits = async (): Promise<boolean> => {
      const { body } = await call<object>(`${this.program.url}/health/ready`, '');
      return JSON.stringify(body).includes('NOT_ENOUGH_SPACE');
    };
    while (!(await waits())) await sleep(50);
    await this.goingOn();
    disk.free(this.program.child.pid ?? 0);
    while (await waits()) await sleep(50);
  }

  private async killedOnFullDisk(disk: SmallDisk): Promise<void> {
    await disk.fill(this.program.child.pid ?? 0);
    await this.refused();
    await this.program.stop('SIGKILL');
    disk.free(0);
    await this.start();
  }

  /** Waits for a 503: an acknowledgement on a full disk would be a lie that the account finds. */
  private async refused(): Promise<void> {
    const before = this.pushed.refused;
    while (this.pushed.refused === before) await sleep(20);
  }

  private async goingOn(): Promise<void> {
    const before = this.pushed.acknowledged;
    while (this.pushed.acknowledged < before + GOING_ON) await sleep(20);
  }
}
