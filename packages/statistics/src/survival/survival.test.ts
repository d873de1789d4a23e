import { groupBy } from '../numeric/at.js';
import { expectClose, fixtureCases, testsReadEveryMember } from '../testing/fixtures.js';
import { kaplanMeier, survivalAt, type SurvivalStep } from './kaplan-meier.js';
import type { LimitsType } from './limits.js';
import { logRank, type LogRank } from './log-rank.js';
import { riskTable, type FollowUp } from './risk-table.js';
import { restrictedMean, restrictedMeanDifference, timeByWhich } from './summaries.js';

const TYPES: LimitsType[] = ['plain', 'log', 'log-log', 'logit', 'arcsin'];

function followUps(input: any): (FollowUp & { group: string })[] {
  return (input.time as number[]).map((time, i) => ({
    time,
    cause: input.event[i],
    group: input.group?.[i] ?? 'all',
    ...(input.weights && { weight: input.weights[i] }),
    ...(input.strata && { stratum: input.strata[i] }),
  }));
}

const columns = (rows: any[], key: string): unknown[] => rows.map((row) => row[key]);
const limitsOf = (rows: { limits: { lower: number; upper: number } | null }[]): any => ({
  lower: rows.map(({ limits }) => limits?.lower ?? null),
  upper: rows.map(({ limits }) => limits?.upper ?? null),
});

describe.each(fixtureCases('km'))("Kaplan-Meier is R's: $name", ({ input, expected, tolerance }) => {
  const strata = groupBy(followUps(input), ({ group }) => group);
  test.each(Object.keys(expected.strata))('stratum %s', (stratum) => {
    const theirs = expected.strata[stratum];
    const table = riskTable(strata.get(stratum)!);
    const curve = (limits: LimitsType): SurvivalStep[] =>
      kaplanMeier(table, { level: input.conf_level, limits });
    const steps = curve('log-log');
    expect(strata.get(stratum)).toHaveLength(theirs.n);
    for (const [key, column] of [
      ['time', theirs.time],
      ['atRisk', theirs.n_risk],
      ['events', theirs.n_event],
      ['censored', theirs.n_censor],
      ['survival', theirs.surv],
      ['se', theirs.std_err_greenwood],
      ['hazard', theirs.cumhaz_nelson_aalen],
      ['hazardSe', theirs.std_err_cumhaz],
    ])
      expectClose(columns(steps, key), column, tolerance);
    for (const type of TYPES) {
      const drawn = curve(type);
      expectClose(limitsOf(drawn), theirs.ci[type], tolerance);
      const { probs, ...quantiles } = theirs.quantiles[type];
      const ours = (probs as number[]).map((share) => timeByWhich(drawn, share));
      for (const key of ['time', 'lower', 'upper'])
        expectClose(columns(ours, key), quantiles[key], tolerance);
      if (!theirs.at) continue;
      const { time, n_risk, surv, std_err, ...limits } = theirs.at[type];
      const read = survivalAt(drawn, time);
      expectClose([columns(read, 'atRisk'), columns(read, 'survival')], [n_risk, surv], tolerance);
      expectClose([columns(read, 'se'), limitsOf(read)], [std_err, limits], tolerance);
    }
    for (const { tau, rmst, se, last_time } of theirs.rmst ?? []) {
      const ours = restrictedMean(steps, tau);
      expectClose([ours.mean, ours.se], [rmst, se], tolerance);
      expect(ours.beyondFollowUp).toBe(tau > last_time && steps.at(-1)!.survival > 0);
    }
  });
});

test.each(fixtureCases('rmst_difference'))(
  'restricted means differ as in R: $name',
  ({ input, expected, tolerance }) => {
    const strata = groupBy(followUps(input), ({ group }) => group);
    const means = (expected.groups as string[]).map((group) =>
      restrictedMean(kaplanMeier(riskTable(strata.get(group)!)), input.tau),
    );
    expectClose([columns(means, 'mean'), columns(means, 'se')], [expected.rmst, expected.se], tolerance);
    expectClose(limitsOf(means), { lower: expected.lower, upper: expected.upper }, tolerance);
    const { of, est, se, lower, upper, z, p_value } = expected.difference;
    expect(of).toBe([...expected.groups].reverse().join(' - '));
    const ours = restrictedMeanDifference(means[0]!, means[1]!);
    expectClose(ours, { difference: est, se, lower, upper, z, pValue: p_value }, tolerance);
  },
);

const logRanks = fixtureCases('logrank');
test.each(logRanks)("log-rank and Peto-Peto are R's: $name", ({ input, expected, tolerance }) => {
  for (const [rho, theirs] of [
    [0, expected.logrank],
    [1, expected.peto_peto_gehan_wilcoxon_rho1],
  ] as const) {
    const ours = logRank(followUps(input), rho);
    // R keeps the order of a factor's levels.
    const order = (theirs.groups as string[]).map((group) => ours.groups.indexOf(group));
    const inOrder = (key: 'n' | 'observed' | 'expected'): unknown[] => order.map((i) => ours[key][i]);
    expectClose(
      { n: inOrder('n'), observed: inOrder('observed'), expected: inOrder('expected') },
      { n: theirs.n, observed: theirs.observed, expected: theirs.expected },
      tolerance,
    );
    expectClose(
      order.map((i) => order.map((j) => ours.variance[i]![j])),
      theirs.variance,
      tolerance,
    );
    expectClose([ours.chiSquare, ours.df, ours.pValue], [theirs.chisq, theirs.df, theirs.p_value], tolerance);
  }
});

test('a stratified log-rank was among them', () => {
  const seen = logRanks.some(({ input }) => 'strata' in input);
  const extra = logRanks.some(({ name }) => name.endsWith('(extra)'));
  expect(seen).toBe(extra);
});

test('a stratified log-rank is the sum over its strata', () => {
  const people = (stratum: string, shift: number): any[] =>
    [3, 5, 8, 9, 12, 14].map((time, i) => ({
      time: time + shift,
      cause: i % 3 === 2 ? 0 : 1,
      group: i % 2 ? 'b' : 'a',
      stratum,
    }));
  const [north, south] = [people('north', 0), people('south', 2)];
  const [n, s, both]: LogRank[] = [north, south, [...north, ...south]].map((it) => logRank(it));
  expect(both!.expected[0]).toBeCloseTo(n!.expected[0]! + s!.expected[0]!, 12);
  expect(both!.variance[0]![0]).toBeCloseTo(n!.variance[0]![0]! + s!.variance[0]![0]!, 12);
});

test('people who enter late are at risk only from then on', () => {
  const people = [
    { time: 4, cause: 1 },
    { time: 6, cause: 1, entry: 4 },
    { time: 8, cause: 0, entry: 5 },
  ];
  expect(riskTable(people).map(({ time, atRisk }) => [time, atRisk])).toEqual([
    [4, 1],
    [6, 2],
    [8, 1],
  ]);
  const grouped = people.map((it, i) => ({ ...it, group: i === 0 ? 'a' : 'b' }));
  expect(logRank(grouped).expected).toEqual([1, 1]);
  expect(() => riskTable([{ time: 3, cause: 1, entry: 3 }])).toThrow(RangeError);
});

test('what has no interval has none: at the start of a log-log curve, and once nobody is left', () => {
  const steps = kaplanMeier(riskTable([2, 3].map((time) => ({ time, cause: time === 2 ? 0 : 1 }))));
  expect(steps.map(({ survival, limits }) => [survival, limits])).toEqual([
    [1, null],
    [0, null],
  ]);
});

test('a restricted mean beyond the follow-up is marked, and no difference is made of it', () => {
  const steps = kaplanMeier(riskTable([2, 9].map((time) => ({ time, cause: time === 2 ? 1 : 0 }))));
  expect(restrictedMean(steps, 9).beyondFollowUp).toBe(false);
  const beyond = restrictedMean(steps, 10);
  expect(beyond).toMatchObject({ mean: 6, beyondFollowUp: true });
  expect(() => restrictedMeanDifference(beyond, beyond)).toThrow(RangeError);
});

testsReadEveryMember({
  km: { 'edge_single_event: *by_definition': 'says that R gives no standard error here, and 0 is meant' },
});
