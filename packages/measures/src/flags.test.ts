import {
  feedFlags,
  isAttendancesOnly,
  isLowRecording,
  datesOfPeriod,
  type RecordingHabits,
} from './flags.js';

test.each([
  ['2024-02', '2024-02-01', '2024-02-29'],
  ['2026-Q1', '2026-01-01', '2026-03-31'],
  ['2026-Q4', '2026-10-01', '2026-12-31'],
  ['2026', '2026-01-01', '2026-12-31'],
])('%s is from %s to %s', (code, from, to) => {
  expect(datesOfPeriod(code)).toEqual({ from, to });
});

test('a provider joins on the first day and leaves on the last of its feed', () => {
  const march = datesOfPeriod('2026-03');
  expect(feedFlags(march, [{ completeFrom: '2026-03-01' }])).toEqual(['provider_joined']);
  expect(feedFlags(march, [{ completeFrom: '2026-04-01' }, { completeTo: '2026-03-31' }])).toEqual([
    'provider_left',
  ]);
  expect(feedFlags(march, [{ completeFrom: '2026-02-28', completeTo: '2026-04-01' }, {}])).toEqual([]);
  expect(feedFlags({}, [{ completeFrom: '2020-01-01', completeTo: '2020-01-02' }])).toEqual([
    'provider_joined',
    'provider_left',
  ]);
});

describe('attendances only', () => {
  const usual: RecordingHabits = {
    ...{ begun: 120, recorded: 110, attended: 99, missed: 1, cancelled: 10, cancellations: 4 },
  };
  test.each([
    ['of a hundred sessions one was missed', {}, false],
    ['of a hundred none was', { attended: 100, missed: 0 }, true],
    ['of fewer none was: nothing can be told', { missed: 0 }, false],
    ['cancellations come as outcomes of attendance alone', { cancellations: 0 }, true],
    ['nothing was cancelled', { cancelled: 0, cancellations: 0 }, false],
  ])('%s', (_, habits, expected) => {
    expect(isAttendancesOnly({ ...usual, ...habits })).toBe(expected);
  });
});

test('recording is low where fewer than four in five sessions have an outcome', () => {
  expect(isLowRecording({ begun: 10, recorded: 8 })).toBe(false);
  expect(isLowRecording({ begun: 10, recorded: 7 })).toBe(true);
  expect(isLowRecording({ begun: 0, recorded: 0 })).toBe(false);
});
