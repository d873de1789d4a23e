import { sentenceOf } from './sentence.js';

const fault = { row: 14, column: 'Attended', code: 'not_in_list', expected: 'one of Yes, No, Late' } as const;

describe('a sentence about a refused row', () => {
  test('says where, what stands there and what is allowed', () => {
    expect(sentenceOf(fault, 'Yess ')).toBe("Row 14, Attended: 'Yess' is not one of Yes, No, Late.");
  });

  test('does without what stands there where only the server speaks', () => {
    expect(sentenceOf(fault)).toBe('Row 14, Attended: what stands there is not one of Yes, No, Late.');
  });

  test.each([
    [
      { code: 'invalid_date', expected: 'a date: dd/MM/yyyy' },
      'soon',
      "Row 14, Attended: 'soon'; expected a date written like 31/12/2026.",
    ],
    [
      {
        code: 'other_date_format',
        expected:
          'a date and time: d/M/yyyy HH:mm; this cell is a date written yyyy-MM-dd (write every date of the column the same way)',
      },
      '2026-01-05',
      "Row 14, Attended: '2026-01-05'; expected a date written like 31/12/2026 14:30; this cell is a date written like 2026-12-31 (write every date of the column the same way).",
    ],
    [{ code: 'missing', expected: 'an id' }, undefined, 'Row 14, Attended: it is empty; expected an id.'],
    [
      { column: null, code: 'wrong_cell_count', expected: '3 cells, as in the header' },
      undefined,
      'Row 14: it has more or fewer cells than the header; expected 3 cells, as in the header.',
    ],
  ] as const)('of %o reads as one', (other, cell, sentence) => {
    expect(sentenceOf({ ...fault, ...other }, cell)).toBe(sentence);
  });

  test('cuts what is too long to read', () => {
    expect(sentenceOf(fault, 'x'.repeat(500)).length).toBeLessThan(150);
  });
});
