import { DATE_FORMATS, formatsFor } from './date-formats.js';

const formats = (...texts: string[]): string[] => formatsFor(texts).map(({ format }) => format);

describe('how dates may be written', () => {
  test('the day stands before the month where both are possible', () => {
    expect(formats('05/01/2026', '12/01/2026')).toEqual(['d/M/yyyy', 'M/d/yyyy']);
  });

  test('one day beyond the twelfth tells which is which', () => {
    expect(formats('05/01/2026', '25/01/2026')).toEqual(['d/M/yyyy']);
    expect(formats('01/05/2026', '01/25/2026')).toEqual(['M/d/yyyy']);
  });

  test.each([
    ['2026-01-05', 'yyyy-MM-dd'],
    ['2026-01-05T10:00', "yyyy-MM-dd'T'HH:mm"],
    ['31/01/2026 14:30', 'd/M/yyyy HH:mm'],
    ['5 Jan 2026', 'd MMM yyyy'],
    ['46387', 'excel'],
    ['31.1.26', 'd.M.yy'],
  ])('%s is read as %s', (text, format) => {
    expect(formats(text)[0]).toBe(format);
  });

  test('texts that are no dates leave every way open, as do empty cells', () => {
    expect(formatsFor(['soon'])).toBe(DATE_FORMATS);
    expect(formatsFor([' ', ''])).toBe(DATE_FORMATS);
  });
});
