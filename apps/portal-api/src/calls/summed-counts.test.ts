import type { ControlledCounts } from '@waymark/disclosure';
import { ALL_WITHHELD, summed } from './summed-counts.js';

const told = (numerator: number, denominator: number): ControlledCounts => ({
  ...{ numerator, denominator, withheld: [] },
});
const half = (denominator: number): ControlledCounts => ({
  ...{ numerator: null, denominator, withheld: ['numerator'] },
});

test('a row is the sum of its cells', () => {
  expect(summed([told(10, 20), told(15, 40)])).toEqual(told(25, 60));
});

test('a cell that is not told in full is left out on both sides, where the others are nearly all', () => {
  expect(summed([told(50, 190), half(20)])).toEqual(told(50, 190));
});

test('where they are not, the numerator is withheld: it would be that of what happens not to be', () => {
  expect(summed([told(50, 60), half(40)])).toEqual(half(100));
  expect(summed([half(40)])).toEqual(half(40));
});

test('a row of which a cell is withheld is withheld: how many there are is not how many may be told', () => {
  expect(summed([told(50, 190), ALL_WITHHELD])).toEqual(ALL_WITHHELD);
  expect(summed([ALL_WITHHELD, ALL_WITHHELD])).toEqual(ALL_WITHHELD);
  expect(summed([])).toEqual(ALL_WITHHELD);
});
