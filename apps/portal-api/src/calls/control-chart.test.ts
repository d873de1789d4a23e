import { everyPeriod, isEnough, type ChartPeriod, type ChartRules } from './control-chart.js';

const RULES: ChartRules = { improvement: 'increase', rebase: [], screen: false, unit: 'proportion' };

/** Of forty people. */
const month = (period: string): ChartPeriod => ({
  ...{ period, flags: [] },
  counted: {
    key: [period],
    exact: {
      ...{ key: [period], numerator: 20, denominator: 40, excluded: {} },
      people: { numerator: 20, denominator: 40, remainder: 20 },
    },
    shown: { numerator: 20, denominator: 40, withheld: [] },
  },
});
const MONTHS = [month('2025-01'), month('2025-03')];

test('a month of nobody between others has no share, and leaves a chart of the others', () => {
  const periods = everyPeriod(MONTHS, false);
  expect(periods.map(({ period }) => period)).toEqual(['2025-01', '2025-02', '2025-03']);
  expect(isEnough(periods, RULES, 'hes')).toBe(true);
  expect(isEnough(periods, { ...RULES, unit: 'count' }, 'hes')).toBe(false);
});

test('a month that may be of a few people leaves no chart, but to whoever sees exact counts', () => {
  const periods = everyPeriod(MONTHS, true);
  expect(isEnough(periods, RULES, 'hes')).toBe(false);
  expect(isEnough(periods, RULES, 'none')).toBe(true);
});
