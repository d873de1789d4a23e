import { compileProfile, checkProfile, guessProfile } from '@waymark/provider-formats';
import type { GuessAnswer } from '../../api/import-schema.js';
import type { FullProfile } from '../../api/import-schema.js';
import { mappedProfile } from './mapped-profile.js';
import { restored } from './restored.js';
import { mappingFaults } from './mapping-faults.js';
import { mappingOf, NO_SESSION, withCode, withRole, type Mapping } from './mapping.js';

/** What the server answers for a table, by the same guess. */
function answerFor(text: string): GuessAnswer {
  const [headers = [], ...rows] = text
    .trim()
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()));
  const guess = guessProfile(headers, rows, { name: 'guessed', today: '2026-01-05' });
  return { headers, sampleRows: rows.slice(0, 5), guess };
}

const mapped = (text: string): Mapping => ({
  ...mappingOf(answerFor(text), 'harbour-trust'),
  activity: 'group_exercise',
});

const LONG = `
Client ID | Full name | Class    | Session date | Attended
C-17      | Ann Lee   | Swim     | 05/01/2026   | Yes
C-18      | Ben Oh    | Yoga     | 19/01/2026   | No
C-17      | Ann Lee   | Aqua     | 26/01/2026   | Yess`;
const WIDE = `
Member no | Name | Joined     | 05/01/2026 | 12/01/2026 | 19/01/2026
101       | Ann  | 01/12/2025 | Y          | N          | off
102       | Ben  | 03/12/2025 | Y          | Y          | DNA`;
const WEEKS = `
Ref | Referral date | Week 1 | Week 2 | Week 3
R1  | 2025-12-01    | 1      | 0      | 1
R2  | 2025-12-24    | 1      | 1      | 0`;
const REFERRALS = `
NHS Number | Date referred | Postcode | GP practice | Sex
9434765919 | 1 Jan 2026    | LS1 4AP  | A81001      | female
9434765870 | 15 Jan 2026   | LS6 2AB  | A81002      | m`;

describe('the profile of a mapping', () => {
  test.each([
    ['a row a session', LONG, ['booking', 'attendance']],
    ['a column a date', WIDE, ['referral', 'booking', 'attendance']],
    ['referrals with NHS numbers', REFERRALS, ['referral']],
  ])('of a register with %s can be used as it is guessed', (_name, text, events) => {
    const mapping = mapped(text);
    expect(mappingFaults(mapping)).toEqual([]);
    const profile = mappedProfile(mapping);
    expect(Object.keys(profile.events)).toEqual(events);
    expect(() => compileProfile(checkProfile(profile))).not.toThrow();
  });

  test('says nothing of columns that are not used, such as names', () => {
    const text = JSON.stringify(mappedProfile(mapped(WIDE)));
    expect(text).not.toContain('"Name"');
    expect(text).toContain('Member no');
  });

  test('refuses rows with a word that nobody gave a code, and leaves out what is no session', () => {
    expect(JSON.stringify(mappedProfile(mapped(LONG)))).not.toContain('Yess');
    const { booking, attendance } = mappedProfile(
      withCode(mapped(WIDE), 'outcome', 'off', NO_SESSION),
    ).events;
    expect(booking).toMatchObject({ when: [{ notIn: ['off'] }] });
    expect(attendance).toMatchObject({ when: [{ notIn: ['', 'off'] }] });
    expect(JSON.stringify(attendance)).not.toContain(NO_SESSION.concat('"'));
  });

  test('an outcome that is not written yet refuses no row', () => {
    expect(mappedProfile(mapped(LONG)).events['attendance']).toMatchObject({
      when: [{ column: 'Attended', notIn: [''] }],
    });
  });

  test('of whole files says that they are whole', () => {
    expect(mappedProfile(mapped(LONG))).not.toHaveProperty('snapshot');
    expect(mappedProfile({ ...mapped(LONG), snapshot: true })).toMatchObject({ snapshot: true });
  });

  test('a column that a person makes one of dates is read in the likeliest way', () => {
    const text = LONG.replace('Session date', 'Column4');
    const mapping = withRole(mapped(text), 'Column4', 'sessionOn');
    expect(mapping.formats['Column4']).toBe('d/M/yyyy');
    expect(() => compileProfile(checkProfile(mappedProfile(mapping)))).not.toThrow();
  });
});

describe('what has to be put right in a mapping', () => {
  const texts = (mapping: Mapping): string =>
    mappingFaults(mapping)
      .map(({ text }) => text)
      .join('\n');

  test('the day of the first week, which no file says', () => {
    const mapping = mapped(WEEKS);
    expect(texts(mapping)).toMatch(/week 1 began/);
    const across = { ...mapping.across!, by: { like: 'Week #', weekOne: '2026-01-05' } };
    expect(mappingFaults({ ...mapping, across })).toEqual([]);
    expect(() => compileProfile(checkProfile(mappedProfile({ ...mapping, across })))).not.toThrow();
  });

  test('no person, no day, no activity', () => {
    const nobody = withRole(mapped(LONG), 'Client ID', '');
    expect(texts(nobody)).toMatch(/Say which column is “The person’s own number/);
    expect(texts(withRole(mapped(LONG), 'Session date', ''))).toMatch(/When the session was/);
    expect(texts({ ...mapped(WIDE), activity: '' })).toMatch(/Choose the activity/);
  });

  test('two columns that are one thing, at the second of them', () => {
    const double = withRole(mapped(LONG), 'Full name', 'client');
    expect(mappingFaults(double)[0]).toEqual({
      field: 'column-1',
      text: '‘Client ID’ and ‘Full name’ are both “The person’s own number”: choose one of them',
    });
  });

  test.each(['', 'Monday Register', 'sessions', '-a'])('the name %p', (name) => {
    expect(mappingFaults({ ...mapped(WIDE), name }).map(({ field }) => field)).toEqual(['profile-name']);
  });

  test('a column of outcomes of which no word means anything', () => {
    const mapping = mapped(LONG);
    const none = { ...mapping, codes: { ...mapping.codes, outcome: {} } };
    expect(texts(none)).toMatch(/whether the person came/);
  });
});

describe('the answers of a stored profile', () => {
  const keptOf = (mapping: Mapping): FullProfile =>
    JSON.parse(JSON.stringify(mappedProfile(mapping))) as FullProfile;

  test.each([
    ['a row a session', LONG],
    ['a column a date', WIDE],
    ['referrals with NHS numbers', REFERRALS],
  ])('of a register with %s stand on its columns again, and say the same', (_name, text) => {
    const kept = keptOf({ ...mapped(text), name: 'pool', snapshot: true });
    const again = restored(mapped(text), kept);
    expect(again).toMatchObject({ name: 'pool', snapshot: true });
    expect(mappedProfile(again!)).toEqual(mappedProfile({ ...mapped(text), name: 'pool', snapshot: true }));
  });

  test('know what a person said of words and weeks', () => {
    const mapping = withCode(
      withCode(mapped(WEEKS), 'outcome', '0', NO_SESSION),
      'outcome',
      '1',
      'attended_late',
    );
    const across = { ...mapping.across!, by: { like: 'Week #', weekOne: '2026-01-12' } };
    const again = restored(mapped(WEEKS), keptOf({ ...mapping, across }));
    expect(again?.across?.by).toEqual({ like: 'Week #', weekOne: '2026-01-12' });
    expect(again?.codes.outcome).toEqual({ '0': NO_SESSION, '1': 'attended_late' });
  });

  test('stand beside the words of a new file, with what the guess makes of those', () => {
    const again = restored(mapped(WIDE.replace('DNA', 'Late')), keptOf(mapped(WIDE)));
    expect(again?.across?.values).toEqual(expect.arrayContaining(['DNA', 'Late', 'off']));
    expect(again?.codes.outcome).toMatchObject({ DNA: 'did_not_attend', Late: 'attended_late' });
    expect(again?.codes.outcome).not.toHaveProperty('off');
  });

  test('of a profile that says more than the page can are not half shown', () => {
    const kept = keptOf(mapped(LONG));
    expect(restored(mapped(LONG), { ...kept, zone: 'Europe/Paris' })).toBeUndefined();
    expect(restored(mapped(REFERRALS), kept)).toBeUndefined();
    expect(restored(mapped(LONG), keptOf(mapped(WIDE)))).toBeUndefined();
  });
});
