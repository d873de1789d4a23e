import fc from 'fast-check';
import { compileCell, type Converted } from './cell.js';
import { CellFault } from './faults.js';
import type { ProfileFault } from './profile.js';

const pseudonymise = (kind: string, values: readonly string[]): string => `<${kind}:${values.join('|')}>`;

/** What a cell becomes by a reference to it. */
function convert(spec: object, text: string, others: Record<string, string> = {}): Converted {
  const faults: ProfileFault[] = [];
  const cell = compileCell(
    { ...('columns' in spec ? {} : { column: 'C' }), ...spec },
    '',
    'Europe/London',
    faults,
  );
  if (!cell) throw new Error(JSON.stringify(faults));
  const row: Record<string, string> = { C: text, ...others };
  return cell.read((column) => row[column] ?? '', pseudonymise);
}

const code = (converted: Converted): string | undefined =>
  converted instanceof CellFault ? converted.code : undefined;

describe('a cell', () => {
  test.each([
    ['text, as it stands', {}, 'x', 'x'],
    ['nothing when it is empty', {}, '', undefined],
    ['nothing when the profile says that it means nothing', { absent: ['NULL', 0] }, '0', undefined],
    ['a mapped code', { map: { Y: 'attended' } }, 'Y', 'attended'],
    ['a mapped truth', { map: { Y: true, N: false } }, 'N', false],
    ['nothing where the map says null', { map: { X: null } }, 'X', undefined],
    ['what an empty cell maps to', { map: { '': 'not_stated' } }, '', 'not_stated'],
    ['what else maps to', { map: { Y: 'attended' }, otherwise: 'did_not_attend' }, 'maybe', 'did_not_attend'],
    [
      'nothing where everything else means nothing',
      { map: { Y: 'attended' }, otherwise: null },
      '?',
      undefined,
    ],
    ['a number', { number: true }, '12.5', 12.5],
    ['an age band of an age', { ageBand: true }, '37', '35-44'],
    ['no age band of an age that nobody has', { ageBand: true }, '-1', undefined],
    ['no age band of 999', { ageBand: true }, '999', undefined],
    ['a date', { date: 'dd/MM/yyyy' }, '01/02/2026', '2026-02-01'],
    ['a date that Excel keeps as a number', { date: 'excel' }, '46054', '2026-02-01'],
    ['a time that Excel keeps as a number', { instant: 'excel' }, '46204.4375', '2026-07-01T09:30:00.000Z'],
    ['a number with all its digits, as it stands', { digits: 6 }, '001234', '001234'],
    ['a list of codes', { list: ';', map: { a: 'x', b: 'y' } }, 'a; b;', ['x', 'y']],
    ['no list of nothing', { list: ';' }, ' ; ', undefined],
    ['a pseudonym', { pseudonym: 'person' }, '7', '<person:7>'],
    ['no pseudonym of nothing', { pseudonym: 'person', absent: ['n/a'] }, 'n/a', undefined],
  ] as const)('gives %s', (_name, spec, text, expected) => {
    expect(convert(spec, text)).toEqual(expected);
  });

  test.each([
    ['a text that the map does not hold', { map: { Y: 'attended' } }, 'y', 'not_in_list'],
    ['a member of every object', { map: { Y: 'attended' } }, 'constructor', 'not_in_list'],
    ['a number with a unit', { number: true }, '12 min', 'invalid_format'],
    ['an age in words', { ageBand: true }, 'forty', 'invalid_format'],
    ['a day that the calendar lacks', { date: 'dd/MM/yyyy' }, '30/02/2026', 'invalid_date'],
    ['another form of a date', { date: 'dd/MM/yyyy' }, '2026-02-01', 'other_date_format'],
    ['a date with the month first', { date: 'dd/MM/yyyy' }, '03/25/2026', 'other_date_format'],
    ['a date that Excel shows as a number', { date: 'dd/MM/yyyy' }, '46054', 'excel_date_number'],
    ['a number that lost its zeros', { digits: 6 }, '1234', 'lost_leading_zeros'],
    [
      'a number that lost its zeros, before it is hashed',
      { digits: 6, pseudonym: 'c' },
      '1234',
      'lost_leading_zeros',
    ],
    ['a number of too many digits', { digits: 4 }, '12345', 'invalid_format'],
    ['an instant that is none', { instant: 'iso' }, '2026-02-30T10:00:00Z', 'invalid_instant'],
    ['one bad item of a list', { list: ';', map: { a: 'x' } }, 'a;b', 'not_in_list'],
  ] as const)('refuses %s', (_name, spec, text, expected) => {
    expect(code(convert(spec, text))).toBe(expected);
  });

  test('says what was expected and never what stood there', () => {
    const fault = convert({ map: { Y: 'attended', N: 'did_not_attend' } }, '9434765919');
    expect(fault).toEqual(new CellFault('C', 'not_in_list', 'one of Y, N'));
  });

  test('makes one pseudonym of several columns', () => {
    const spec = { columns: ['C', 'D'], pseudonym: 'session' };
    expect(convert(spec, '7', { D: '2026-01-01' })).toBe('<session:7|2026-01-01>');
  });
});

describe('an instant', () => {
  test.each([
    ['with an offset is as it stands', 'iso', '2026-03-01T09:30:00+02:00', '2026-03-01T09:30:00+02:00'],
    ['without one is London time: winter', 'iso', '2026-01-05T09:30', '2026-01-05T09:30:00.000Z'],
    ['without one is London time: summer', 'iso', '2026-07-05 09:30', '2026-07-05T08:30:00.000Z'],
    ['of a day alone is its midnight', 'iso', '2026-07-05', '2026-07-04T23:00:00.000Z'],
    ['in a format of its own', 'dd/MM/yyyy HH:mm', '05/07/2026 09:30', '2026-07-05T08:30:00.000Z'],
    ['with an English month', 'd MMM yyyy', '5 Sep 2026', '2026-09-04T23:00:00.000Z'],
    [
      'with an offset in its format',
      'dd/MM/yyyy HH:mm ZZ',
      '05/07/2026 09:30 +02:00',
      '2026-07-05T07:30:00.000Z',
    ],
    ['shown twice in autumn is the first', 'iso', '2026-10-25T01:30', '2026-10-25T00:30:00.000Z'],
  ])('%s', (_name, instant, text, expected) => {
    expect(convert({ instant }, text)).toBe(expected);
  });

  test('that a clock skips in spring is refused', () => {
    expect(code(convert({ instant: 'iso' }, '2026-03-29T01:30'))).toBe('invalid_instant');
  });

  test('is in the zone of its column where it names one', () => {
    const spec = { instant: 'iso', zone: 'America/Sao_Paulo' };
    expect(convert(spec, '2016-05-03T08:00')).toBe('2016-05-03T11:00:00.000Z');
  });

  test('reads back every minute that London has', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: Date.UTC(2015, 0, 1) / 60_000, max: Date.UTC(2030, 0, 1) / 60_000 }),
        (minute) => {
          const at = new Date(minute * 60_000);
          const parts = new Intl.DateTimeFormat('sv-SE', {
            timeZone: 'Europe/London',
            dateStyle: 'short',
            timeStyle: 'short',
          }).format(at);
          const read = new Date(convert({ instant: 'yyyy-MM-dd HH:mm' }, parts) as string);
          // In the hour that autumn shows twice the second reads as the first.
          expect([0, 3_600_000]).toContain(at.getTime() - read.getTime());
        },
      ),
    );
  });
});
