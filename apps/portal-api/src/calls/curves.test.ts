import type { FollowUpDay } from '@waymark/warehouse';
import fc from 'fast-check';
import {
  dayReached,
  exactCurve,
  followedTo,
  roundedCurve,
  shareAt,
  shareByIncidence,
  shareByKaplanMeier,
} from './curves.js';

/** Days with whose follow-up ended on them, as the tables give them. */
function counts(...ends: [day: number, ended: FollowUpDay['ended']][]): {
  days: FollowUpDay[];
  followed: number;
} {
  const leaving = ends.map(([, ended]) => Object.values(ended).reduce((total, count) => total + count, 0));
  const followed = leaving.reduce((total, count) => total + count, 0);
  const before = (nth: number): number => leaving.slice(0, nth).reduce((total, count) => total + count, 0);
  const days = ends.map(([day, ended], nth) => ({ day, atRisk: followed - before(nth), ended }));
  return { days, followed };
}

/** Ten people: 3 fall silent, one dies, 2 complete, one more falls silent, 3 are still there at the end. */
const TEN = counts(
  [22, { disengaged: 3 }],
  [30, { died: 1 }],
  [36, { completed: 2 }],
  [50, { disengaged: 1 }],
  [99, { censored: 2, unrecorded: 1 }],
);

test('completion and death compete in the cumulative incidence and are censored in Kaplan-Meier', () => {
  const curve = exactCurve([TEN]);
  // 3 of 10, then 1 of the 10 again: nobody was censored before.
  expect(shareAt(shareByIncidence(curve), curve, 84)?.share).toBeCloseTo(0.4, 12);
  // 1 - 7/10 * 3/4: of the four left on day 50 one falls silent.
  expect(shareAt(shareByKaplanMeier(curve), curve, 84)?.share).toBeCloseTo(0.475, 12);
});

test('a share by a day until which nobody is followed is not told, by the last day of somebody it is', () => {
  const curve = exactCurve([TEN]);
  const steps = shareByIncidence(curve);
  expect(shareAt(steps, curve, 99)?.share).toBeCloseTo(0.4, 12);
  expect(shareAt(steps, curve, 100)).toBeUndefined();
  const ended = exactCurve([counts([5, { happened: 2 }], [9, { closed: 1 }])]);
  expect(shareAt(shareByIncidence(ended), ended, 500)?.share).toBeCloseTo(2 / 3, 12);
});

test('a day is the first on which the share is reached, and none where it is not', () => {
  const curve = exactCurve([counts([2, { happened: 2 }], [8, { happened: 3 }], [20, { closed: 5 }])]);
  const steps = shareByIncidence(curve);
  expect(dayReached(steps, 0.5).day).toBe(8);
  expect(dayReached(steps, 0.9)).toMatchObject({ day: null, upper: null });
});

test('people followed no further than a day give the same estimate and limits up to it', () => {
  const curve = exactCurve([TEN]);
  for (const estimate of [shareByIncidence, shareByKaplanMeier]) {
    const at = shareAt(estimate(followedTo(curve, 40)), curve, 40);
    const whole = shareAt(estimate(curve), curve, 40);
    expect(at?.share).toBeCloseTo(whole!.share, 12);
    expect(at?.limits?.upper).toBeCloseTo(whole!.limits!.upper, 12);
  }
});

describe('a curve by midpoint 6', () => {
  const many = counts(
    [5, { disengaged: 1 }],
    [9, { disengaged: 7, completed: 2 }],
    [20, { died: 1, censored: 4 }],
    [40, { disengaged: 20 }],
    [90, { censored: 25 }],
  );

  test('counts everybody followed, the ends of each cause and those censored in threes and sixes', () => {
    const { people } = roundedCurve([many]);
    expect(people.filter(({ time }) => time < 90)).toEqual([
      { time: 5, cause: 1, weight: 3 },
      { time: 9, cause: 1, weight: 6 },
      { time: 9, cause: 2, weight: 3 },
      { time: 20, cause: 0, weight: 3 },
      { time: 20, cause: 3, weight: 3 },
      { time: 40, cause: 1, weight: 18 },
    ]);
    const total = people.reduce((sum, { weight = 1 }) => sum + weight, 0);
    expect(total).toBe(57);
  });

  test('ends before the day on which fewer than eight people are left', () => {
    const curve = roundedCurve([
      counts([10, { disengaged: 12 }], [30, { disengaged: 3 }], [60, { censored: 4 }]),
    ]);
    expect(curve.until).toBe(29);
    expect(shareAt(shareByIncidence(curve), curve, 29)?.share).toBeCloseTo(9 / 21, 12);
    expect(shareAt(shareByIncidence(curve), curve, 30)).toBeUndefined();
  });

  test('is the same of counts that differ within their sixes', () => {
    const other = counts(
      [5, { disengaged: 6 }],
      [9, { disengaged: 3, completed: 1 }],
      [20, { died: 3, censored: 5 }],
      [40, { disengaged: 19 }],
      [90, { censored: 22 }],
    );
    expect([many.followed, other.followed]).toEqual([60, 59]);
    const [a, b] = [roundedCurve([many]), roundedCurve([other])];
    expect(b).toEqual(a);
  });

  test('is the sum of those of its cells', () => {
    const [a, b] = [counts([5, { disengaged: 2 }], [9, { censored: 20 }]), counts([9, { disengaged: 8 }])];
    expect(roundedCurve([a, b])).toEqual({
      people: [
        { time: 5, cause: 1, weight: 3 },
        { time: 9, cause: 0, weight: 18 },
        { time: 9, cause: 1, weight: 9 },
      ],
      until: 9,
    });
  });

  test('has nobody of no weight, even where the roundings have all leave at once', () => {
    const { people, until } = roundedCurve([
      counts([0, { disengaged: 1, died: 1, completed: 1 }], [1, { disengaged: 5 }]),
    ]);
    expect(people.map(({ weight }) => weight)).toEqual([3, 3, 3]);
    expect(until).toBe(0);
  });

  test('is a curve of everybody followed, whose shares lie near the exact ones where many are followed', () => {
    const ends = ['disengaged', 'completed', 'died', 'censored', 'unrecorded'] as const;
    const end = fc.dictionary(fc.constantFrom(...ends), fc.integer({ min: 1, max: 30 }), { minKeys: 1 });
    const days = fc.uniqueArray(fc.tuple(fc.integer({ min: 0, max: 300 }), end), {
      ...{ minLength: 1, maxLength: 30, selector: ([day]: [number, unknown]) => day },
    });
    fc.assert(
      fc.property(days, (some) => {
        const row = counts(...some.sort(([a], [b]) => a - b));
        const curve = roundedCurve([row]);
        const total = curve.people.reduce((sum, { weight = 1 }) => sum + weight, 0);
        expect(Math.abs(total - row.followed)).toBeLessThanOrEqual(3);
        expect(curve.people.every(({ weight = 1 }) => weight > 0)).toBe(true);
        const exact = exactCurve([row]);
        // While four in five are there, five roundings of three people each move a share by little.
        const day = row.days.findLast(({ atRisk }) => atRisk > 0.8 * row.followed)?.day ?? 0;
        if (row.followed < 200 || day > curve.until) return;
        const [shown, is] = [curve, exact].map((each) => shareAt(shareByIncidence(each), each, day)!.share);
        expect(Math.abs(shown! - is!)).toBeLessThan(20 / row.followed);
      }),
    );
  });
});

test('a day that is reached, and its limits, are the same when nobody is followed much further', () => {
  const days = Array.from({ length: 60 }, (_, day) => [10 * day, { happened: 3, closed: 1 }] as const);
  const curve = exactCurve([
    counts(...days.map(([day, ended]) => [day, ended] as [number, FollowUpDay['ended']])),
  ]);
  expect(dayReached(shareByIncidence(followedTo(curve, 500)), 0.5)).toEqual(
    dayReached(shareByIncidence(curve), 0.5),
  );
});
