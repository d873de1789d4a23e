import { groupBy } from '../numeric/at.js';
import { expectClose, fixtureCases, testsReadEveryMember } from '../testing/fixtures.js';
import { andersenGill, coxRegression } from './cox.js';
import { meanCumulativeFunction, type Spell } from './recurrent.js';

const columns = (rows: any[], key: string): unknown[] => rows.map((row) => row[key]);

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

    // Of statistics-extra alone: without it there is none, and the loader has said so.
    if (expected.andersen_gill)
      test("Andersen and Gill's rate ratio, robust by person", () => {
        const theirs = expected.andersen_gill;
        const second = (theirs.term as string).replace(/^g/, '');
        const rows = spells.map(({ person, start, stop, event, group }) => ({
          ...{ person, entry: start, time: stop, event },
          x: [group === second ? 1 : 0],
        }));
        const { coefficients, naive } = andersenGill(rows);
        const { estimate, se, lower, upper } = coefficients[0]!;
        expectClose(
          {
            log_rate_ratio: estimate,
            se_naive: naive[0]!.se,
            se_robust: se,
            rate_ratio: Math.exp(estimate),
            lower: Math.exp(lower),
            upper: Math.exp(upper),
          },
          {
            log_rate_ratio: theirs.log_rate_ratio,
            se_naive: theirs.se_naive,
            se_robust: theirs.se_robust,
            rate_ratio: theirs.rate_ratio,
            lower: theirs.lower,
            upper: theirs.upper,
          },
          tolerance,
        );
      });
  },
);

describe('a regression of repeat events', () => {
  const people = [3, 5, 6, 8, 9, 12, 14, 15].map((time, person) => ({
    ...{ person, time, event: person % 4 !== 3, x: [person % 2] },
  }));

  test("given one stretch each, is Cox's", () => {
    expect(andersenGill(people).naive).toEqual(coxRegression(people).coefficients);
  });

  test('given everybody’s time cut in pieces, is that of the whole time', () => {
    const cut = people.flatMap((it) => [
      { ...it, time: 2, event: false },
      { ...it, entry: 2 },
    ]);
    const [whole, pieces] = [andersenGill(people), andersenGill(cut)];
    for (const key of ['naive', 'coefficients'] as const) {
      expect(pieces[key][0]!.estimate).toBeCloseTo(whole[key][0]!.estimate, 10);
      expect(pieces[key][0]!.se).toBeCloseTo(whole[key][0]!.se, 10);
    }
  });

  test('given every person twice over under one name, is as sure as before, where a naive one is surer', () => {
    const twice = [...people, ...people];
    const [once, doubled] = [people, twice].map((rows) => andersenGill(rows, { ties: 'breslow' }));
    expect(doubled!.coefficients[0]!.se).toBeCloseTo(once!.coefficients[0]!.se, 10);
    expect(doubled!.naive[0]!.se).toBeCloseTo(once!.naive[0]!.se / Math.SQRT2, 10);
  });

  test('of a stretch that ends before it begins is refused', () => {
    expect(() => andersenGill([...people, { ...people[0]!, entry: 3 }])).toThrow(RangeError);
  });
});

testsReadEveryMember({
  recurrent_events: { 'andersen_gill.model': 'the name of the model, in words' },
});
