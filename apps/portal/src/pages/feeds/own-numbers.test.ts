import { fakeAtRisk, fakeFeed } from '../../testing/fake-feed.js';
import { codesOn, faultOfNumbers, numbersIn, numbersSentence } from './own-numbers.js';

const code = (nth: number): string => `x1.${String(nth).padStart(2, '0').repeat(32)}`;
const numbers = (...codes: number[]): Map<string, string> =>
  new Map(codes.map((nth) => [code(nth), `C${nth}`]));
const codes = (...nths: number[]): Set<string> => new Set(nths.map(code));

test('numbers are the lines of what was pasted, each once, without the spaces around them', () => {
  expect(numbersIn('C001\r\n C002\t\n\n007\rC001\n7')).toEqual(['C001', 'C002', '007', '7']);
  expect(numbersIn(' \n\t\r\n')).toEqual([]);
});

test.each([
  [[], /^Paste at least one/],
  [['C001\tAnn Lee'], /column of client numbers alone/],
  [['C001', 'x'.repeat(201)], /longer than 200 characters/],
  [['C001', 'x'.repeat(200)], /^$/],
])('%j is judged before it is sent, and not quoted', (pasted, fault) => {
  expect(faultOfNumbers(pasted)).toMatch(fault);
});

test('the codes of a page are the referrals of all its lists that were made on arrival, and no others', () => {
  const [first] = fakeAtRisk().listed;
  const feed = fakeFeed({
    orphans: { total: 2, listed: [1, 2].map((nth) => ({ subject: code(nth), events: 1 })) },
  });
  const atRisk = fakeAtRisk({ listed: [2, 3].map((nth) => ({ ...first!, subject: code(nth) })) });
  expect(codesOn(feed, atRisk)).toEqual(codes(1, 2, 3));
  expect(codesOn(feed, undefined)).toEqual(codes(1, 2));
  expect(codesOn(fakeFeed(), fakeAtRisk())).toEqual(codes());
});

test.each([
  [numbers(1), codes(1), '1 number stands in place of its code, in the lists and in their files.'],
  [
    numbers(1, 2, 3),
    codes(1, 2, 4, 5),
    '2 numbers stand in place of their codes, in the lists and in their files. 1 of 3 numbers is in no list. 2 codes have no number among them.',
  ],
  [numbers(1, 2, 3), codes(1), /2 of 3 numbers are in no list\.$/],
  [numbers(9), codes(1), /^None of 1 number is in a list\. Paste them as they stand in the file/],
])('what the numbers did is said in a sentence', (known, shown, sentence) => {
  expect(numbersSentence(known, shown)).toMatch(sentence);
});
