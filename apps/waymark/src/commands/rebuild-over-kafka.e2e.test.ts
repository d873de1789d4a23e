import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openKafkaLog } from '@waymark/event-log';
import { describeWithOwnBroker } from '@waymark/event-log/testing/kafka';
import { openWarehouse } from '@waymark/warehouse';
import { startFront, type Front } from '@waymark/warehouse/testing';
import { call, measure, shown, tokenOf, type MeasureRow } from '../testing/calls.js';
import { freePort } from '../testing/free-port.js';
import { accountFor, type Account } from '../testing/chaos/account.js';
import { NumberedPush } from '../testing/chaos/numbered-push.js';
import {
  environment,
  newDataDir,
  runProgram,
  startProgram,
  type RunningProgram,
} from '../testing/running-program.js';

const SESSIONS_BEFORE = 400;
const FAULTLESS = { lost: 0, doubled: 0, invented: 0, deadLetters: 0, unlikeTheLog: 0 };

const checksumIn = (output: string): string | undefined => /checksum ([0-9a-f]{32})/.exec(output)?.[1];
const generationIn = (output: string): number => Number(/Generation (\d+)/.exec(output)?.[1]);
const inOrder = (numbers: readonly number[]): number[] => numbers.toSorted((a, b) => a - b);

describeWithOwnBroker('waymark rebuild over Kafka, each role a process of its own', (broker) => {
  const dataDir = newDataDir();
  let front: Front;
  let ingest: RunningProgram;
  let portal: RunningProgram;
  const processors: RunningProgram[] = [];
  let pushed: NumberedPush;

  const places = (): Record<string, string> => ({
    KAFKA_BROKERS: broker().brokers,
    CLICKHOUSE_URL: front.url,
  });
  const start = (roles: string): Promise<RunningProgram> => startProgram({ dataDir, roles, env: places() });

  beforeAll(async () => {
    front = await startFront(path.join(dataDir, 'front'));
    ingest = await start('ingest');
    portal = await start('portal');
    processors.push(await start('processor'));
    const key = ingest.credentials.providers['demo-leisure']?.key ?? '';
    pushed = new NumberedPush(() => ({ url: ingest.url, key }));
    await whileEventsArrive(() => acknowledgedMore(SESSIONS_BEFORE));
  });
  afterAll(async () => {
    await Promise.all([ingest, portal, ...processors].map((program) => program.stop()));
    await front.stop();
  });

  async function acknowledgedMore(sessions: number): Promise<void> {
    const enough = pushed.acknowledged + sessions;
    while (pushed.acknowledged < enough) await sleep(20);
  }

  async function whileEventsArrive<T>(work: () => Promise<T>): Promise<T> {
    pushed.begin();
    try {
      const before = pushed.acknowledged;
      const done = await work();
      expect(pushed.acknowledged).toBeGreaterThan(before);
      return done;
    } finally {
      await pushed.finish();
    }
  }

  /** Through a processor that runs. */
  const rebuildThere = (...args: string[]): ReturnType<typeof runProgram> =>
    runProgram(['rebuild', ...args, '--to', processors[0]?.url ?? ''], environment(dataDir));

  const status = async (): Promise<{ generation: number; shownUpTo: string }> =>
    (
      await call<{ generation: number; shownUpTo: string }>(
        `${portal.url}/api/v1/status`,
        tokenOf(portal, 'controller'),
      )
    ).body;

  const rowsAt = (asOf: string): Promise<MeasureRow[]> =>
    measure(portal, 'attendance', `by=activity_provider,month&asOf=${asOf}`);

  /** Asks the portal again and again while something is done, and answers what it was told, in order. */
  async function toldDuring(work: Promise<unknown>): Promise<{ generations: number[]; sessions: number[] }> {
    const told = { generations: [] as number[], sessions: [] as number[] };
    const asking = { over: false };
    const done = work.finally(() => (asking.over = true));
    while (!asking.over) {
      told.generations.push((await status()).generation);
      told.sessions.push((await measure(portal, 'attendance'))[0]?.denominator ?? 0);
    }
    await done;
    return told;
  }

  test('while events go on arriving, the live tables are what the log gives, row for row and by checksum', async () => {
    const { code, output } = await whileEventsArrive(() => rebuildThere('--verify'));
    expect({ code, output }).toEqual({ code: 0, output: expect.stringContaining('equal, row for row') });
  });

  test('while events go on arriving, a new generation takes over from two processors: nobody is shown less, and what was known stays known', async () => {
    processors.push(await start('processor'));
    const { shownUpTo: asOf, generation } = await status();
    const first = await rowsAt(asOf);
    expect(first.length).toBeGreaterThan(0);
    const { rebuilt, told } = await whileEventsArrive(async () => {
      const rebuilding = rebuildThere();
      const told = await toldDuring(rebuilding);
      const rebuilt = await rebuilding;
      expect(rebuilt.code).toBe(0);
      while ((await status()).generation !== generationIn(rebuilt.output)) await sleep(20);
      return { rebuilt, told };
    });
    expect(generationIn(rebuilt.output)).toBeGreaterThan(generation);
    expect(told.generations).toEqual(inOrder(told.generations));
    expect(told.sessions).toEqual(inOrder(told.sessions));
    expect(await rowsAt(asOf)).toEqual(first);
  });

  test('when nothing arrives any more, every rebuild has one checksum, through a processor or beside them all', async () => {
    await shown(portal);
    const { shownUpTo: asOf } = await status();
    const first = await rowsAt(asOf);
    const verified = await rebuildThere('--verify');
    expect(verified).toMatchObject({ code: 0, output: expect.stringContaining('equal, row for row') });
    const rebuilt = [
      await rebuildThere(),
      await runProgram(['rebuild'], { ...environment(dataDir), ...places() }),
    ];
    expect(rebuilt.map(({ code }) => code)).toEqual([0, 0]);
    await shown(portal);
    expect(await rowsAt(asOf)).toEqual(first);
    const again = await rebuildThere('--verify');
    expect(again).toMatchObject({ code: 0, output: expect.stringContaining('equal, row for row') });
    const checksums = new Set([verified, ...rebuilt, again].map(({ output }) => checksumIn(output)));
    expect([...checksums]).toEqual([expect.any(String)]);
  });

  test('after all of them everything acknowledged is in the tables once, as the TypeScript fold has it', async () => {
    expect(await account()).toMatchObject({ ...FAULTLESS, acknowledged: pushed.next });
  });

  async function account(): Promise<Account> {
    const log = await openKafkaLog({ brokers: [broker().brokers], clientId: 'account' });
    const warehouse = await openWarehouse({ url: front.url });
    try {
      return await accountFor(pushed, [], { log, warehouse });
    } finally {
      await warehouse.close();
      await log.close();
    }
  }
});

describeWithOwnBroker('waymark rebuild over Kafka with one program on chDB', (broker) => {
  test('goes through the program that holds the tables, without being told where it is', async () => {
    const dataDir = newDataDir();
    const places = { KAFKA_BROKERS: broker().brokers, WAYMARK_PORT: String(await freePort()) };
    const program = await startProgram({ dataDir, env: places });
    const pushed = new NumberedPush(() => ({
      url: program.url,
      key: program.credentials.providers['demo-leisure']?.key ?? '',
    }));
    pushed.begin();
    await pushed.finish();
    await shown(program);

    const command = (...args: string[]): ReturnType<typeof runProgram> =>
      runProgram(args, { ...environment(dataDir), ...places });
    const verified = await command('rebuild', '--verify');
    expect(verified).toMatchObject({ code: 0, output: expect.stringContaining('equal, row for row') });
    const rebuilt = await command('rebuild');
    expect(rebuilt.code).toBe(0);
    expect(checksumIn(rebuilt.output)).toBe(checksumIn(verified.output));
    expect(await program.stop()).toBe(0);

    // Nobody holds them now: by itself.
    const again = await command('rebuild', '--verify');
    expect(again).toMatchObject({ code: 0, output: expect.stringContaining('equal, row for row') });
    expect(checksumIn(again.output)).toBe(checksumIn(verified.output));
  });
});
