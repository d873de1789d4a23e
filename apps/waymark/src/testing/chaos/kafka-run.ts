import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openKafkaLog } from '@waymark/event-log';
import { openWarehouse } from '@waymark/warehouse';
import { startFront, type Front } from '@waymark/warehouse/testing';
import { startBroker, type Broker } from '../../../../../infra/kafka/broker.cjs';
import { shown } from '../calls.js';
import { freePort } from '../free-port.js';
import { newDataDir, startProgram, type RunningProgram } from '../running-program.js';
import { accountFor, type Account } from './account.js';
import { NumberedPush } from './numbered-push.js';

type Part = 'broker' | 'warehouse' | 'ingest' | 'processor' | 'portal';
const PARTS: readonly Part[] = [
  'ingest',
  'processor',
  'broker',
  'warehouse',
  'processor',
  'ingest',
  'portal',
];

/**
 * Every role as a process of its own over Kafka and ClickHouse's HTTP; one of them, the broker or the warehouse is killed
 * with SIGKILL, stays away for a moment, and comes back, again and again, under a provider that goes on sending.
 */
export async function killAnyPart(cycles: number, random: () => number): Promise<Account> {
  const parts = await Parts.start();
  const pushed = new NumberedPush(() => parts.ingestTarget());
  await pushed.begin();
  for (let cycle = 0; cycle < cycles; cycle += 1) {
    await sleep(100 + random() * 1_500);
    await parts.killAndRestart(PARTS[cycle % PARTS.length] ?? 'ingest', random() * 1_500);
  }
  await pushed.finish();
  await shown(parts.portal);
  return parts.stopAndAccount(pushed);
}

class Parts {
  private readonly programs = new Map<Part, RunningProgram>();

  private constructor(
    private readonly dataDir: string,
    private readonly ports: { warehouse: number; ingest: number },
    private readonly broker: Broker,
    private front: Front,
  ) {}

  static async start(): Promise<Parts> {
    const dataDir = newDataDir();
    const ports = { warehouse: await freePort(), ingest: await freePort() };
    const broker = await startBroker();
    const front = await startFront(path.join(dataDir, 'front'), ports.warehouse);
    const parts = new Parts(dataDir, ports, broker, front);
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

  async stopAndAccount(pushed: NumberedPush): Promise<Account> {
    for (const [part, program] of this.programs) {
      const code = await program.stop();
      if (code !== 0) throw new Error(`${part} ended with ${code} after SIGTERM:\n${program.output()}`);
    }
    const log = await openKafkaLog({ brokers: [this.broker.brokers], clientId: 'chaos' });
    const warehouse = await openWarehouse({ url: this.front.url });
    try {
      return await accountFor(pushed, log, warehouse);
    } finally {
      await warehouse.close();
      await log.close();
      await this.front.stop();
      await this.broker.stop();
    }
  }

  private async startRole(role: 'ingest' | 'portal' | 'processor'): Promise<void> {
    const env = { KAFKA_BROKERS: this.broker.brokers, CLICKHOUSE_URL: this.front.url };
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
