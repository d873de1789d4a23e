import { BOARDS_36, BOARDS_42 } from '@waymark/areas';
import { SYNTHETIC_PROVIDERS } from './providers.js';
import { syntheticEdition } from './places.js';

const { practices, lsoas, places = [], synthetic, label } = syntheticEdition();
const codes = (boards: readonly { code: string }[]): string[] => boards.map(({ code }) => code).sort();
const distinct = (values: readonly (string | undefined)[]): string[] =>
  [...new Set(values)].map((value) => value ?? 'missing').sort();

test('the invented edition says that it is invented, in its mark and in its label', () => {
  expect(synthetic).toBe(true);
  expect(label).toMatch(/invented/i);
  expect(practices.every(({ name }) => name?.startsWith('Invented'))).toBe(true);
  expect(places.every(({ name }) => name.startsWith('Invented'))).toBe(true);
  expect(distinct(places.map(({ code }) => code))).toEqual(
    distinct(practices.flatMap(({ pcn, subIcb }) => [pcn, subIcb])),
  );
});

test('no invented code has the form of one in use', () => {
  // In use: LSOAs E010..., practices of a letter other than Y or of Y0, PCNs of U and five digits, sub-ICBs of 3 characters or one letter first.
  expect(lsoas.filter(({ lsoa }) => !/^E019\d{5}$/.test(lsoa))).toEqual([]);
  expect(practices.filter(({ practice }) => !/^Y9\d{4}$/.test(practice))).toEqual([]);
  expect(practices.filter(({ pcn }) => !/^UX\d{4}$/.test(pcn ?? ''))).toEqual([]);
  expect([...practices, ...lsoas].filter(({ subIcb }) => !/^9X\d{3}$/.test(subIcb ?? ''))).toEqual([]);
});

test('every code stands once', () => {
  expect(new Set(practices.map(({ practice }) => practice)).size).toBe(practices.length);
  expect(new Set(lsoas.map(({ lsoa }) => lsoa)).size).toBe(lsoas.length);
});

test('all real boards are covered: the 42 of before and the 36 since', () => {
  for (const rows of [practices, lsoas]) {
    expect(distinct(rows.map(({ icb42 }) => icb42))).toEqual(codes(BOARDS_42));
    expect(distinct(rows.map(({ icb36 }) => icb36))).toEqual(codes(BOARDS_36));
  }
});

test('every sub-ICB went whole to one board that followed on its own', () => {
  const followers = new Map(BOARDS_42.map(({ code, successors }) => [code, successors]));
  const followed = new Map<string, string>();
  for (const { subIcb = '', icb42 = '', icb36 = '' } of [...practices, ...lsoas]) {
    const allowed = followers.get(icb42) ?? [];
    expect(allowed.length === 0 ? [icb42] : allowed).toContain(icb36);
    expect(followed.get(subIcb) ?? icb36).toBe(icb36);
    followed.set(subIcb, icb36);
  }
});

test('practices have patients and neighbourhoods every decile of deprivation', () => {
  expect(practices.filter(({ listSize = 0 }) => listSize < 500)).toEqual([]);
  expect(distinct(lsoas.map(({ imdDecile }) => String(imdDecile)))).toHaveLength(10);
});

test("no provider's source prefix begins another's, and no key is known", () => {
  const prefixes = SYNTHETIC_PROVIDERS.flatMap(({ sourcePrefixes }) => sourcePrefixes);
  expect(prefixes.every((one) => prefixes.filter((other) => other.startsWith(one)).length === 1)).toBe(true);
  expect(prefixes.every((prefix) => prefix.endsWith('/'))).toBe(true);
  expect(SYNTHETIC_PROVIDERS.flatMap(({ keys }) => keys)).toEqual([]);
});
