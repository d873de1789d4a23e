import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describeWithOwnBroker } from '@waymark/event-log/testing/kafka';
import { startFront, type Front } from '@waymark/warehouse/testing';
import { call, measure, push, shown, tokenOf } from './testing/calls.js';
import { FaultyLine } from './testing/chaos/faulty-line.js';
import { newDataDir, startProgram, type RunningProgram } from './testing/running-program.js';

const DAY_MS = 86_400_000;
const ROUNDS = 4;
const QUESTIONS = ['referrals?by=route', 'uptake.first_session', 'retained.12w', 'attendance?by=activity'];

const referredAt = Date.now() - 200 * DAY_MS;

/** What happened, and was recorded, long before anything of this test was received. */
function event(round: number, type: string, id: string, days: number, data: object): object {
  const time = new Date(referredAt + days * DAY_MS).toISOString();
  return {
    ...{
      specversion: '1.0',
      source: 'https://demo-leisure.waymark.example/as-of',
      subject: `person-${round}`,
    },
    ...{ type: `org.waymark.${type}.v1`, id: `${id}-${round}`, time, recordedtime: time, data },
  };
}

const received = (round: number, id: string, route = 'gp'): object =>
  event(round, 'referral.received', id, 0, { person: { id: `${round}` }, icb: 'S0E4D', route });

const session = (round: number, bookingId: string, days: number, outcome: string): object[] => {
  const startsAt = new Date(referredAt + days * DAY_MS).toISOString();
  const booking = { bookingId, activityProvider: 'demo-leisure', activity: 'walking', startsAt };
  return [
    event(round, 'booking.made', `made-${bookingId}`, 1, booking),
    event(round, 'attendance.recorded', `outcome-${bookingId}`, days, { bookingId, outcome }),
  ];
};

const ofTheQuick = (round: number): object[] => [
  received(round, 'facts'),
  ...session(round, 'first', 9, 'did_not_attend'),
];

/** What changes the answers about everybody of whom the quick one has told. */
const ofTheSlow = (round: number): object[] => [
  ...session(round, 'second', 16, 'attended'),
  ...session(round, 'third', 100, 'attended'),
  // Other content under the quick one's id: the first in the log is the event.
  received(round, 'facts', 'self'),
  received(1_000 + round, 'facts', 'nurse'),
  event(round - 1, 'event.voided', 'void', 20, { eventId: `outcome-second-${round - 1}` }),
];

describeWithOwnBroker('as-of answers, with two ingest processes over Kafka, one of them slow', (broker) => {
  const dataDir = newDataDir();
  let front: Front;
  let line: FaultyLine;
  let quick: RunningProgram;
  let slow: RunningProgram;
  let portal: RunningProgram;
  let processor: RunningProgram;
  const answered = new Map<string, string[]>();

  const start = (roles: string, brokers = broker().brokers): Promise<RunningProgram> =>
    startProgram({ dataDir, roles, env: { KAFKA_BROKERS: brokers, CLICKHOUSE_URL: front.url } });

  beforeAll(async () => {
    front = await startFront(path.join(dataDir, 'front'));
    line = await FaultyLine.openToBroker(broker().brokers);
    quick = await start('ingest');
    slow = await start('ingest', line.address);
    portal = await start('portal');
    processor = await start('processor');
    await shown(portal);
  });
  afterAll(async () => {
    await Promise.all([quick, slow, portal, processor].map((program) => program.stop()));
    await line.close();
    await front.stop();
  });

  /** All that is sent, byte for byte, with the tag. */
  async function answersAt(asOf: string): Promise<string[]> {
    const answers: string[] = [];
    for (const question of QUESTIONS) {
      const url = new URL(`${portal.url}/api/v1/measures/${question}`);
      url.searchParams.set('asOf', asOf);
      const headers = { authorization: `Bearer ${tokenOf(portal, 'controller')}` };
      const answer = await fetch(url, { headers });
      answers.push(`${answer.status} ${answer.headers.get('etag') ?? ''} ${await answer.text()}`);
    }
    return answers;
  }

  async function shownUpTo(): Promise<string> {
    const url = `${portal.url}/api/v1/status`;
    return (await call<{ shownUpTo: string }>(url, tokenOf(portal, 'controller'))).body.shownUpTo;
  }

  /** What is settled now is answered, and the answer kept, to be held against later ones. */
  async function keepAnswersOfNow(): Promise<string> {
    const asOf = await shownUpTo();
    const answers = await answersAt(asOf);
    expect(answers.map((answer) => answer.slice(0, 4))).toEqual(QUESTIONS.map(() => '200 '));
    answered.set(asOf, answers);
    return asOf;
  }

  async function settled(instant: number): Promise<void> {
    while (Date.parse(await shownUpTo()) <= instant) await sleep(50);
  }

  /** As a provider does: again until it is acknowledged. */
  async function pushed(program: RunningProgram, events: object[]): Promise<void> {
    for (;;) {
      const { status } = await push(program, 'demo-leisure', events);
      if (status === 202) return;
      expect(status).toBe(503);
      await sleep(50);
    }
  }

  test.each(Array.from({ length: ROUNDS }, (_, round) => round))(
    'an instant settled while the slow one’s records are on their way keeps its answers when they have come (%i)',
    async (round) => {
      let late = { arrived: false, all: Promise.resolve() };
      let before: unknown;
      const kept: string[] = [];
      await line.failFor('holds', async () => {
        const arriving = pushed(slow, ofTheSlow(round)).then(() => void (late.arrived = true));
        late = { arrived: false, all: arriving };
        await pushed(quick, ofTheQuick(round));
        kept.push(await keepAnswersOfNow());
        await settled(Date.now());
        kept.push(await keepAnswersOfNow());
        before = await measure(portal, 'attendance');
        expect(late.arrived).toBe(false);
      });
      kept.push(await keepAnswersOfNow());
      await late.all;
      await shown(portal);
      for (const asOf of kept) expect(await answersAt(asOf)).toEqual(answered.get(asOf));
      // They do change what is known now.
      expect(await measure(portal, 'attendance')).not.toEqual(before);
    },
  );

  test('an instant later than what is shown up to is 409 not_settled, also while nothing is on its way', async () => {
    await shown(portal);
    const asOf = new Date(Date.now() + DAY_MS).toISOString();
    const url = `${portal.url}/api/v1/measures/referrals?asOf=${asOf}`;
    const { status, body } = await call<{ code: string; shownUpTo: string }>(
      url,
      tokenOf(portal, 'controller'),
    );
    expect([status, body.code]).toEqual([409, 'not_settled']);
    expect(Date.parse(body.shownUpTo)).toBeLessThan(Date.now());
  });

  test('every instant asked on the way has its first answers still, more of them than tables are kept of', async () => {
    expect(answered.size).toBeGreaterThan(8);
    for (const [asOf, first] of answered) expect(await answersAt(asOf)).toEqual(first);
    const told = new Set([...answered.values()].map((answers) => answers.join('\n')));
    expect(told.size).toBeGreaterThan(ROUNDS);
  });

  test('what both have sent counts once, by which came first', async () => {
    const routes = await measure(portal, 'referrals', 'by=route');
    expect(routes.map(({ route, numerator }) => [route, numerator])).toEqual([
      ['gp', ROUNDS],
      ['nurse', ROUNDS],
    ]);
  });
});
