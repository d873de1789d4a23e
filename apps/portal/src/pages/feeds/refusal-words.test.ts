import { FAULTS } from '@waymark/events';
import { factName, meaningOf, placeName, unlinkedText, unlinkedWays, wayOf } from './refusal-words.js';

test.each(Object.keys(FAULTS))('%s of the contract has a way to put it right of its own', (code) => {
  expect(wayOf(code)).not.toBe(wayOf('a code of tomorrow'));
  expect(wayOf(code)).toMatch(/^[A-Z].*\.$/s);
});

test('a code that the page does not know yet still says what to do, and what it may mean', () => {
  expect(wayOf('a_code_of_tomorrow')).toMatch(/correct it, and send it again/);
  expect(meaningOf('a_code_of_tomorrow')).toBe('A code of tomorrow.');
  expect(meaningOf('too_early')).toBe('Dated before 2015-01-01.');
  expect(meaningOf('too_early', 'As told.')).toBe('As told.');
});

test('what was taken and not understood is not the sender’s to repair', () => {
  expect(wayOf('missing', 'log')).toMatch(/Nothing needs to be sent again/);
});

test('places read as places of the event', () => {
  expect(['', '/source', '/data/outcome', '/data/person/nhsNumber'].map(placeName)).toEqual([
    ...['the event as a whole', 'source', 'outcome in data', 'person, nhsNumber in data'],
  ]);
});

test('what would link onward referrals is said once for each reason, the most frequent first', () => {
  const all = [{ missing: ['no_part_of', 'no_nhs_number'] }, { missing: ['new_thing', 'no_nhs_number'] }];
  expect(unlinkedWays(all).map(({ name, times }) => [name, times])).toEqual([
    ['no NHS number', 2],
    ['no partOf', 1],
    ['new thing', 1],
  ]);
  expect(unlinkedWays(all)[0]?.way).toMatch(/^send the person’s NHS number/);
  expect(unlinkedText(['part_of_leads_nowhere', 'new_thing'])).toBe('partOf leads nowhere, new thing');
  expect(factName('new_fact')).toBe('new fact');
});
