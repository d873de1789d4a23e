import { findMeasure } from '@waymark/measures';
import type { CountedRow } from '@waymark/warehouse';
import { csvOf } from './csv.js';
import { etagOf, isNamed } from './etag.js';
import { formatOf } from './format.js';
import { answerRow } from './rows.js';
import type { MeasureAnswer } from './schemas.js';

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
  const counted = (key: string[], more: Partial<CountedRow> = {}): CountedRow => ({
    ...{ key, numerator: 20, denominator: 40, excluded: {} },
    ...{ people: { numerator: 20, denominator: 40, remainder: 20 } },
    ...more,
  });
  const flags = (by: 'month' | 'quarter' | 'year', code: string, asOf: string): unknown =>
    answerRow(counted([code]), {
      ...{ measure, by: [by], profile: 'none', level: 'national', asOf: Date.parse(asOf) },
    })?.flags;

  test('is partial until the last millisecond of its period in London', () => {
    expect(flags('month', '2025-06', '2025-06-30T22:59:59.998Z')).toEqual(['partial']);
    expect(flags('month', '2025-06', '2025-06-30T22:59:59.999Z')).toBeUndefined();
    expect(flags('month', '2024-02', '2024-02-29T23:59:59.998Z')).toEqual(['partial']);
    expect(flags('quarter', '2025-Q4', '2025-12-31T23:59:59.998Z')).toEqual(['partial']);
    expect(flags('quarter', '2025-Q4', '2026-01-01T00:00:00.000Z')).toBeUndefined();
    expect(flags('year', '2025', '2025-12-31T23:59:59.998Z')).toEqual(['partial']);
  });

  test('of nothing but what was left out is absent', () => {
    const context = { measure, by: [], profile: 'none', level: 'national', asOf: 0 } as const;
    const nothing = { numerator: 0, denominator: 0, people: { numerator: 0, denominator: 0, remainder: 0 } };
    expect(answerRow(counted([], { ...nothing, excluded: { not_recorded: 9 } }), context)).toBeUndefined();
  });

  test('whose denominator rounds to nothing has no value', () => {
    const people = { numerator: 0, denominator: 2, remainder: 2 };
    const context = { measure, by: [], profile: 'hes', level: 'national', asOf: 0 } as const;
    expect(answerRow(counted([], { numerator: 0, denominator: 2, people }), context)).toMatchObject({
      ...{ denominator: 0, value: null, lower: null, upper: null },
    });
  });
});

test('in CSV a text that begins like a formula is made inert, one with commas, quotes or lines is quoted', () => {
  const answer: MeasureAnswer = {
    ...{ measure: 'dna', version: 1, unit: 'proportion', filters: {}, asOf: '2026-01-01T00:00:00.000Z' },
    ...{ position: [], boundaries: 'as_was', areas: 'registered', scope: { kind: 'everything' } },
    ...{ profile: 'hes', editions: [], build: 'test', excluded: { not_recorded: null } },
    rows: [{ practice: '-1', numerator: 5, denominator: 10, value: 0.5, lower: 0.2, upper: 0.8 }],
  };
  const names = ['=A1', '+A1', '@A1', '\tA1', 'Two, "quoted"\r\nlines'];
  const lines = names.map((name) =>
    csvOf(answer, ['practice'], () => name)
      .split('\r\n')
      .slice(1)
      .join('\r\n'),
  );
  const rest = `,5,10,0.5,0.2,0.8,,dna,1,proportion,,everything,2026-01-01T00:00:00.000Z,as_was,registered,hes,,test,not_recorded=*\r\n`;
  expect(lines).toEqual([
    `'-1,'=A1${rest}`,
    `'-1,'+A1${rest}`,
    `'-1,'@A1${rest}`,
    `'-1,'\tA1${rest}`,
    `'-1,"Two, ""quoted""\r\nlines"${rest}`,
  ]);
});
