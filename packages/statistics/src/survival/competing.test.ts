import { groupBy } from '../numeric/at.js';
import { expectClose, fixtureCases, testsReadEveryMember } from '../testing/fixtures.js';
import { cumulativeIncidence, type CompetingStep } from './competing.js';
import { zOf } from '../distributions/normal.js';
import { grayTest } from './gray.js';
import { kaplanMeier } from './kaplan-meier.js';
import { probabilityLimits } from './limits.js';
import { riskTable } from './risk-table.js';

const columns = (rows: any[], key: string): unknown[] => rows.map((row) => row[key]);

describe.each(fixtureCases('competing_risks'))(
  "cumulative incidence is R's: $name",
  ({ input, expected, tolerance }) => {
    const everybody = (input.time as number[]).map((time, i) => ({
      time,
      cause: input.cause[i] as number,
      group: (input.group?.[i] ?? 'all') as string,
    }));
    const strata = groupBy(everybody, ({ group }) => group);
    test.each(Object.keys(expected.strata))('stratum %s', (stratum) => {
      const theirs = expected.strata[stratum];
      const people = strata.get(stratum)!;
      const steps = cumulativeIncidence(people);
      expectClose(
        {
          n: people.length,
          time: columns(steps, 'time'),
          n_risk: columns(steps, 'atRisk'),
          free: columns(steps, 'eventFree'),
        },
        { n: theirs.n, time: theirs.full.time, n_risk: theirs.full.n_risk, free: theirs.full.p_event_free },
        tolerance,
      );
      expect([...theirs.at.time]).toEqual(input.at);
      (input.cause_labels as string[]).forEach((label, k) => {
        expectClose(
          steps.map(({ causes }) => causes[k]!.incidence),
          theirs.full[`cif_${label}`],
          tolerance,
        );
        const at = theirs.at[label];
        const read = (curve: CompetingStep[]): any[] =>
          (input.at as number[]).map((time) => curve.findLast((step) => step.time <= time)!.causes[k]);
        expectClose(columns(read(steps), 'incidence'), at.cif, tolerance);
        expectClose(columns(read(steps), 'incidence'), at.cmprsk_cuminc, tolerance);
        expectClose(columns(read(steps), 'se'), at.se_infinitesimal_jackknife, tolerance);
        expectClose(columns(read(steps), 'seAalen'), at.cmprsk_se_aalen, tolerance);
        for (const [limits, column] of [
          ['log', at.ci_log],
          ['log-log', at.ci_loglog],
          ['plain', at.ci_plain],
        ] as const) {
          const drawn = read(steps).map((it) => probabilityLimits(it.incidence, it.se, zOf(0.95), limits));
          expectClose(
            { lower: drawn.map((it) => it?.lower ?? null), upper: drawn.map((it) => it?.upper ?? null) },
            column,
            tolerance,
          );
        }
        const naive = kaplanMeier(
          riskTable(people.map((it) => ({ ...it, cause: it.cause === k + 1 ? 1 : 0 }))),
        );
        const overstated = (input.at as number[]).map(
          (time) => 1 - naive.findLast((step) => step.time <= time)!.survival,
        );
        expectClose(overstated, at.naive_one_minus_km, tolerance);
      });
    });

    const grays = (expected.gray_test ?? []) as any[];
    // Of statistics-extra alone: without it there are none, and the loader has said so.
    for (const [nth, theirs] of grays.entries())
      test(`Gray's test of cause ${nth + 1} is cmprsk's`, () => {
        const { chiSquare, df, pValue } = grayTest(everybody, input.cause_labels.indexOf(theirs.cause) + 1);
        expectClose([chiSquare, df, pValue], [theirs.chisq, theirs.df, theirs.p_value], tolerance);
      });
  },
);

test('limits are log-log at 95% unless asked otherwise', () => {
  const people = [1, 2, 3, 4, 5].map((time) => ({ time, cause: 1 + (time % 2) }));
  const [, step] = cumulativeIncidence(people, { limits: 'log', level: 0.9 });
  const { incidence, se, limits } = step!.causes[0]!;
  expect(limits).toEqual(probabilityLimits(incidence, se, zOf(0.9), 'log'));
  const plain = cumulativeIncidence(people)[1]!.causes[0]!;
  expect(plain.limits).toEqual(probabilityLimits(incidence, se, zOf(0.95), 'log-log'));
});

test('the causes and the share without any always make up everybody', () => {
  let seed = 11;
  const next = (k: number): number => (seed = (seed * 48271) % 2147483647) % k;
  const people = Array.from({ length: 300 }, () => ({ time: 1 + next(60), cause: next(4) }));
  for (const { eventFree, causes } of cumulativeIncidence(people))
    expect(causes.reduce((total, it) => total + it.incidence, eventFree)).toBeCloseTo(1, 12);
});

test('people with the same follow-up can be given once, with their number', () => {
  const people = [1, 2, 2, 3, 5, 5, 5, 8, 9, 9].map((time, i) => ({ time, cause: i % 3 }));
  const weighted = [...groupBy(people, ({ time, cause }) => `${time} ${cause}`).values()].map((same) => ({
    ...same[0]!,
    weight: same.length,
  }));
  expect(cumulativeIncidence(weighted)).toEqual(cumulativeIncidence(people));
});

describe("Gray's test", () => {
  const people = (group: string, cause: (i: number) => number): any[] =>
    [2, 3, 3, 5, 6, 8, 8, 9, 11, 12, 12, 14].map((time, i) => ({ time, cause: cause(i), group }));
  const mixed = (i: number): number => i % 3;

  test('finds nothing between groups that fare alike, and something where one cause is commoner', () => {
    expect(grayTest([...people('a', mixed), ...people('b', mixed)], 1)).toEqual({
      chiSquare: expect.closeTo(0, 12),
      df: 1,
      pValue: expect.closeTo(1, 6),
    });
    const rare = (i: number): number => (i < 10 ? 2 : 1);
    expect(grayTest([...people('a', () => 1), ...people('b', rare)], 1).pValue).toBeLessThan(0.01);
  });

  test('is the same whichever group comes first, with as many degrees of freedom as groups less one', () => {
    const three = [...people('a', mixed), ...people('b', (i) => 1 + (i % 2)), ...people('c', (i) => i % 2)];
    const forward = grayTest(three, 1);
    const backward = grayTest([...three].reverse(), 1);
    expect(forward.df).toBe(2);
    expect(backward.chiSquare).toBeCloseTo(forward.chiSquare, 10);
  });

  test('of one group, or of people who enter late, is refused', () => {
    expect(() => grayTest(people('a', mixed), 1)).toThrow(RangeError);
    const late = people('b', mixed).map((it) => ({ ...it, entry: 1 }));
    expect(() => grayTest([...people('a', mixed), ...late], 1)).toThrow(RangeError);
  });
});

testsReadEveryMember();
