import { expectClose, fixtureCases, testsReadEveryMember } from '../testing/fixtures.js';
import { coxRegression } from './cox.js';

test.each(fixtureCases('cox_reference'))("Cox regression is R's: $name", ({ input, expected, tolerance }) => {
  const covariates = Object.values(input.x as Record<string, number[]>);
  const people = (input.time as number[]).map((time, i) => ({
    time,
    event: input.event[i] === 1,
    x: covariates.map((column) => column[i]!),
  }));
  const { coefficients, logLikelihood, likelihoodRatio, score, wald } = coxRegression(people, {
    ties: input.ties,
  });
  expectClose(
    {
      coef: coefficients.map(({ estimate }) => estimate),
      se: coefficients.map(({ se }) => se),
      hr: coefficients.map(({ estimate }) => Math.exp(estimate)),
      lower: coefficients.map(({ lower }) => Math.exp(lower)),
      upper: coefficients.map(({ upper }) => Math.exp(upper)),
      loglik: [logLikelihood.null, logLikelihood.fitted],
      score_test: score,
      lrt: likelihoodRatio,
    },
    {
      coef: expected.coef,
      se: expected.se,
      hr: expected.hr,
      lower: expected.lower,
      upper: expected.upper,
      loglik: expected.loglik,
      score_test: expected.score_test,
      lrt: expected.lrt,
    },
    tolerance,
  );
  // R's summary has rounded it.
  expect(wald.toFixed(2)).toBe(expected.wald.toFixed(2));
});

test('a group in which nobody ends has no hazard ratio: it is refused, not made up', () => {
  const people = [1, 2, 3, 4, 5, 6].map((time) => ({ time, event: time % 2 === 1, x: [time % 2] }));
  expect(() => coxRegression(people)).toThrow(RangeError);
});

testsReadEveryMember({ cox_reference: { 'terms[]': 'short names that R was given for the covariates' } });
