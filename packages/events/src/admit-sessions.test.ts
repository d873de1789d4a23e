import { admitted, admittedData, refusesData, takesData } from './testing/admissions.js';

const PROGRAMME = 'org.waymark.programme.agreed.v1';
const MADE = 'org.waymark.booking.made.v1';
const RESCHEDULED = 'org.waymark.booking.rescheduled.v1';
const CANCELLED = 'org.waymark.booking.cancelled.v1';
const ATTENDANCE = 'org.waymark.attendance.recorded.v1';
const NO_END = { endsAt: undefined };

describe('programme.agreed', () => {
  refusesData(PROGRAMME, [
    ['activityProvider is required', { activityProvider: undefined }, 'missing', '/activityProvider'],
    ['activityProvider is an id', { activityProvider: 'The Gym' }, 'invalid_format', '/activityProvider'],
    ['activity is required', { activity: undefined }, 'missing', '/activity'],
    ['activity is of the list', { activity: 'boxing' }, 'not_in_list', '/activity'],
    ['plannedSessions is at least 1', { plannedSessions: 0 }, 'out_of_range', '/plannedSessions'],
    ['plannedSessions is at most 200', { plannedSessions: 201 }, 'out_of_range', '/plannedSessions'],
    ['plannedSessions is whole', { plannedSessions: 1.5 }, 'wrong_type', '/plannedSessions'],
    ['plannedWeeks is at least 1', { plannedWeeks: 0 }, 'out_of_range', '/plannedWeeks'],
    ['plannedWeeks is at most 104', { plannedWeeks: 105 }, 'out_of_range', '/plannedWeeks'],
    ['startsOn is a date', { startsOn: '2026-11-01T10:00:00Z' }, 'invalid_date', '/startsOn'],
    ['startsOn is not before 2015', { startsOn: '2014-12-31' }, 'too_early', '/startsOn'],
    ['startsOn is at most 2 years ahead', { startsOn: '2028-11-25' }, 'in_the_future', '/startsOn'],
    ['unknown members are refused', { coach: 'x' }, 'unknown_member', '/coach'],
  ]);
  takesData(PROGRAMME, [
    ['the least', { plannedSessions: 1, plannedWeeks: 1, startsOn: '2015-01-01' }],
    ['the most', { plannedSessions: 200, plannedWeeks: 104, startsOn: '2028-11-24' }],
    ['no plan', { plannedSessions: undefined, plannedWeeks: undefined, startsOn: undefined }],
  ]);
});

describe('booking.made', () => {
  refusesData(MADE, [
    ['bookingId is required', { bookingId: undefined }, 'missing', '/bookingId'],
    ['bookingId is an id', { bookingId: 'a b' }, 'invalid_format', '/bookingId'],
    ['bookingId is at most 128', { bookingId: 'a'.repeat(129) }, 'too_long', '/bookingId'],
    ['activityProvider is required', { activityProvider: undefined }, 'missing', '/activityProvider'],
    ['activity is required', { activity: undefined }, 'missing', '/activity'],
    ['startsAt is required', { startsAt: undefined }, 'missing', '/startsAt'],
    ['startsAt has an offset', { startsAt: '2026-11-03T10:00:00' }, 'invalid_instant', '/startsAt'],
    ['startsAt is not before 2015', { startsAt: '2014-12-31T23:59:59.999Z' }, 'too_early', '/startsAt'],
    [
      'startsAt is at most 2 years ahead',
      { startsAt: '2028-11-24T12:00:00.001Z', ...NO_END },
      'in_the_future',
      '/startsAt',
    ],
    ['endsAt is at most 2 years ahead', { endsAt: '2028-11-24T12:00:00.001Z' }, 'in_the_future', '/endsAt'],
    ['an end is not its start', { endsAt: '2026-11-03T10:00:00Z' }, 'end_before_start', '/endsAt'],
    [
      'an end is not before its start',
      { endsAt: '2026-11-03T10:30:00+01:00' },
      'end_before_start',
      '/endsAt',
    ],
    ['nor in small letters', { endsAt: '2026-11-03t09:00:00z' }, 'end_before_start', '/endsAt'],
    ['nor within a millisecond', { endsAt: '2026-11-03T10:00:00.0009Z' }, 'end_before_start', '/endsAt'],
    ['setting is of the list', { setting: 'park' }, 'not_in_list', '/setting'],
    ['unknown members are refused', { room: '1' }, 'unknown_member', '/room'],
  ]);
  takesData(MADE, [
    ['exactly 2 years ahead', { startsAt: '2028-11-24T12:00:00Z', ...NO_END }],
    ['the first millisecond', { startsAt: '2015-01-01T00:00:00Z' }],
    ['an end a millisecond later', { endsAt: '2026-11-03T10:00:00.001Z' }],
    ['no setting', { setting: undefined }],
  ]);

  test('instants are kept to the millisecond in UTC', () => {
    const data = { startsAt: '2026-11-03T10:00:00.9999+01:00', endsAt: '2026-11-03t10:30:00z' };
    expect(admittedData(MADE, data)).toMatchObject({
      event: { data: { startsAt: '2026-11-03T09:00:00.999Z', endsAt: '2026-11-03T10:30:00.000Z' } },
    });
  });

  test('two years after a leap day is the day after the last of February', () => {
    const now = new Date('2028-02-29T12:00:00Z');
    const at = (startsAt: string) => admitted(MADE, { data: { startsAt, ...NO_END } }, { now });
    expect(at('2030-03-01T12:00:00Z')).toMatchObject({ ok: true });
    expect(at('2030-03-01T12:00:00.001Z')).toMatchObject({ code: 'in_the_future' });
  });
});

describe('booking.rescheduled and booking.cancelled', () => {
  refusesData(RESCHEDULED, [
    ['bookingId is required', { bookingId: undefined }, 'missing', '/bookingId'],
    ['startsAt is required', { startsAt: undefined }, 'missing', '/startsAt'],
    ['startsAt has bounds', { startsAt: '2029-01-01T00:00:00Z' }, 'in_the_future', '/startsAt'],
    ['an end is after its start', { endsAt: '2026-11-04T09:00:00Z' }, 'end_before_start', '/endsAt'],
    ['by is of the list', { by: 'service' }, 'not_in_list', '/by'],
    ['the activity is that of booking.made', { activity: 'gym' }, 'unknown_member', '/activity'],
  ]);
  refusesData(CANCELLED, [
    ['bookingId is required', { bookingId: undefined }, 'missing', '/bookingId'],
    ['by is required', { by: undefined }, 'missing', '/by'],
    ['by is of the list', { by: 'nobody' }, 'not_in_list', '/by'],
    ['reason is of the list', { reason: 'rain' }, 'not_in_list', '/reason'],
    ['it has no start', { startsAt: '2026-11-03T10:00:00Z' }, 'unknown_member', '/startsAt'],
  ]);
  takesData(RESCHEDULED, [['without by', { by: undefined }]]);
  takesData(CANCELLED, [['by the person, with a reason', { by: 'person', reason: 'transport' }]]);
});

describe('attendance.recorded', () => {
  refusesData(ATTENDANCE, [
    ['bookingId is required', { bookingId: undefined }, 'missing', '/bookingId'],
    ['outcome is required', { outcome: undefined }, 'missing', '/outcome'],
    ['outcome is of the list', { outcome: 'present' }, 'not_in_list', '/outcome'],
    ['reason is of the list', { reason: 'rain' }, 'not_in_list', '/reason'],
    ['startsAt has bounds', { startsAt: '2029-01-01T00:00:00Z' }, 'in_the_future', '/startsAt'],
    ['activity is of the list', { activity: 'boxing' }, 'not_in_list', '/activity'],
    ['activityProvider is an id', { activityProvider: '' }, 'too_short', '/activityProvider'],
    ['it has no end', { endsAt: '2026-11-03T11:00:00Z' }, 'unknown_member', '/endsAt'],
  ]);
  takesData(ATTENDANCE, [
    ['of a booked session', { startsAt: undefined, activity: undefined, activityProvider: undefined }],
    ['a missed session with its reason', { outcome: 'did_not_attend', reason: 'cost' }],
  ]);
});
