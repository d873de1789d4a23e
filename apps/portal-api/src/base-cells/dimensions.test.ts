import type { Breakdown } from '@waymark/measures';
import type { BaseDimension, Scope } from '@waymark/warehouse';
import { baseDimensions, closedSets, isFine } from './dimensions.js';

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

test('groups are fine by three things at once: a period is one, what others lie within and an own board are none', () => {
  const everything: Scope = { kind: 'everything' };
  const own: Scope = { kind: 'boards', boards: ['QWO'] };
  const cases: [BaseDimension[], 'ever' | 'quarter', Scope, boolean][] = [
    [['sex', 'route'], 'ever', everything, false],
    [['sex', 'route'], 'quarter', everything, true],
    [['sex', 'route', 'age_band'], 'ever', everything, true],
    [['region', 'board', 'sub_icb', 'pcn', 'practice'], 'quarter', everything, false],
    [['imd_quintile', 'imd_decile'], 'quarter', everything, false],
    [['sex', 'board'], 'quarter', everything, true],
    [['sex', 'board'], 'quarter', own, false],
  ];
  for (const [dimensions, periods, scope, expected] of cases)
    expect([dimensions, periods, isFine(dimensions, periods, { scope, profile: 'research' })]).toEqual([
      ...[dimensions, periods, expected],
    ]);
});
