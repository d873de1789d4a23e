import type { Breakdown } from '@waymark/measures';
import { baseDimensions, closedSets } from './dimensions.js';

const of = (by: Breakdown[], filters: Partial<Record<Breakdown, string[]>> = {}) =>
  baseDimensions({ by, filters, boundaries: 'current' }, { kind: 'boards', boards: ['QWO'] }, 'research');

test('dimensions stand in one order, however a question names them: what is decided of a cell hangs on it', () => {
  const asked = [of(['sex', 'sub_icb']), of(['sub_icb', 'sex']), of(['sex'], { sub_icb: ['03N', '02P'] })];
  for (const { all } of asked) expect(all).toEqual(['region', 'sub_icb', 'sex', 'board']);
});

test('no set has a dimension without those that it lies within', () => {
  const sets = closedSets(of(['imd_decile', 'icb'])).map((set) => set.join(' '));
  expect(sets.sort()).toEqual([
    ...['', 'imd_quintile', 'imd_quintile imd_decile'],
    ...['region', 'region board', 'region imd_quintile'],
    ...[
      'region imd_quintile board',
      'region imd_quintile imd_decile',
      'region imd_quintile imd_decile board',
    ],
  ]);
});
