import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openEmbeddedLog, openKafkaLog } from '@waymark/event-log';
import { describeWithOwnBroker } from '@waymark/event-log/testing/kafka';
import { openWarehouse } from '@waymark/warehouse';
import { startFront, type Front } from '@waymark/warehouse/testing';
import { accountFor } from './testing/chaos/account.js';
import { halfPushes } from './testing/chaos/half-push.js';
import { NumberedPush } from './testing/chaos/numbered-push.js';
import { smallDisk } from './testing/chaos/small-disk.js';
import { call, measure, shown, tokenOf } from './testing/calls.js';
import { freePort } from './testing/free-port.js';
import {
  environment,
  newDataDir,
  runProgram,
  startProgram,
  type RunningProgram,
} from './testing/running-program.js';

jest.setTimeout(120_000);

/** The contract's own: SIGTERM is followed by exit 0 within so long. */
const EXIT_WITHIN_MS = 10_000;
/** Some ten requests of the command. */
const REFERRALS = 5_000;
const FAULTLESS = { lost: 0, doubled: 0, invented: 0, deadLetters: 0, unlikeTheLog: 0 };
const keyOf = ({ credentials }: RunningProgram): string => credentials.providers['demo-leisure']?.key ?? '';

async function endsInOrder(program: RunningProgram): Promise<void> {
  const late = sleep(EXIT_WITHIN_MS, 'not within 10 s', { ref: false });
  const code = await Promise.race([program.stop(), late]);
  if (code !== 0) throw new Error(`it ended with ${code}:\n${program.output()}`);
}

/** Until something was acknowledged after this moment. */
async function underLoad(pushed: NumberedPush): Promise<void> {
  const before = pushed.acknowledged;
  while (pushed.acknowledged < before + 50) await sleep(20);
}

describe('the one program, told to stop', () => {
  let dataDir: string;
  let port: string;
  let program: RunningProgram;
  let pushed: NumberedPush;
  const start = async (env: Record<string, string> = {}): Promise<RunningProgram> => {
    program = await startProgram({ dataDir, env: { WAYMARK_PORT: port, ...env } });
    return program;
  };

  beforeEach(async () => {
    dataDir = newDataDir();
    port = String(await freePort());
    pushed = new NumberedPush(() => ({ url: program.url, key: keyOf(program) }));
  });
  afterEach(() => program.stop('SIGKILL'));

  async function expectFaultless(place: { url: string } | { directory: string }): Promise<void> {
    await pushed.finish();
    await shown(program);
    await endsInOrder(program);
    const log = await openEmbeddedLog({ directory: path.join(dataDir, 'log') });
    const warehouse = await openWarehouse(place);
    expect(await accountFor(pushed, [], { log, warehouse })).toMatchObject(FAULTLESS);
    await warehouse.close();
    await log.close();
  }

  test('under load, with callers who hang: ends with 0 within 10 s; what was acknowledged is shown once after the next start', async () => {
    await start();
    pushed.begin();
    await underLoad(pushed);
    await halfPushes({ url: program.url, key: keyOf(program) }, 10);
    await endsInOrder(program);
    await start();
    await underLoad(pushed);
    await expectFaultless({ directory: path.join(dataDir, 'chdb') });
  });

  test('while the warehouse is away, and while it hangs: ends with 0 within 10 s, and the next start shows the rest', async () => {
    const warehousePort = await freePort();
    const startWarehouse = (): Promise<Front> => startFront(path.join(dataDir, 'front'), warehousePort);
    let front = await startWarehouse();
    const env = { CLICKHOUSE_URL: front.url };
    await start(env);
    pushed.begin();
    await underLoad(pushed);
    process.kill(front.pid, 'SIGSTOP');
    await underLoad(pushed);
    await endsInOrder(program);
    process.kill(front.pid, 'SIGCONT');
    await start(env);
    await front.kill();
    await underLoad(pushed);
    await endsInOrder(program);
    front = await startWarehouse();
    await start(env);
    await expectFaultless({ url: front.url });
    await front.stop();
  });

  test('while the log takes no writes: ends with 0 within 10 s, and never acknowledged what it had no room for', async () => {
    const disk = await smallDisk();
    if (!disk) {
      if (process.env['CI'] === 'true')
        throw new Error('no full disk can be had: with CI=true nothing may be skipped');
      process.stderr.write(
        '\n!!! SKIPPED: a stop on a full disk: no file system can be mounted, and there is no prlimit\n\n',
      );
      return;
    }
    try {
      dataDir = disk.dataDir;
      await start(disk.env);
      pushed.begin();
      await underLoad(pushed);
      await disk.fill(program.child.pid ?? 0);
      while (pushed.refused === 0) await sleep(20);
      await endsInOrder(program);
      disk.free(0);
      await start(disk.env);
      await expectFaultless(disk.warehouse);
    } finally {
      await disk.remove();
    }
  });

  test('a command that is told to stop harms nothing: the same command again sends the rest', async () => {
    await start();
    const file = path.join(dataDir, 'events.ndjson');
    fs.writeFileSync(file, manyReferrals(REFERRALS));
    const env = { ...environment(dataDir), WAYMARK_PORT: port };
    const args = ['send', file, '--provider', 'demo-leisure'];
    const first = spawn(process.execPath, [path.resolve(__dirname, '../dist/main.js'), ...args], {
      env,
      stdio: 'ignore',
    });
    const ended = once(first, 'exit');
    // On a busy machine it may have sent everything between two looks.
    while (!fs.existsSync(`${file}.sent`) && first.exitCode === null) await sleep(5);
    first.kill('SIGTERM');
    await ended;
    expect(await runProgram(args, env)).toMatchObject({ code: 0 });
    await shown(program);
    expect(await measure(program, 'referrals')).toMatchObject([{ numerator: REFERRALS }]);
    await endsInOrder(program);
  });
});

function manyReferrals(count: number): string {
  const time = new Date(Date.now() - 50 * 86_400_000).toISOString();
  return Array.from({ length: count }, (_, n) =>
    JSON.stringify({
      ...{ specversion: '1.0', id: `r-${n}`, source: 'https://demo-leisure.waymark.example/sent', time },
      ...{ type: 'org.waymark.referral.received.v1', subject: `sent-${n}` },
      data: { person: { id: `${n}` }, icb: 'S0E4D' },
    }),
  ).join('\n');
}

describeWithOwnBroker('each role over Kafka, told to stop', (broker) => {
  let front: Front;
  const dataDir = newDataDir();
  let ingestPort: string;
  const programs = new Map<string, RunningProgram>();
  const the = (role: string): RunningProgram => programs.get(role)!;
  const pushed = new NumberedPush(() => ({ url: the('ingest').url, key: keyOf(the('ingest')) }));
  const start = async (role: string): Promise<void> => {
    const port = role === 'ingest' ? { WAYMARK_PORT: ingestPort } : {};
    const env = { KAFKA_BROKERS: broker().brokers, CLICKHOUSE_URL: front.url, ...port };
    programs.set(role, await startProgram({ dataDir, roles: role, env }));
  };

  beforeAll(async () => {
    front = await startFront(path.join(dataDir, 'front'));
    ingestPort = String(await freePort());
    for (const role of ['ingest', 'processor', 'portal']) await start(role);
    pushed.begin();
  });
  afterAll(async () => {
    await Promise.all([...programs.values()].map((program) => program.stop('SIGKILL')));
    await front.stop();
  });

  test.each(['ingest', 'processor', 'portal'])('%s, under load: ends with 0 within 10 s', async (role) => {
    await underLoad(pushed);
    await endsInOrder(the(role));
    await start(role);
  });

  test('every role, while the broker hangs: ends with 0 within 10 s', async () => {
    await underLoad(pushed);
    process.kill(broker().pid, 'SIGSTOP');
    try {
      await sleep(500);
      await Promise.all([...programs.values()].map(endsInOrder));
    } finally {
      process.kill(broker().pid, 'SIGCONT');
    }
    await Promise.all([...programs.keys()].map(start));
  });

  test('processor and portal, while the warehouse hangs: end with 0 within 10 s', async () => {
    await underLoad(pushed);
    process.kill(front.pid, 'SIGSTOP');
    try {
      await underLoad(pushed);
      const asked = call(`${the('portal').url}/api/v1/status`, tokenOf(the('portal'), 'controller'));
      asked.catch(() => undefined);
      await Promise.all(['processor', 'portal'].map((role) => endsInOrder(the(role))));
    } finally {
      process.kill(front.pid, 'SIGCONT');
    }
    await Promise.all(['processor', 'portal'].map(start));
  });

  test('a caller is told only the truth by a process that stops: after all of it everything acknowledged is shown, once', async () => {
    await pushed.finish();
    await shown(the('portal'));
    await Promise.all([...programs.values()].map(endsInOrder));
    const log = await openKafkaLog({ brokers: [broker().brokers], clientId: 'sigterm' });
    const warehouse = await openWarehouse({ url: front.url });
    expect(await accountFor(pushed, [], { log, warehouse })).toMatchObject(FAULTLESS);
    await warehouse.close();
    await log.close();
  });
});
