import { setTimeout as sleep } from 'node:timers/promises';
import { openKafkaLog, type EventLog } from '@waymark/event-log';
import { describeWithOwnBroker } from '@waymark/event-log/testing/kafka';
import { KeyChanges, Registry } from '@waymark/service';
import { call } from './testing/calls.js';
import { newDataDir, startProgram, type RunningProgram } from './testing/running-program.js';

jest.setTimeout(300_000);

const ROUNDS = 5;
const BY = { who: 'ann', role: 'admin' } as const;
const OWNER = { provider: 'demo-leisure' };

describeWithOwnBroker('a key, with two ingest processes over Kafka', (broker) => {
  let ingests: RunningProgram[];
  let log: EventLog;
  let registry: Registry;

  beforeAll(async () => {
    const dataDir = newDataDir();
    const start = (): Promise<RunningProgram> =>
      startProgram({ dataDir, roles: 'ingest', env: { KAFKA_BROKERS: broker().brokers } });
    ingests = [await start(), await start()];
    log = await openKafkaLog({ brokers: [broker().brokers], clientId: 'keys' });
    registry = await Registry.open(log);
  });
  afterAll(async () => {
    await Promise.all(ingests.map((ingest) => ingest.stop()));
    await registry.close();
    await log.close();
  });

  const statusAt = async ({ url }: RunningProgram, key: string): Promise<number> =>
    (
      await call(`${url}/v1/events:validate`, key, {
        ...{ method: 'POST', headers: { 'content-type': 'application/json' }, body: '[{}]' },
      })
    ).status;

  /** Until every process answers so; how long the slowest took. */
  async function everywhere(key: string, status: number): Promise<number> {
    const from = performance.now();
    await Promise.all(
      ingests.map(async (ingest) => {
        while ((await statusAt(ingest, key)) !== status) await sleep(10);
      }),
    );
    return performance.now() - from;
  }

  test('is taken by both once it is issued, and refused by both within a second of its being revoked', async () => {
    const changes = new KeyChanges(registry, log);
    const waits: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const { id, key } = await changes.issue(BY, OWNER, { test: false });
      await everywhere(key, 422);
      await changes.revoke(BY, OWNER, id);
      waits.push(await everywhere(key, 401));
    }
    console.info(`refused by both after ${waits.map((ms) => Math.round(ms)).join(', ')} ms`);
    // The middle one: one pause of a busy machine says nothing of the program.
    expect(waits.sort((a, b) => a - b)[ROUNDS >> 1]).toBeLessThan(1_000);
  });
});
