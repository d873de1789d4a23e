import { groupBy } from '../numeric/at.js';
import { expectClose, fixtureCases } from '../testing/fixtures.js';
import { cumulativeIncidence, type CompetingStep } from './competing.js';
import { zOf } from '../distributions/normal.js';
import { probabilityLimits } from './limits.js';
import { kaplanMeier } from './kaplan-meier.js';
import { meanCumulativeFunction, type Spell } from './recurrent.js';
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
      (input.cause_labels as string[]).forEach((label, k) => {
        expectClose(
          steps.map(({ causes }) => causes[k]!.incidence),
          theirs.full[`cif_${label}`],
          tolerance,
        );
        const at = theirs.at[label];
        const read = (curve: CompetingStep[]): any[] =>
          (theirs.at.time as number[]).map((time) => curve.findLast((step) => step.time <= time)!.causes[k]);
        expectClose(columns(read(steps), 'incidence'), at.cif, tolerance);
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
        const overstated = (theirs.at.time as number[]).map(
          (time) => 1 - naive.findLast((step) => step.time <= time)!.survival,
        );
        expectClose(overstated, at.naive_one_minus_km, tolerance);
      });
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

describe.each(fixtureCases('recurrent_events'))(
  "the mean cumulative function is R's: $name",
  ({ input, expected, tolerance }) => {
    const spells = (input.id as number[]).map((person, i) => ({
      person,
      start: input.start[i] as number,
      stop: input.stop[i] as number,
      event: input.event[i] === 1,
      group: (input.group?.[i] ?? 'all') as string,
    }));
    const strata = groupBy(spells, ({ group }) => group);
    test.each(Object.keys(expected.strata))('stratum %s', (stratum) => {
      const { at, ...theirs } = expected.strata[stratum];
      const steps = meanCumulativeFunction(strata.get(stratum) as Spell[]);
      const ours = {
        time: columns(steps, 'time'),
        n_risk: columns(steps, 'atRisk'),
        n_event: columns(steps, 'events'),
        mcf: columns(steps, 'mean'),
        se_robust: columns(steps, 'se'),
      };
      expectClose(ours, theirs, tolerance);
      const read = (at.time as number[]).map(
        (time) => steps.findLast((step) => step.time <= time) ?? { mean: 0, se: 0 },
      );
      expectClose(
        { mcf: columns(read, 'mean'), se_robust: columns(read, 'se') },
        { mcf: at.mcf, se_robust: at.se_robust },
        tolerance,
      );
    });
  },
);
