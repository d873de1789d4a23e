import path from 'node:path';
import { describeWithOwnBroker } from '@waymark/event-log/testing/kafka';
import { startFront, type Front } from '@waymark/warehouse/testing';
import { call, measure, push, shown } from './testing/calls.js';
import { newDataDir, startProgram, type RunningProgram } from './testing/running-program.js';

const DAY_MS = 86_400_000;
const PEOPLE = 40;

describeWithOwnBroker('each role as a process of its own, over Kafka and ClickHouse’s HTTP', (broker) => {
  let front: Front;
  let ingest: RunningProgram | undefined;
  let portal: RunningProgram | undefined;
  const processors: RunningProgram[] = [];
  // One credentials file: what one process issues, the others learn from the registry topic.
  const dataDir = newDataDir();

  const start = (roles: string): Promise<RunningProgram> =>
    startProgram({ dataDir, roles, env: { KAFKA_BROKERS: broker().brokers, CLICKHOUSE_URL: front.url } });

  beforeAll(async () => {
    front = await startFront(path.join(dataDir, 'front'));
    ingest = await start('ingest');
    portal = await start('portal');
    processors.push(await start('processor'), await start('processor'));
  });
  afterAll(async () => {
    const programs = [ingest, portal, ...processors].filter((program) => program !== undefined);
    await Promise.all(programs.map((program) => program.stop()));
    await front.stop();
  });

  test('what one process takes in, others put into tables, and another answers', async () => {
    if (!ingest || !portal) throw new Error('not started');
    const referredAt = Date.now() - 200 * DAY_MS;
    const source = 'https://demo-leisure.waymark.example/roles';
    const events = Array.from({ length: PEOPLE }, (_, person) => {
      const of = (type: string, days: number, data: object): object => ({
        ...{ specversion: '1.0', source, subject: `person-${person}`, type: `org.waymark.${type}.v1` },
        id: `${type}-${person}`,
        time: new Date(referredAt + days * DAY_MS).toISOString(),
        data,
      });
      const referral = of('referral.received', 0, { person: { id: `${person}` }, icb: 'S0E4D', route: 'gp' });
      const dropIn = { bookingId: 'first', outcome: 'attended', activity: 'walking' };
      return person % 2 === 0 ? [referral] : [referral, of('attendance.recorded', 9, dropIn)];
    });
    const at = { ...portal, url: ingest.url };
    const answers = await Promise.all(events.map((some) => push(at, 'demo-leisure', some)));
    expect(answers.map(({ status }) => status)).toEqual(events.map(() => 202));
    await shown(portal);
    expect(await measure(portal, 'uptake.first_session')).toMatchObject([
      { numerator: PEOPLE / 2, denominator: PEOPLE, value: 0.5 },
    ]);
  });

  test('a process without a role does not answer for it', async () => {
    if (!ingest) throw new Error('not started');
    expect((await call(`${ingest.url}/api/v1/status`, '')).status).toBe(404);
  });

  test('every process ends in order when it is told to', async () => {
    const [last] = processors.splice(-1);
    expect(await last?.stop()).toBe(0);
  });
});
