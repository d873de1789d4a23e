import { INSTRUMENTS } from '@waymark/events';
import { findMeasure } from './registry.js';
import { findOutcomeMeasure, OUTCOME_MEASURES } from './outcomes.js';
import { findTimedMeasure } from './timed.js';

test('every instrument has its scores, each under an id of its own', () => {
  const instruments = new Set(OUTCOME_MEASURES.map(({ outcome }) => outcome.instrument));
  expect([...instruments]).toEqual(Object.keys(INSTRUMENTS));
  const ids = OUTCOME_MEASURES.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.filter((id) => findMeasure(id) ?? findTimedMeasure(id))).toEqual([]);
  expect(findOutcomeMeasure('outcome.ons4.happy')?.improvement).toBe('increase');
  expect(findOutcomeMeasure('outcome.ons4.unheard-of')).toBeUndefined();
});

test('less is better of what is bad: anxiety, problems, concerns, loneliness', () => {
  const better = OUTCOME_MEASURES.filter(({ improvement }) => improvement === 'decrease').map(({ id }) => id);
  expect(better).toEqual(
    [
      ...['ons4.anxious', 'eq5d5l.mobility', 'eq5d5l.selfCare', 'eq5d5l.usualActivities', 'eq5d5l.pain'],
      ...['eq5d5l.anxiety', 'mycaw.concern1', 'mycaw.concern2', 'mycaw.wellbeing', 'ucla3.total'],
    ].map((id) => `outcome.${id}`),
  );
});

test('every raw SWEMWBS score has its metric score, and both ends are themselves', () => {
  const { from, to } = findOutcomeMeasure('outcome.swemwbs.raw')!.outcome.converted!;
  expect([from, from + to.length - 1]).toEqual([7, 35]);
  expect([to[0], to[20 - 7], to.at(-1)]).toEqual([7, 18.59, 35]);
  expect(to.every((metric, nth) => nth === 0 || metric > to[nth - 1]!)).toBe(true);
});

test('only the MET-minutes, which are skewed, are told by their median', () => {
  const medians = OUTCOME_MEASURES.filter(({ outcome }) => outcome.summary === 'median');
  expect(medians.map(({ id, unit }) => [id, unit])).toEqual([['outcome.ipaq_sf.metMinutes', 'met_minutes']]);
});
