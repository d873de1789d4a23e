import type { AdmissionContext } from './admit.js';
import { admitted, admittedData, refusesData, takesData } from './testing/admissions.js';

const RECEIVED = 'org.waymark.referral.received.v1';
const NO_AGE = { dateOfBirth: undefined };

describe('referral.received', () => {
  refusesData(RECEIVED, [
    ['a person is required', { person: undefined }, 'missing', '/person'],
    ['a person is an object', { person: 'Jane' }, 'wrong_type', '/person'],
    ['a person needs an id', { person: {} }, 'missing', '/person'],
    ['a postcode is no id', { person: { postcode: 'OX1 1AA' } }, 'missing', '/person'],
    ['a person’s id is not empty', { person: { id: '' } }, 'too_short', '/person/id'],
    ['a person’s id is at most 256', { person: { id: 'a'.repeat(257) } }, 'too_long', '/person/id'],
    ['a person’s id has whole characters', { person: { id: 'a\ud800' } }, 'invalid_format', '/person/id'],
    ['a person has no name', { person: { id: 'a', name: 'x' } }, 'unknown_member', '/person/name'],
    ['kind is of the list', { kind: 'second' }, 'not_in_list', '/kind'],
    ['partOf not with initial', { partOf: { provider: 'a', subject: 'b' } }, 'not_allowed', '/partOf'],
    [
      'partOf not without a kind: that is initial',
      { kind: undefined, partOf: { provider: 'a', subject: 'b' } },
      'not_allowed',
      '/partOf',
    ],
    ['partOf has a subject', { kind: 'onward', partOf: { provider: 'a' } }, 'missing', '/partOf/subject'],
    ['partOf has a provider', { kind: 'onward', partOf: { subject: 'a' } }, 'missing', '/partOf/provider'],
    [
      'partOf has nothing else',
      { kind: 'onward', partOf: { provider: 'a', subject: 'b', id: 'c' } },
      'unknown_member',
      '/partOf/id',
    ],
    ['practice is an ODS code', { practice: 'The Surgery' }, 'too_long', '/practice'],
    ['practice is in capitals', { practice: 'k84001' }, 'invalid_format', '/practice'],
    ['lsoa is a 2021 code', { lsoa: 'W01000001' }, 'invalid_format', '/lsoa'],
    ['lsoa is whole', { lsoa: 'E0100001' }, 'invalid_format', '/lsoa'],
    ['icb is an ODS code', { icb: 'NHS-QU9' }, 'invalid_format', '/icb'],
    ['ageBand is of the list', { ...NO_AGE, ageBand: '18-25' }, 'not_in_list', '/ageBand'],
    ['one age at most', { ageBand: '18-24' }, 'conflicting_members', '/ageBand'],
    ['a year is one of the ages', { yearOfBirth: 1961 }, 'conflicting_members', '/ageBand'],
    ['dateOfBirth is on the calendar', { dateOfBirth: '1990-02-31' }, 'invalid_date', '/dateOfBirth'],
    ['dateOfBirth is a date', { dateOfBirth: '31/05/1961' }, 'invalid_date', '/dateOfBirth'],
    ['nobody is born after being referred', { dateOfBirth: '2026-11-02' }, 'out_of_range', '/dateOfBirth'],
    ['nobody is 131', { dateOfBirth: '1895-10-01' }, 'out_of_range', '/dateOfBirth'],
    ['yearOfBirth is a year', { ...NO_AGE, yearOfBirth: '1961' }, 'wrong_type', '/yearOfBirth'],
    ['yearOfBirth is not after it', { ...NO_AGE, yearOfBirth: 2027 }, 'out_of_range', '/yearOfBirth'],
    ['yearOfBirth has bounds', { ...NO_AGE, yearOfBirth: 1894 }, 'out_of_range', '/yearOfBirth'],
    ['sex is of the list', { sex: 'F' }, 'not_in_list', '/sex'],
    ['ethnicity is of the lists', { ethnicity: 'white_british' }, 'not_in_list', '/ethnicity'],
    ['route is of the list', { route: 'GP' }, 'not_in_list', '/route'],
    ['each reason is of the list', { reasons: ['loneliness', 'gout'] }, 'not_in_list', '/reasons/1'],
    ['reasons are a list', { reasons: 'loneliness' }, 'wrong_type', '/reasons'],
    ['reasons have a bound', { reasons: Array(33).fill('weight') }, 'too_many', '/reasons'],
    ['role is of the list', { role: 'doctor' }, 'not_in_list', '/role'],
    ['activityBased is a boolean', { activityBased: 'true' }, 'wrong_type', '/activityBased'],
    ['null is no value', { sex: null }, 'not_in_list', '/sex'],
    ['unknown members are refused', { notes: 'x' }, 'unknown_member', '/notes'],
  ]);
  takesData(RECEIVED, [
    ['a person by id alone', { person: { id: 'a' } }],
    ['a person by NHS number alone', { person: { nhsNumber: '9434765919' } }],
    ['an id of any text', { person: { id: 'Ω 😀 \u0000' } }],
    ['an onward referral', { kind: 'onward', partOf: { provider: 'demo-linkworkers', subject: 'r-1' } }],
    ['an onward referral that knows no initial one', { kind: 'onward' }],
    ['no reasons', { reasons: [] }],
    ['born on the day', { dateOfBirth: '2026-11-01' }],
    ['130 years old', { dateOfBirth: '1896-11-01' }],
  ]);

  test('only the person is required', () => {
    const others = 'kind practice lsoa icb dateOfBirth sex ethnicity route reasons role activityBased'.split(
      ' ',
    );
    const kept = admittedData(RECEIVED, Object.fromEntries(others.map((member) => [member, undefined])));
    expect(kept.ok && JSON.parse(kept.value)).toMatchObject({ data: { person: { id: expect.any(String) } } });
    expect(kept.ok && kept.event.data).toEqual({ person: expect.any(Object) });
  });
});

describe('minimisation', () => {
  const lsoas: Record<string, string | null> = { OX11AA: 'E01000001', TD151AA: null };
  const postcodes = { lsoaOf: (postcode: string) => lsoas[postcode] };

  test('the stored form holds nothing that identifies a person', () => {
    const person = { id: 'person-17', nhsNumber: '943-476-5919', postcode: 'ox1 1aa' };
    const kept = admitted(RECEIVED, { data: { person } }, { postcodes });
    const value = kept.ok ? kept.value : '';
    expect(value).toMatch(/"id":"p1\.[0-9a-f]{64}","nhs":"n1\.[0-9a-f]{64}"/);
    expect(value).not.toMatch(/person-17|9434765919|943-476|1961|postcode|ox1/i);
    expect(value).toContain('"ageBand":"65-74"');
  });

  test.each([
    ['2008-11-02', '0-17'],
    ['2008-11-01', '18-24'],
    ['2001-11-02', '18-24'],
    ['2001-11-01', '25-34'],
    ['1941-11-02', '75-84'],
    ['1941-11-01', '85+'],
  ])('born on %s is %s on 2026-11-01', (dateOfBirth, ageBand) => {
    expect(admittedData(RECEIVED, { dateOfBirth })).toMatchObject({ event: { data: { ageBand } } });
  });

  test('the age is that at the event’s time, on the London date', () => {
    const band = (time: string, dateOfBirth: string): unknown =>
      admitted(RECEIVED, { time, data: { dateOfBirth } });
    // Half past eleven in the evening in UTC is the next day in London in summer.
    expect(band('2026-06-30T23:30:00Z', '2008-07-01')).toMatchObject({
      event: { data: { ageBand: '18-24' } },
    });
    expect(band('2026-01-31T23:30:00Z', '2008-02-01')).toMatchObject({
      event: { data: { ageBand: '0-17' } },
    });
  });

  test('a year of birth gives the band of the age reached in that year', () => {
    const data = { ...NO_AGE, yearOfBirth: 1961 };
    expect(admittedData(RECEIVED, data)).toMatchObject({ event: { data: { ageBand: '65-74' } } });
    expect(JSON.stringify(admittedData(RECEIVED, data))).not.toContain('1961');
  });

  test('a postcode becomes its LSOA; a given LSOA wins; an unknown postcode is named', () => {
    const send = (postcode: string, lsoa?: string) =>
      admitted(RECEIVED, { data: { person: { id: 'a', postcode }, lsoa } }, { postcodes });
    expect(send(' ox1 1aa')).toMatchObject({ event: { data: { lsoa: 'E01000001' } } });
    expect(send('OX1 1AA', 'E01000009')).toMatchObject({ event: { data: { lsoa: 'E01000009' } } });
    expect(send('ZZ9 9ZZ')).toMatchObject({ code: 'unknown_postcode', pointer: '/data/person/postcode' });
  });

  test('a known postcode in no LSOA of England is dropped, and the event has no LSOA', () => {
    const kept = admitted(
      RECEIVED,
      { data: { person: { id: 'a', postcode: 'td15 1aa' }, lsoa: undefined } },
      { postcodes },
    );
    expect(kept.ok).toBe(true);
    expect(kept.ok && kept.value).not.toMatch(/lsoa|td15/i);
  });

  test.each([
    ['without a lookup', {}],
    ['while the lookup has nothing yet', { postcodes: { ...postcodes, loaded: false } }],
  ])('a postcode %s is refused', (_, context) => {
    const person = { id: 'a', postcode: 'OX1 1AA' };
    expect(admitted(RECEIVED, { data: { person } }, context)).toMatchObject({
      code: 'postcode_lookup_missing',
      pointer: '/data/person/postcode',
    });
  });

  test('the same NHS number links two providers; the same own id does not', () => {
    const of = (id: string, prefix: string, context: Partial<AdmissionContext> = {}) => {
      const person = { id: 'same', nhsNumber: '9434765919' };
      const provider = { id, sourcePrefixes: [prefix] };
      const kept = admitted(RECEIVED, { source: `${prefix}crm`, data: { person } }, { provider, ...context });
      if (!kept.ok || kept.event.type !== RECEIVED) throw new Error('refused');
      return kept.event.data.person;
    };
    const [one, two] = [of('acme', 'https://acme.example/'), of('leisure', 'urn:leisure:')];
    expect(one.nhs).toBe(two.nhs);
    expect(one.id).not.toBe(two.id);
  });
});
