import { ifTold } from './nothing-told.js';

const SENTENCE = 'There is nothing recorded for Kent in this period.';

test('where groups may be unlisted, an answer without any says not that there is nobody', () => {
  expect(ifTold({ unlisted: true }, [], SENTENCE)).toMatch(/nobody is in it, or too few people/);
});

test('where groups are listed, and where every one would be, the sentence stands', () => {
  expect([ifTold({ unlisted: true }, ['a'], SENTENCE), ifTold({}, [], SENTENCE)]).toEqual([
    SENTENCE,
    SENTENCE,
  ]);
  expect(ifTold(undefined, [], SENTENCE)).toBe(SENTENCE);
});
