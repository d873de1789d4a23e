import path from 'node:path';
import { openEmbeddedLog, TOPICS, type EventLog, type LogRecord } from '@waymark/event-log';
import { openWarehouse, Projection } from '@waymark/warehouse';
import { call, push, shown, tokenOf } from '../testing/calls.js';
import { environment, newDataDir, runProgram, startProgram } from '../testing/running-program.js';

const dataDir = newDataDir();
const source = 'https://demo-leisure.waymark.example/dead-letters';
const EVENT = {
  ...{ specversion: '1.0', source, subject: 'person-1', id: 'e-1' },
  ...{ type: 'org.waymark.referral.received.v1', time: '2026-02-03T10:00:00Z' },
  data: { person: { id: '1' }, icb: 'S0E4D', route: 'gp' },
};
const run = (...args: string[]) => runProgram(['dead-letters', ...args], environment(dataDir));

async function records(log: EventLog): Promise<LogRecord[]> {
  const ends = await log.ends(TOPICS.events.name);
  const until = new Map(ends.entries());
  const from = new Map(ends.map((_, partition) => [partition, 0]));
  const found: LogRecord[] = [];
  for await (const batch of log.read(TOPICS.events.name, { from, until })) found.push(...batch.records);
  return found;
}

/** A record that a former build took for one of a version it did not know, and two that nobody knows, put behind the program's back. */
async function foreignRecords(): Promise<void> {
  const log = await openEmbeddedLog({ directory: path.join(dataDir, 'log') });
  const [first] = await records(log);
  const stored = JSON.parse(new TextDecoder().decode(first!.value!)) as Record<string, unknown>;
  const record = (key: string, value: object | string) => ({
    key,
    value: new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value)),
  });
  const [understood] = await log.append(TOPICS.events.name, [
    record('demo-leisure/person-2', { ...stored, id: 'e-2', subject: 'person-2' }),
    record('demo-leisure/person-3', { ...stored, type: 'org.waymark.referral.received.v9' }),
    record('Jane Smith', '{"subject":"Jane Smith"'),
  ]);
  const warehouse = await openWarehouse({ directory: path.join(dataDir, 'chdb') });
  const projection = await Projection.open(warehouse);
  const { partition, offset, appendedAt } = understood!;
  const letter = { code: 'unknown_version', detail: 'A former build.', provider: 'demo-leisure', bytes: 1 };
  await projection.project({
    events: [],
    deadLetters: [{ partition, offset, receivedAt: appendedAt, ...letter }],
    progress: [{ partition, nextOffset: offset + 1, lastReceivedAt: appendedAt }],
  });
  await projection.close();
  await warehouse.close();
  await log.close();
}

describe('records that are not understood', () => {
  test('are listed and read again by operators and by their provider, and the tables are those of a rebuild', async () => {
    const before = await startProgram({ dataDir });
    expect((await push(before, 'demo-leisure', [EVENT])).status).toBe(202);
    await shown(before);
    expect(await before.stop()).toBe(0);
    await foreignRecords();

    const program = await startProgram({ dataDir });
    await shown(program);
    const admin = tokenOf(program, 'admin');
    const own = program.credentials.providers['demo-leisure']?.key ?? '';
    const addresses = [`${program.url}/api/v1/admin/dead-letters`, `${program.url}/v1/dead-letters`] as const;
    const [forAdmin, forProvider] = addresses;
    expect((await call(forAdmin, own)).status).toBe(403);
    expect((await call(forAdmin, tokenOf(program, 'controller'))).status).toBe(403);
    expect((await call(forProvider, admin)).status).toBe(403);
    expect((await call(`${forAdmin}?x=1`, admin)).status).toBe(400);
    expect((await call(`${forAdmin}?provider=No%20One`, admin)).status).toBe(400);
    expect((await call(`${forProvider}?provider=demo-linkworkers`, own)).status).toBe(400);
    const replay = { method: 'POST', body: '{"provider":"demo-linkworkers"}' };
    expect((await call(`${forProvider}:replay`, own, replay)).status).toBe(400);

    expect((await call(forAdmin, admin)).body).toMatchObject({ total: 3 });
    const other = program.credentials.providers['demo-linkworkers']?.key ?? '';
    expect((await call(forProvider, other)).body).toEqual({ groups: [], total: 0 });
    expect((await call(forProvider, own)).body).toMatchObject({
      total: 2,
      groups: [
        { provider: 'demo-leisure', code: 'unknown_version', count: 1 },
        {
          ...{ provider: 'demo-leisure', code: 'unknown_version', count: 1 },
          samples: [{ masked: expect.stringContaining('"type":"org.waymark.referral.received.v9"') }],
        },
      ],
    });
    const answer = await call(`${forProvider}:replay`, own, { method: 'POST' });
    expect(answer).toEqual({ status: 200, body: { replayed: 1, remaining: 1 } });

    const to = ['--to', program.url];
    const verified = await runProgram(['rebuild', '--verify', ...to], environment(dataDir));
    expect(verified).toMatchObject({ code: 0, output: expect.stringContaining('equal, row for row') });
    const listed = await run('list', '--code', 'not_json', ...to);
    expect(listed).toMatchObject({ code: 0, output: expect.stringContaining('{"subject":"xxxx xxxxx"') });
    expect(listed.output).not.toContain('Smith');
    expect(await run('replay', ...to)).toMatchObject({
      code: 1,
      output: expect.stringContaining('0 understood now and in the tables, 2 not understood still'),
    });
    expect((await run('replay', '--provider', 'demo-linkworkers', ...to)).code).toBe(0);
    expect(await program.stop()).toBe(0);
  });

  test('with none running on the data directory: by the command itself', async () => {
    expect(await run('list')).toMatchObject({ code: 0, output: expect.stringContaining('2 not understood') });
    expect((await run('replay', '--code', 'not_json')).code).toBe(1);
    expect(await run('forget')).toMatchObject({ code: 2, output: expect.stringContaining('list or replay') });
    expect((await run('list', '--provider', 'No One')).code).toBe(2);
  });
});
