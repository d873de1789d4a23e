import fc from 'fast-check';
import type { Profile } from '@waymark/disclosure';
import { controlledStages, summedStages } from './controlled-stages.js';

/** Everybody counted once. */
const ended = (...counts: number[]): { count: number; people: number }[] =>
  counts.map((count) => ({ count, people: count }));
const shown = (counts: number[], profile: Profile = 'hes'): (number | null)[] =>
  controlledStages({ ended: ended(...counts) }, { profile, level: 'sub_national' });

test('without control each stage holds all who came to it or further', () => {
  expect(shown([3, 0, 7, 10], 'none')).toEqual([20, 17, 17, 10]);
});

test('a stage that few did not reach is withheld, and the next is judged within the last that is shown', () => {
  expect(shown([20, 5, 30, 40])).toEqual([95, 75, null, 40]);
  expect(shown([20, 5, 0, 40])).toEqual([65, 45, null, null]);
});

test('a stage that few reached is withheld, as is all of a group of few', () => {
  expect(shown([20, 20, 5])).toEqual([45, 25, null]);
  expect(shown([2, 2, 2])).toEqual([null, null, null]);
});

test('a stage that nobody or everybody reached is shown where the profile says so', () => {
  expect(shown([20, 0, 0])).toEqual([20, 0, 0]);
  expect(shown([0, 0, 20])).toEqual([20, 20, 20]);
  expect(shown([20, 0, 0], 'research')).toEqual([20, null, null]);
});

test('no two stages that are shown differ by 1 to 7 people', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(30), { minLength: 2, maxLength: 7 }), (counts) => {
      const seen = shown(counts).flatMap((count, stage) => (count === null ? [] : [stage]));
      seen.slice(1).forEach((stage, nth) => {
        const lost = counts.slice(seen[nth], stage).reduce((total, count) => total + count, 0);
        expect(lost === 0 || lost > 7).toBe(true);
      });
    }),
  );
});

test('a row of several base cells is their sum, withheld where it is in one of them', () => {
  expect(
    summedStages([
      [100, 80, 60],
      [50, null, 20],
    ]),
  ).toEqual([150, null, 80]);
  expect(summedStages([[null, null]])).toEqual([null, null]);
});
