import { findMeasure } from '@waymark/measures';
import type { CountedRow } from '@waymark/warehouse';
import { rowsTable } from './calls/measure-call.js';
import { measureRow } from './calls/measure-rows.js';
import { csvOf } from './downloads/csv.js';
import { withNames } from './downloads/names.js';
import { etagOf, isNamed } from './etag.js';
import { formatOf } from './format.js';

describe('the format of an answer', () => {
  test.each([
    [undefined, 'json'],
    ['', 'json'],
    ['*/*', 'json'],
    ['application/*', 'json'],
    ['text/csv', 'csv'],
    ['TEXT/CSV; charset=utf-8', 'csv'],
    ['text/html, text/*;q=0.5', 'csv'],
    ['text/csv;q=0.4, application/json;q=0.5', 'json'],
    ['application/json;q=0.1, text/csv', 'csv'],
    ['application/json;q=0, */*', 'csv'],
  ])('Accept: %s gives %s', (accept, format) => {
    expect(formatOf(accept)).toBe(format);
  });

  test.each(['text/html', 'application/json;q=0', 'application/vnd.ms-excel', 'nonsense'])(
    'Accept: %s is not acceptable',
    (accept) => expect(() => formatOf(accept)).toThrow(/not_acceptable/),
  );
});

test('equal things have equal tags, others other ones, and a list of tags is compared weakly', () => {
  const tag = etagOf({ a: 1, b: [1, 2] });
  expect(etagOf({ a: 1, b: [1, 2] })).toBe(tag);
  expect(etagOf({ a: 1, b: [2, 1] })).not.toBe(tag);
  expect(isNamed(tag, `"other", ${tag.slice(2)}`) && isNamed(tag, tag) && isNamed(tag, '*')).toBe(true);
  expect(isNamed(tag, undefined) || isNamed(tag, '"other"') || isNamed(tag, '')).toBe(false);
});

describe('a row', () => {
  const measure = findMeasure('dna')!;
  const people = { numerator: 20, denominator: 40, remainder: 20 };
  const exact = (key: string[]): CountedRow => ({
    key,
    numerator: 20,
    denominator: 40,
    people,
    excluded: {},
  });
  const flags = (by: 'month' | 'quarter' | 'year', code: string, asOf: string): unknown => {
    const shown = { numerator: 20, denominator: 40, withheld: [] };
    const row = { key: [code], exact: exact([code]), shown };
    return measureRow(row, { measure, by: [by], asOf: Date.parse(asOf) }).flags;
  };

  test('is partial until the last millisecond of its period in London', () => {
    expect(flags('month', '2025-06', '2025-06-30T22:59:59.998Z')).toEqual(['partial']);
    expect(flags('month', '2025-06', '2025-06-30T22:59:59.999Z')).toBeUndefined();
    expect(flags('month', '2024-02', '2024-02-29T23:59:59.998Z')).toEqual(['partial']);
    expect(flags('quarter', '2025-Q4', '2025-12-31T23:59:59.998Z')).toEqual(['partial']);
    expect(flags('quarter', '2025-Q4', '2026-01-01T00:00:00.000Z')).toBeUndefined();
    expect(flags('year', '2025', '2025-12-31T23:59:59.998Z')).toEqual(['partial']);
  });

  test('whose denominator rounds to nothing has no value', () => {
    const shown = { numerator: 0, denominator: 0, withheld: [] };
    const row = measureRow({ key: [], exact: exact([]), shown }, { measure, by: [], asOf: 0 });
    expect(row).toMatchObject({ denominator: 0, value: null, lower: null, upper: null });
  });
});

test('in CSV a text that begins like a formula is made inert, one with commas, quotes or lines is quoted', () => {
  const row = { practice: '-1', numerator: 5, denominator: 10, value: 0.5, lower: 0.2, upper: 0.8 };
  const table = rowsTable('dna', ['practice'], [row]);
  const names = ['=A1', '+A1', '@A1', '\tA1', 'Two, "quoted"\r\nlines'];
  const lines = names.map((name) =>
    csvOf(
      withNames(table, () => name),
      { measure: 'dna', excluded: 'not_recorded=*' },
    )
      .split('\r\n')
      .slice(1)
      .join('\r\n'),
  );
  const rest = `,5,10,0.5,0.2,0.8,,dna,not_recorded=*\r\n`;
  expect(lines).toEqual([
    `'-1,'=A1${rest}`,
    `'-1,'+A1${rest}`,
    `'-1,'@A1${rest}`,
    `'-1,'\tA1${rest}`,
    `'-1,"Two, ""quoted""\r\nlines"${rest}`,
  ]);
});
