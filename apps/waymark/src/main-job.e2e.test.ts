import { measure, push, shown, call } from './testing/calls.js';
import { environment, runProgram, startProgram, type RunningProgram } from './testing/running-program.js';

/** A valid NHS number of the range issued for tests. */
const NHS_NUMBER = '9434765919';
const DAY_MS = 86_400_000;
const referredAt = Date.now() - 300 * DAY_MS;
const day = (days: number): string => new Date(referredAt + days * DAY_MS).toISOString();

let sent = 0;
function event(provider: string, type: string, subject: string, time: string, data: object): object {
  sent += 1;
  const source = `https://${provider}.waymark.example/main-job`;
  return { specversion: '1.0', id: `e-${sent}`, source, type: `org.waymark.${type}.v1`, subject, time, data };
}

function referral(subject: string, person: object, more: object = {}): object {
  return event('demo-linkworkers', 'referral.received', subject, day(0), { person, icb: 'S0E4D', ...more });
}

/** A trust's onward referral with sessions attended on these days after the link worker's referral. */
function attendedAtTheTrust(subject: string, link: object, days: readonly number[]): object[] {
  return [
    event('demo-leisure', 'referral.received', subject, day(3), { kind: 'onward', ...link }),
    ...days.flatMap((at, i) => {
      const bookingId = `${subject}-b${i}`;
      const booking = { bookingId, activityProvider: 'demo-leisure', activity: 'walking', startsAt: day(at) };
      return [
        event('demo-leisure', 'booking.made', subject, day(at - 1), booking),
        event('demo-leisure', 'attendance.recorded', subject, day(at), { bookingId, outcome: 'attended' }),
      ];
    }),
  ];
}

describe('the one program on the embedded defaults', () => {
  let program: RunningProgram;
  beforeAll(async () => {
    program = await startProgram();
  });
  afterAll(async () => {
    await program.stop();
  });

  describe('given a link worker’s referrals and a leisure trust’s attendance under other ids and another key', () => {
    beforeAll(async () => {
      const partOf = { provider: 'demo-linkworkers', subject: 'lw-1' };
      const answers = [
        await push(program, 'demo-linkworkers', [
          referral('lw-1', { id: 'ann' }),
          referral('lw-2', { id: 'bob', nhsNumber: NHS_NUMBER }),
        ]),
        await push(program, 'demo-leisure', [
          ...attendedAtTheTrust('trust-1', { person: { id: '77' }, partOf }, [10, 24, 100]),
          ...attendedAtTheTrust('trust-2', { person: { id: '78', nhsNumber: NHS_NUMBER } }, [12]),
        ]),
      ];
      expect(answers.map(({ status, body }) => [status, body.rejected])).toEqual([
        [202, 0],
        [202, 0],
      ]);
      await shown(program);
    });

    test('each is one referral, linked by partOf or by the NHS number, its uptake and retention counted once', async () => {
      expect(await measure(program, 'referrals')).toMatchObject([{ numerator: 2, denominator: null }]);
      expect(await measure(program, 'unlinked')).toMatchObject([{ numerator: 0, denominator: 2, value: 0 }]);
      expect(await measure(program, 'uptake.first_session')).toMatchObject([
        { numerator: 2, denominator: 2 },
      ]);
      expect(await measure(program, 'retained.12w')).toMatchObject([{ numerator: 1, denominator: 2 }]);
      expect(await measure(program, 'attendance', 'by=provider')).toMatchObject([
        { provider: 'demo-leisure', numerator: 4, denominator: 4 },
      ]);
    });

    test('neither provider changes the other’s records by guessing its ids', async () => {
      const closing = event('demo-leisure', 'referral.closed', 'lw-1', day(1), { outcome: 'died' });
      const voiding = event('demo-leisure', 'event.voided', 'lw-1', day(1), { eventId: 'e-1' });
      const stolen = { ...referral('lw-1', { id: 'eve' }), id: 'e-1' };
      const { body } = await push(program, 'demo-leisure', [closing, voiding, stolen]);
      expect(body.results.map(({ status, code }) => code ?? status)).toEqual([
        'accepted',
        'accepted',
        'source_not_allowed',
      ]);
      await shown(program);
      expect(await measure(program, 'referrals')).toMatchObject([{ numerator: 2 }]);
      expect(await measure(program, 'retained.12w')).toMatchObject([{ numerator: 1, denominator: 2 }]);
    });

    test('after a restart the same figures come from the same log', async () => {
      const { dataDir } = program;
      expect(await program.stop()).toBe(0);
      program = await startProgram({ dataDir });
      await shown(program);
      expect(
        await measure(program, 'uptake.first_session', 'by=icb,quarter&boundaries=current'),
      ).toMatchObject([{ icb: 'S0E4D', numerator: 2, denominator: 2 }]);
    });
  });

  test('every program on its origin is described by one OpenAPI document', async () => {
    const { status, body } = await call<{ openapi: string; paths: object }>(
      `${program.url}/openapi.json`,
      '',
    );
    expect(status).toBe(200);
    expect(body.openapi).toMatch(/^3\.1/);
    expect(Object.keys(body.paths)).toEqual(
      expect.arrayContaining(['/v1/events', '/v1/imports', '/api/v1/measures/{id}', '/api/v1/status']),
    );
  });
});

describe('starting', () => {
  test('every fault of the settings is told at once, and nothing starts', async () => {
    const env = { ...environment('/nonexistent'), WAYMARK_PORT: 'seventy', WAYMARK_SEEED: 'demo' };
    const { code, output } = await runProgram(['serve'], env);
    expect(code).toBe(2);
    expect(output).toMatch(/WAYMARK_PORT/);
    expect(output).toMatch(/WAYMARK_SEEED/);
  });
});
