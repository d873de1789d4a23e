import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openKafkaLog } from '@waymark/event-log';
import { describeWithOwnBroker } from '@waymark/event-log/testing/kafka';
import { openWarehouse } from '@waymark/warehouse';
import { call, push, shown, tokenOf } from './testing/calls.js';
import { accountFor, type Account } from './testing/chaos/account.js';
import { NumberedPush } from './testing/chaos/numbered-push.js';
import { newDataDir, startProgram, type RunningProgram } from './testing/running-program.js';

/** Longer than any reader of the log waits before it hears of it. */
const AWAY_MS = 20_000;
const FAULTLESS = { lost: 0, doubled: 0, invented: 0, deadLetters: 0, unlikeTheLog: 0 };
const REFERRAL = {
  ...{ specversion: '1.0', id: 'refused', source: 'https://demo-leisure.waymark.example/away' },
  ...{ subject: 'refused', type: 'org.waymark.referral.received.v1', time: '2026-02-03T10:00:00Z' },
  data: { person: { id: 'refused' }, icb: 'S0E4D' },
};

interface Ready {
  parts: Record<string, { ready: boolean }>;
}

describeWithOwnBroker('given a broker that is away for longer than readers wait', (broker) => {
  const dataDir = newDataDir();
  let program: RunningProgram;
  let pushed: NumberedPush;

  beforeAll(async () => {
    program = await startProgram({ dataDir, env: { KAFKA_BROKERS: broker().brokers } });
    const key = program.credentials.providers['demo-leisure']?.key ?? '';
    pushed = new NumberedPush(() => ({ url: program.url, key }));
  });
  afterAll(() => program.stop());

  const ready = async (): Promise<{ status: number; body: Ready }> =>
    call<Ready>(`${program.url}/health/ready`, '');

  async function until(condition: () => Promise<boolean> | boolean): Promise<void> {
    while (!(await condition())) {
      if (program.child.exitCode !== null) throw new Error(`the program ended:\n${program.output()}`);
      await sleep(100);
    }
  }

  test('the program lives on, refuses pushes and says what it cannot know, then goes on, and nothing acknowledged is lost', async () => {
    pushed.begin();
    await until(() => pushed.acknowledged > 0);
    await broker().kill();
    await Promise.all([
      sleep(AWAY_MS),
      until(async () => (await ready()).body.parts['registry']?.ready === false),
    ]);
    expect((await ready()).status).toBe(503);
    expect(await push(program, 'demo-leisure', [REFERRAL])).toMatchObject({
      status: 503,
      body: { code: 'log_unavailable' },
    });
    const me = await call(`${program.url}/api/v1/measures`, tokenOf(program, 'controller'));
    expect(me.status).toBe(200);

    const before = pushed.acknowledged;
    await broker().restart();
    await until(() => pushed.acknowledged > before);
    expect((await push(program, 'demo-leisure', [REFERRAL])).status).toBe(202);
    await until(async () => (await ready()).status === 200);
    await pushed.finish();
    await shown(program);
    expect(await program.stop()).toBe(0);
    expect(await account()).toMatchObject({ ...FAULTLESS, acknowledged: pushed.next });
  });

  async function account(): Promise<Account> {
    const log = await openKafkaLog({ brokers: [broker().brokers], clientId: 'account' });
    const warehouse = await openWarehouse({ directory: path.join(dataDir, 'chdb') });
    try {
      return await accountFor(pushed, [], { log, warehouse });
    } finally {
      await warehouse.close();
      await log.close();
    }
  }
});
