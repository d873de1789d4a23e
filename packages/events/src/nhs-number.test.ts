import fc from 'fast-check';
import { containsNhsNumber, parseNhsNumber } from './nhs-number.js';

const VALID = [
  '9434765919',
  '4010232137',
  '9990000018',
  '9990000026',
  '9990000034',
  '9990000042',
  '9990000050',
  '9990000107',
];

test.each(VALID)('%s is an NHS number', (number) => {
  expect(parseNhsNumber(number)).toBe(number);
  expect(parseNhsNumber(`${number.slice(0, 3)} ${number.slice(3, 6)} ${number.slice(6)}`)).toBe(number);
});

test.each([
  '9434765918',
  '999123456',
  '99912345670',
  '943 4765919',
  '0000000000',
  '1111111111',
  'abc',
  '943.476.5919',
])('%s is not accepted as an NHS number', (text) => expect(parseNhsNumber(text)).toBeUndefined());

test('a number whose check digit would be 10 is never valid', () => {
  for (let last = 0; last < 10; last += 1) expect(parseNhsNumber(`999123456${last}`)).toBeUndefined();
});

test.each([
  '9434765919',
  '943 476 5919',
  '943-476-5919',
  'patient:9434765919',
  'patient/9434765919/x',
  '1-9434765919-2',
  'a 943-476-5919 b',
  'ref_9434765919.v2',
  '111-943-476-5919',
  '943-476-5919-943',
])('%s holds an NHS number', (text) => expect(containsNhsNumber(text)).toBe(true));

test.each([
  '9434765918',
  '94347659190',
  '19434765919',
  'a9434765919',
  '9434765919b',
  '1700000000',
  '5434765915',
  '550e8400-e29b-41d4-a716-943476591900',
  'x1.9434765919aabbccdd',
  '943 4765919',
  '',
])('%s does not', (text) => expect(containsNhsNumber(text)).toBe(false));

test('any valid number is found wherever it stands as a token of its own', () => {
  const separators = fc.constantFrom(' ', '.', '_', ':', '-', '/');
  const words = fc.stringMatching(/^[a-z0-9]{1,6}$/);
  fc.assert(
    fc.property(
      fc.constantFrom(...VALID),
      words,
      separators,
      separators,
      words,
      (number, before, left, right, after) => {
        expect(containsNhsNumber(`${before}${left}${number}${right}${after}`)).toBe(true);
      },
    ),
  );
});
