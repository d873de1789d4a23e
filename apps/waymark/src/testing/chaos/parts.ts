import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openKafkaLog } from '@waymark/event-log';
import { openWarehouse } from '@waymark/warehouse';
import { startFront, type Front } from '@waymark/warehouse/testing';
import { startBroker, type Broker } from '../../../../../infra/kafka/broker.cjs';
import { freePort } from '../free-port.js';
import { newDataDir, startProgram, type RunningProgram } from '../running-program.js';
import { accountFor, type Account, type Cycle } from './account.js';
import { FaultyLine } from './faulty-line.js';
import type { NumberedPush } from './numbered-push.js';

export type Role = 'ingest' | 'processor' | 'portal';
export type Part = Role | 'broker' | 'warehouse';

/** Each part of a production set-up as a process of its own, and a line between the roles and the warehouse. */
export class Parts {
  private readonly programs = new Map<Part, RunningProgram>();

  private constructor(
    private readonly dataDir: string,
    private readonly ports: { warehouse: number; ingest: number },
    private readonly broker: Broker,
    private front: Front,
    readonly line: FaultyLine,
  ) {}

  static async start(): Promise<Parts> {
    const dataDir = newDataDir();
    const ports = { warehouse: await freePort(), ingest: await freePort() };
    const broker = await startBroker();
    const front = await startFront(path.join(dataDir, 'front'), ports.warehouse);
    const parts = new Parts(dataDir, ports, broker, front, await FaultyLine.open(ports.warehouse));
    for (const role of ['ingest', 'portal', 'processor'] as const) await parts.startRole(role);
    return parts;
  }

  get portal(): RunningProgram {
    return this.program('portal');
  }

  ingestTarget(): { url: string; key: string } {
    const { credentials } = this.program('ingest');
    return {
      url: `http://127.0.0.1:${this.ports.ingest}`,
      key: credentials.providers['demo-leisure']?.key ?? '',
    };
  }

  async killAndRestart(part: Part, awayMs: number): Promise<void> {
    if (part === 'broker') {
      await this.broker.kill();
      await sleep(awayMs);
      await this.broker.restart();
    } else if (part === 'warehouse') {
      await this.front.kill();
      await sleep(awayMs);
      this.front = await startFront(path.join(this.dataDir, 'front'), this.ports.warehouse);
    } else {
      await this.program(part).stop('SIGKILL');
      await sleep(awayMs);
      await this.startRole(part);
    }
  }

  /** It keeps its connections and answers nothing, then goes on as if no time had passed. */
  async hang(part: 'broker' | 'warehouse', forMs: number): Promise<void> {
    const { pid } = part === 'broker' ? this.broker : this.front;
    process.kill(pid, 'SIGSTOP');
    await sleep(forMs);
    process.kill(pid, 'SIGCONT');
  }

  async stopAndAccount(pushed: NumberedPush, cycles: readonly Cycle[]): Promise<Account> {
    for (const [part, program] of this.programs) {
      const code = await program.stop();
      if (code !== 0) throw new Error(`${part} ended with ${code} after SIGTERM:\n${program.output()}`);
    }
    const log = await openKafkaLog({ brokers: [this.broker.brokers], clientId: 'chaos' });
    const warehouse = await openWarehouse({ url: this.front.url });
    try {
      return await accountFor(pushed, cycles, { log, warehouse });
    } finally {
      await warehouse.close();
      await log.close();
      await this.line.close();
      await this.front.stop();
      await this.broker.stop();
    }
  }

  private async startRole(role: Role): Promise<void> {
    const env = { KAFKA_BROKERS: this.broker.brokers, CLICKHOUSE_URL: this.line.url };
    const port = role === 'ingest' ? { WAYMARK_PORT: String(this.ports.ingest) } : {};
    this.programs.set(
      role,
      await startProgram({ dataDir: this.dataDir, roles: role, env: { ...env, ...port } }),
    );
  }

  private program(part: Part): RunningProgram {
    const program = this.programs.get(part);
    if (!program) throw new Error(`${part} was not started`);
    return program;
  }
}
