import { groupBy } from '../numeric/at.js';
import { expectClose, fixtureCases, testsReadEveryMember } from '../testing/fixtures.js';
import { availability } from './availability.js';
import { coveredEpisodes } from './episodes.js';

const dayOf = (date: string): number => Date.parse(`${date} UTC`) / 86_400_000;

describe.each(fixtureCases('adherence_cma'))("is AdhereR's: $name", ({ input, expected, tolerance }) => {
  const people = [...groupBy(input.events as any[], ({ PATIENT_ID }) => PATIENT_ID as string | number)].map(
    ([id, own]) => {
      const events = own.map(({ DATE, DURATION }) => ({ day: dayOf(DATE), duration: DURATION as number }));
      const from =
        Math.min(...events.map(({ day }) => day)) + input.followup_window.start_days_after_first_event;
      const followUp = { from, to: from + input.followup_window.duration_days };
      const start = from + input.observation_window.start_days_after_followup_start;
      const window = { from: start, to: start + input.observation_window.duration_days };
      return { id, events, followUp, window };
    },
  );

  /** An event on the day after the window is none in it: AdhereR divides it by no days at all. */
  const isDividedByNone = (nth: number): boolean => !Number.isFinite(expected.cma.CMA2[nth].value ?? 0);

  test.each(Object.keys(expected.cma))('%s', (name) => {
    const ours = people.map(({ id, events, ...ranges }) => ({
      id: String(id),
      value: availability(events, ranges)[name.toLowerCase() as 'cma1'],
    }));
    const theirs = (expected.cma[name] as { id: string }[]).map((each, nth) =>
      ['CMA2', 'CMA4'].includes(name) && isDividedByNone(nth) ? { ...each, value: null } : each,
    );
    expectClose(ours, theirs, tolerance);
  });

  test.each(Object.keys(expected.treatment_episodes))('episodes, %s', (name) => {
    const gap = Number(name.replace('gap_', ''));
    const date = (day: number): string => new Date(day * 86_400_000).toISOString().slice(0, 10);
    const ours = people.flatMap(({ id, events, followUp }) =>
      coveredEpisodes(events, { followUp, gap }).map(({ from, to, gapAfter }, nth) => ({
        ...{ PATIENT_ID: id, 'episode.ID': nth + 1, 'episode.start': date(from), 'episode.end': date(to) },
        ...{ 'end.episode.gap.days': gapAfter, 'episode.duration': to - from },
      })),
    );
    expectClose(ours, expected.treatment_episodes[name], tolerance);
  });
});

describe('given an event before the window whose cover reaches into it', () => {
  const ranges = { followUp: { from: 0, to: 40 }, window: { from: 10, to: 30 } };
  const events = [
    { day: 5, duration: 10 },
    { day: 12, duration: 7 },
  ];

  test('it counts in the share of the whole window, and its days are left out of a lagged one', () => {
    const { cma6, cma7, cma8 } = availability(events, ranges);
    expect(cma6).toBeCloseTo(7 / 18, 12);
    expect(cma7).toBeCloseTo(12 / 20, 12);
    expect(cma8).toBeCloseTo(7 / 15, 12);
  });

  test('each event’s share of the days up to the next is averaged over the window', () => {
    // 7 of 7 days to the second event, then 3 carried and 7 own of the 28 to the end of follow-up.
    expect(availability(events, ranges).cma9).toBeCloseTo((2 + (10 / 28) * 18) / 20, 12);
  });
});

test('of nobody’s events, or one, what needs a first or second has no value', () => {
  const ranges = { followUp: { from: 0, to: 28 }, window: { from: 0, to: 28 } };
  expect(availability([], ranges)).toEqual({
    ...{ cma1: null, cma2: null, cma3: null, cma4: null, cma5: null, cma6: null },
    ...{ cma7: 0, cma8: 0, cma9: null },
  });
  expect(availability([{ day: 0, duration: 7 }], ranges)).toMatchObject({ cma1: null, cma2: 0.25 });
});

test('parts of days, events that cover nothing and empty ranges are refused', () => {
  const whole = { from: 0, to: 28 };
  expect(() => coveredEpisodes([{ day: 0.5, duration: 7 }], { followUp: whole, gap: 7 })).toThrow(RangeError);
  expect(() => coveredEpisodes([{ day: 0, duration: 0 }], { followUp: whole, gap: 7 })).toThrow(RangeError);
  expect(() => availability([], { followUp: whole, window: { from: 3, to: 3 } })).toThrow(RangeError);
});

testsReadEveryMember();
