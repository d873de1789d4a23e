import { eventRow } from './events.js';
import { knownEvent } from '../testing/known-events.js';

const at = '2026-01-05T10:00:00.000Z';

test('a row carries the place in the log, the envelope and the members of its type', () => {
  const row = eventRow(
    knownEvent({
      type: 'booking.made',
      time: at,
      recordedtime: '2026-01-05T11:00:00.500Z',
      data: { bookingId: 'b', activityProvider: 'trust', activity: 'gym', startsAt: at },
      offset: 4,
      partition: 3,
      receivedAt: Date.UTC(2026, 0, 6),
    }),
  );
  expect(row).toMatchObject({
    partition: 3,
    offset: 4,
    received: '2026-01-06T00:00:00.000',
    type: 'made',
    time: '2026-01-05T10:00:00.000',
    recorded: '2026-01-05T11:00:00.500',
    booking: 'b',
    activity_provider: 'trust',
    activity: 'gym',
    starts: '2026-01-05T10:00:00.000',
  });
});

test('a referral without a kind is initial, and a void without a source names its own', () => {
  const received = knownEvent({ type: 'referral.received', time: at, data: { person: { id: 'p1.x' } } });
  expect(eventRow(received)).toMatchObject({ kind: 'initial', person_id: 'p1.x' });
  const voided = knownEvent({ type: 'event.voided', time: at, data: { eventId: 'e' } });
  expect(eventRow(voided)).toMatchObject({ target_id: 'e', target_source: voided.event.source });
});

test('what was not given is not in the JSON, so that the column takes its default', () => {
  const row = eventRow(knownEvent({ type: 'referral.accepted', time: at, data: {} }));
  expect(Object.keys(JSON.parse(JSON.stringify(row)) as object)).not.toContain('recorded');
});

test('scores are sorted by name', () => {
  const scores = { worthwhile: 1, anxious: 2 };
  const measure = knownEvent({
    type: 'measure.recorded',
    time: at,
    data: { instrument: 'ons4', stage: 'exit', scores },
  });
  expect(eventRow(measure)['scores']).toEqual([
    ['anxious', 2],
    ['worthwhile', 1],
  ]);
});
