import { countingEvents } from './counting-events.js';
import { foldReferral, type Referral } from './referral.js';
import type { Session } from './sessions.js';
import { world, type ReferralHistory } from './testing/index.js';

function folded(write: (r: ReferralHistory) => void): Referral {
  const log = world();
  write(log.provider('a').referral('r1').received('2026-01-05T09:00:00Z'));
  return foldReferral(countingEvents(log.events()).events)!;
}

/** The only session of the history. */
function session(write: (r: ReferralHistory) => void): Session {
  const { sessions } = folded(write);
  expect(sessions).toHaveLength(1);
  return sessions[0]!;
}

const at = (text: string): number => Date.parse(text);

describe('a booking', () => {
  test('made: its start, provider and activity; no outcome', () => {
    expect(
      session((r) =>
        r.booked('2026-01-10', 'b1', '2026-02-01T10:00:00Z', {
          activityProvider: 'pool',
          activity: 'swimming',
        }),
      ),
    ).toEqual({
      booking: 'b1',
      start: at('2026-02-01T10:00:00Z'),
      outcome: '',
      booked: true,
      late: false,
      activity: 'swimming',
      activityProvider: 'pool',
      reason: '',
    });
  });

  test('rescheduled: the last start of the two kinds, provider and activity of the last made', () => {
    const moved = session((r) =>
      r
        .booked('2026-01-10', 'b1', '2026-02-01', { activity: 'gym' })
        .rescheduled('2026-01-11', 'b1', '2026-02-05')
        .booked('2026-01-12', 'b1', '2026-02-03', { activity: 'walking' })
        .rescheduled('2026-01-13', 'b1', '2026-02-04'),
    );
    expect(moved).toMatchObject({ start: at('2026-02-04T12:00:00Z'), activity: 'walking' });
  });

  test('made again after a reschedule: the start is that of the last, the made', () => {
    const moved = session((r) =>
      r.rescheduled('2026-01-11', 'b1', '2026-02-05').booked('2026-01-12', 'b1', '2026-02-03'),
    );
    expect(moved.start).toBe(at('2026-02-03T12:00:00Z'));
  });

  test('of which only a reschedule is known: booked, its activity not known, not even from an attendance', () => {
    const moved = session((r) =>
      r.rescheduled('2026-01-11', 'b1', '2026-02-05').attended('2026-02-05', 'b1', { activity: 'gym' }),
    );
    expect(moved).toMatchObject({ booked: true, outcome: 'attended', activity: '', activityProvider: '' });
  });

  test('cancelled: by whom the last cancellation says, with its reason', () => {
    const cancelled = session((r) =>
      r
        .booked('2026-01-10', 'b1', '2026-02-01')
        .cancelled('2026-01-11', 'b1', 'person', { reason: 'cost' })
        .cancelled('2026-01-12', 'b1', 'provider', { reason: 'other' }),
    );
    expect(cancelled).toMatchObject({ outcome: 'cancelled_by_provider', reason: 'other', late: false });
  });

  test('cancelled and then rescheduled stands again', () => {
    const again = session((r) =>
      r
        .booked('2026-01-10', 'b1', '2026-02-01')
        .cancelled('2026-01-11', 'b1', 'person', { reason: 'cost' })
        .rescheduled('2026-01-12', 'b1', '2026-02-08'),
    );
    expect(again).toMatchObject({ outcome: '', reason: '', start: at('2026-02-08T12:00:00Z') });
  });

  test('the last is the last in counting order, not the last to happen', () => {
    const cancelled = session((r) =>
      r
        .booked('2026-01-10', 'b1', '2026-02-01', {}, { recorded: '2026-01-10' })
        .cancelled('2026-01-11', 'b1', 'person', {}, { recorded: '2026-01-20' })
        .rescheduled('2026-01-12', 'b1', '2026-02-08', {}, { recorded: '2026-01-15' }),
    );
    expect(cancelled).toMatchObject({ outcome: 'cancelled_by_person', start: at('2026-02-08T12:00:00Z') });
  });

  test('bookings of one id under two referrals are two sessions', () => {
    const log = world();
    for (const subject of ['r1', 'r2']) {
      log.provider('a').referral(subject).received('2026-01-05').booked('2026-01-10', 'b1', '2026-02-01');
    }
    const counts = ['r1', 'r2'].map(
      (subject) =>
        foldReferral(countingEvents(log.events().filter(({ event }) => event.subject === subject)).events)!
          .sessions.length,
    );
    expect(counts).toEqual([1, 1]);
  });
});

describe('an attendance', () => {
  test.each([
    ['attended', 'attended'],
    ['attended_late', 'attended'],
    ['arrived_too_late', 'dna'],
    ['did_not_attend', 'dna'],
    ['cancelled_by_person', 'cancelled_by_person'],
    ['cancelled_by_provider', 'cancelled_by_provider'],
  ] as const)('%s is shown as %s', (recorded, shown) => {
    const outcome = session((r) =>
      r.booked('2026-01-10', 'b1', '2026-02-01').attendance('2026-02-01', 'b1', recorded),
    ).outcome;
    expect(outcome).toBe(shown);
  });

  test('overrides a cancellation, whichever came first, and its reason stands alone', () => {
    const overridden = session((r) =>
      r
        .booked('2026-01-10', 'b1', '2026-02-01')
        .attendance('2026-02-01', 'b1', 'did_not_attend')
        .cancelled('2026-02-02', 'b1', 'person', { reason: 'cost' }),
    );
    expect(overridden).toMatchObject({ outcome: 'dna', reason: '' });
  });

  test('corrected by a later one: the last counts, with its reason', () => {
    const corrected = session((r) =>
      r
        .booked('2026-01-10', 'b1', '2026-02-01')
        .attended('2026-02-01', 'b1')
        .attendance('2026-02-01', 'b1', 'did_not_attend', { reason: 'transport' }),
    );
    expect(corrected).toMatchObject({ outcome: 'dna', reason: 'transport' });
  });

  test('of a booking keeps the start, provider and activity of the booking', () => {
    const kept = session((r) =>
      r
        .booked('2026-01-10', 'b1', '2026-02-01', { activity: 'gym', activityProvider: 'leisure' })
        .attended('2026-02-02', 'b1', {
          startsAt: '2026-02-03T12:00:00.000Z',
          activity: 'walking',
          activityProvider: 'park',
        }),
    );
    expect(kept).toMatchObject({
      start: at('2026-02-01T12:00:00Z'),
      activity: 'gym',
      activityProvider: 'leisure',
    });
  });

  test('of a session nobody booked starts at its startsAt, with its own activity and provider', () => {
    const dropIn = session((r) =>
      r.attended('2026-02-02', 'd1', {
        startsAt: '2026-02-01T18:00:00.000Z',
        activity: 'walking',
        activityProvider: 'park',
      }),
    );
    expect(dropIn).toMatchObject({
      booked: false,
      start: at('2026-02-01T18:00:00Z'),
      activity: 'walking',
      activityProvider: 'park',
    });
  });

  test('of a session nobody booked and without startsAt starts at its time', () => {
    expect(session((r) => r.attended('2026-02-02T10:15:00Z', 'd1')).start).toBe(at('2026-02-02T10:15:00Z'));
  });

  test('with a cancellation but no booking is a drop-in', () => {
    const { sessions, undated } = folded((r) =>
      r.cancelled('2026-02-01', 'd1', 'provider').attended('2026-02-02', 'd1'),
    );
    expect(sessions).toMatchObject([{ booked: false, outcome: 'attended' }]);
    expect(undated).toBe(0);
  });
});

test('a booking of which only a cancellation is known is no session and is counted', () => {
  const { sessions, undated } = folded((r) => r.cancelled('2026-02-01', 'b1', 'person'));
  expect(sessions).toEqual([]);
  expect(undated).toBe(1);
});

describe('a cancellation by the person is late', () => {
  const start = '2026-02-02T10:00:00.000Z';
  const late = (time: string, startsAt = start): boolean =>
    session((r) => r.booked('2026-01-10', 'b1', startsAt).cancelled(time, 'b1', 'person')).late;

  test('less than 24 hours before the start, and not at 24 hours', () => {
    expect(late('2026-02-01T10:00:00.000Z')).toBe(false);
    expect(late('2026-02-01T10:00:00.001Z')).toBe(true);
  });

  test('at the start and after it', () => {
    expect(late(start)).toBe(true);
    expect(late('2026-02-20T10:00:00.000Z')).toBe(true);
  });

  test('by elapsed hours where the clocks go forward: 10:00 to 10:00 is 23 hours, late', () => {
    expect(late('2026-03-28T10:00:00.000Z', '2026-03-29T09:00:00.000Z')).toBe(true);
  });

  test('by elapsed hours where the clocks go back: 10:30 to 10:00 is 24 and a half hours, in time', () => {
    expect(late('2026-10-24T09:30:00.000Z', '2026-10-25T10:00:00.000Z')).toBe(false);
  });

  test('measured to the start that the last reschedule gave', () => {
    const moved = session((r) =>
      r
        .booked('2026-01-10', 'b1', '2026-02-01')
        .rescheduled('2026-01-11', 'b1', start)
        .cancelled('2026-02-02T09:00:00Z', 'b1', 'person'),
    );
    expect(moved.late).toBe(true);
  });

  test('not when the provider cancelled', () => {
    const cancelled = session((r) => r.booked('2026-01-10', 'b1', start).cancelled(start, 'b1', 'provider'));
    expect(cancelled.late).toBe(false);
  });

  test('not when it is known only from an attendance record, which has no instant of cancelling', () => {
    const cancelled = session((r) =>
      r.booked('2026-01-10', 'b1', start).attendance('2026-02-02T09:59:00Z', 'b1', 'cancelled_by_person'),
    );
    expect(cancelled).toMatchObject({ outcome: 'cancelled_by_person', late: false });
  });

  test('when an attendance record says the same beside the late cancellation', () => {
    const cancelled = session((r) =>
      r
        .booked('2026-01-10', 'b1', start)
        .cancelled('2026-02-02T09:00:00Z', 'b1', 'person')
        .attendance('2026-02-03', 'b1', 'cancelled_by_person'),
    );
    expect(cancelled.late).toBe(true);
  });

  test('not when an attendance record says the person came or did not', () => {
    const came = session((r) =>
      r
        .booked('2026-01-10', 'b1', start)
        .cancelled('2026-02-02T09:00:00Z', 'b1', 'person')
        .attendance('2026-02-03', 'b1', 'did_not_attend'),
    );
    expect(came.late).toBe(false);
  });

  test('not when a reschedule after the cancellation gives the state, though an attendance record says cancelled', () => {
    const moved = session((r) =>
      r
        .booked('2026-01-10', 'b1', '2026-01-20')
        .cancelled('2026-01-20T09:00:00Z', 'b1', 'person')
        .rescheduled('2026-01-20T09:30:00Z', 'b1', '2026-01-20T12:00:00Z')
        .attendance('2026-02-03', 'b1', 'cancelled_by_person'),
    );
    expect(moved).toMatchObject({ outcome: 'cancelled_by_person', late: false });
  });
});

describe('a reschedule after an outcome', () => {
  test('moves the session, keeps the outcome and is counted once per session', () => {
    const { sessions, rescheduledAfterOutcome } = folded((r) =>
      r
        .booked('2026-01-10', 'b1', '2026-02-01')
        .attendance('2026-02-01', 'b1', 'did_not_attend')
        .rescheduled('2026-02-02', 'b1', '2026-02-08')
        .rescheduled('2026-02-03', 'b1', '2026-02-09'),
    );
    expect(sessions).toMatchObject([{ start: at('2026-02-09T12:00:00Z'), outcome: 'dna' }]);
    expect(rescheduledAfterOutcome).toBe(1);
  });

  test('is counted also where a later attendance follows it', () => {
    const { rescheduledAfterOutcome } = folded((r) =>
      r
        .booked('2026-01-10', 'b1', '2026-02-01')
        .attendance('2026-02-01', 'b1', 'did_not_attend')
        .rescheduled('2026-02-02', 'b1', '2026-02-08')
        .attended('2026-02-08', 'b1'),
    );
    expect(rescheduledAfterOutcome).toBe(1);
  });

  test('is none when the outcome comes after it in counting order, however late the reschedule arrived', () => {
    const { rescheduledAfterOutcome } = folded((r) =>
      r
        .booked('2026-01-10', 'b1', '2026-02-01', {}, { recorded: '2026-01-10' })
        .attended('2026-02-08', 'b1', {}, { recorded: '2026-02-08' })
        .rescheduled('2026-01-20', 'b1', '2026-02-08', {}, { recorded: '2026-01-20' }),
    );
    expect(rescheduledAfterOutcome).toBe(0);
  });

  test('a booking made again after an outcome is not a reschedule', () => {
    const { rescheduledAfterOutcome } = folded((r) =>
      r
        .booked('2026-01-10', 'b1', '2026-02-01')
        .attended('2026-02-01', 'b1')
        .booked('2026-02-02', 'b1', '2026-02-08'),
    );
    expect(rescheduledAfterOutcome).toBe(0);
  });
});
