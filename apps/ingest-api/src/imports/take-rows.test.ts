import { setImmediate as turn } from 'node:timers/promises';
import { Pseudonyms } from '@waymark/events';
import { compileProfile, parseProfile } from '@waymark/provider-formats';
import { answerOf } from '../push-answer.js';
import { APPOINTMENTS_PROFILE, csvOf, HEADER, someAppointments } from '../testing/appointments.js';
import { takeRows, type Door } from './take-rows.js';
import { Tally } from './tally.js';

const profile = compileProfile(parseProfile(APPOINTMENTS_PROFILE));
const mapping = { sourcePrefix: 'urn:x:', revision: 0, startedAt: '2026-11-24T12:00:00.000Z' };
const context: Door['context'] = () => ({
  provider: { id: 'x', sourcePrefixes: ['urn:x:'] },
  now: new Date('2026-11-24T12:00:00Z'),
  pseudonyms: new Pseudonyms('0123456789abcdef'),
});

/** A body without an end, which counts what was taken of it. */
function endless(line: string): { body: AsyncGenerator<Uint8Array>; taken(): number } {
  let taken = 0;
  const chunk = Buffer.from(line.repeat(500));
  async function* chunks(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(`${HEADER}\n`);
    for (;;) {
      await Promise.resolve();
      taken += 1;
      yield chunk;
    }
  }
  return { body: chunks(), taken: () => taken };
}

async function settle(): Promise<void> {
  for (let at = 0; at < 50; at += 1) await turn();
}

describe('the rows of a file', () => {
  test('are not read on while the log takes the rows before: what waits is bounded', async () => {
    const [, row = ''] = csvOf(someAppointments(1)).split('\n');
    const { body, taken } = endless(`${row}\n`);
    let refuse: (reason: Error) => void = () => undefined;
    const door: Door = { context, take: () => new Promise((_resolve, reject) => (refuse = reject)) };
    const taking = takeRows({ body, profile, mapping, door, tally: new Tally() });
    await settle();
    const waiting = taken();
    await settle();
    expect(taken()).toBe(waiting);
    expect(waiting).toBeLessThanOrEqual(2);
    refuse(new Error('the log is away'));
    await expect(taking).rejects.toThrow('the log is away');
  });

  test('that are refused pile up nowhere: only the first thousand are listed', async () => {
    const { body } = endless('x\n');
    const stop = new Error('enough');
    const tally = new Tally();
    const door: Door = {
      context,
      take: (admissions) =>
        Promise.resolve(answerOf(admissions.map((_a, index) => ({ index, status: 'accepted' })))),
    };
    let batches = 0;
    const onBatch = (): void => {
      batches += 1;
      if (batches === 20) throw stop;
    };
    await expect(takeRows({ body, profile, mapping, door, tally, onBatch })).rejects.toBe(stop);
    expect(tally.counts.rejected).toBe(20_000);
    expect(tally.rejects).toHaveLength(1_000);
  });

  test('go through the door in their order, a row’s events side by side', async () => {
    const ids: string[] = [];
    const door: Door = {
      context,
      take: (admissions) => {
        for (const admission of admissions)
          if (admission.ok) ids.push(admission.event.id.split('.')[0] ?? '');
        return Promise.resolve(answerOf(admissions.map((_a, index) => ({ index, status: 'accepted' }))));
      },
    };
    async function* body(): AsyncGenerator<Uint8Array> {
      await Promise.resolve();
      yield Buffer.from(csvOf(someAppointments(2)));
    }
    await takeRows({ body: body(), profile, mapping, door, tally: new Tally() });
    expect(ids).toEqual(Array.from({ length: 3 }, () => ['referral', 'booking', 'attendance']).flat());
  });
});
