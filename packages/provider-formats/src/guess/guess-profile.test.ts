import { compileProfile } from '../csv/compile-profile.js';
import { checkProfile } from '../csv/profile.js';
import { guessProfile, type Guess } from './guess-profile.js';

const OPTIONS = { name: 'guessed', activityProvider: 'harbour-trust', today: '2026-01-05' };

function guess(text: string): Guess {
  const [headers = [], ...rows] = text
    .trim()
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()));
  return guessProfile(headers, rows, OPTIONS);
}

const rolesOf = ({ placed }: Guess): Record<string, string> =>
  Object.fromEntries(placed.map(({ column, as }) => [column, as]));

const LONG = `
Client ID | Full name | Class    | Session date | Attended
C-17      | Ann Lee   | Swim     | 05/01/2026   | Yes
C-18      | Ben Oh    | Yoga     | 19/01/2026   | No
C-17      | Ann Lee   | Aqua     | 26/01/2026   | Late`;
const WIDE = `
Member no | Name | Joined     | 05/01/2026 | 12/01/2026 | 19/01/2026
101       | Ann  | 01/12/2025 | Y          | N          |
102       | Ben  | 03/12/2025 | Y          | Y          | DNA`;
const WEEKS = `
Ref | Surname | Referral date | Week 1 | Week 2 | Week 3
R1  | Lee     | 2025-12-01    | 1      | 0      | 1
R2  | Oh      | 2025-12-24    | 1      | 1      | 0`;
const BOOKINGS = `
Patient No | Booked on        | Appointment      | Status    | Gender | Age | Notes
90001      | 2026-01-01 10:00 | 2026-01-14 09:30 | Attended  | F      | 44  | likes tea
90002      | 2026-01-02 11:15 | 2026-01-15 09:30 | Cancelled | Male   | 61  | none yet`;
const REFERRALS = `
NHS Number | Date referred | Postcode | GP practice | Sex
9434765919 | 1 Jan 2026    | LS1 4AP  | A81001      | female
9434765870 | 15 Jan 2026   | LS6 2AB  | A81002      | m`;

describe('a guess of a profile', () => {
  test.each([
    [
      'a row a session',
      LONG,
      { 'Client ID': 'client', Class: 'activity', 'Session date': 'sessionOn', Attended: 'outcome' },
    ],
    ['a column a date', WIDE, { 'Member no': 'client', Joined: 'referredOn', '12/01/2026': 'session' }],
    ['a column a week', WEEKS, { Ref: 'client', 'Referral date': 'referredOn', 'Week 2': 'session' }],
    [
      'bookings',
      BOOKINGS,
      {
        'Patient No': 'client',
        'Booked on': 'bookedOn',
        Appointment: 'sessionOn',
        Status: 'outcome',
        Gender: 'sex',
        Age: 'age',
      },
    ],
    [
      'referrals',
      REFERRALS,
      {
        'NHS Number': 'nhsNumber',
        'Date referred': 'referredOn',
        Postcode: 'postcode',
        'GP practice': 'practice',
        Sex: 'sex',
      },
    ],
  ])('of a register with %s places its columns, and what it drafts can be used', (_name, text, roles) => {
    const guessed = guess(text);
    expect(rolesOf(guessed)).toMatchObject(roles);
    expect(guessed.confidence).toBeGreaterThan(0.5);
    expect(() => compileProfile(checkProfile(guessed.profile))).not.toThrow();
  });

  test('leaves names and notes alone, and says so', () => {
    expect(guess(LONG).unplaced).toEqual(['Full name']);
    expect(guess(BOOKINGS).unplaced).toEqual(['Notes']);
  });

  test('makes no code of a word that it does not know, and names it', () => {
    const guessed = guess(WIDE.replace('DNA', 'Yess'));
    expect(guessed.unknownValues).toEqual([{ column: 'Attended', values: ['Yess'] }]);
    expect(JSON.stringify(guessed.profile)).not.toContain('Yess');
  });

  test('asks what no file says', () => {
    expect(guess(LONG).toConfirm).toEqual(['referredOn', 'activityProvider']);
    expect(guess(WEEKS).toConfirm).toEqual(['weekOne', 'activityProvider', 'activity']);
  });

  test('reads a day before a month where both are possible, and a month first only where it must be', () => {
    const dated = (day: string): unknown =>
      guess(LONG.replaceAll(/\d\d\/01\/2026/g, day)).profile?.events['booking']?.time;
    expect(dated('05/01/2026')).toMatchObject({ instant: 'd/M/yyyy' });
    expect(dated('01/25/2026')).toMatchObject({ instant: 'M/d/yyyy' });
  });

  test('finds the dates of a column that holds one day again and again, and a slip of the pen', () => {
    const rows = Array.from({ length: 40 }, (_, nth) => [
      `C${nth}`,
      nth === 3 ? '31/31/2025' : '01/12/2025',
      'Y',
      'Y',
      'N',
    ]);
    const guessed = guessProfile(['Ref', 'Referred', 'Week 1', 'Week 2', 'Week 3'], rows, OPTIONS);
    expect(guessed.profile?.events['referral']?.time).toMatchObject({
      column: 'Referred',
      instant: 'd/M/yyyy',
    });
  });

  test('of a thousand rows of many columns is that of a few', () => {
    const header = [
      'Client ID',
      'Session date',
      'Attended',
      ...Array.from({ length: 40 }, (_, nth) => `Extra ${nth}`),
    ];
    const rows = Array.from({ length: 1_000 }, (_, nth) => [
      ...[`C-${nth}`, `${String((nth % 28) + 1).padStart(2, '0')}/01/2026`, nth % 3 === 0 ? 'No' : 'Yes'],
      ...Array.from({ length: 40 }, (__, at) => `${nth * at} High Street`),
    ]);
    const guessed = guessProfile(header, rows, OPTIONS);
    expect(rolesOf(guessed)).toEqual({
      'Client ID': 'client',
      'Session date': 'sessionOn',
      Attended: 'outcome',
    });
    expect(guessed.profile?.events['booking']?.time).toMatchObject({ instant: 'd/M/yyyy' });
  });

  test('of a table about something else is none', () => {
    const guessed = guess('Colour | Mood\nred | good\nblue | bad');
    expect(guessed.profile).toBeUndefined();
    expect(guessed.confidence).toBe(0);
  });
});
