import fc from 'fast-check';
import { admit, type AdmissionContext } from './admit.js';
import { canonicalJson } from './canonical.js';
import type { FaultCode } from './faults.js';
import { EVENT_TYPES, type EventType } from './stored-event.js';
import { admissionContext, exampleEvent } from './testing/examples.js';

const RECEIVED = 'org.waymark.referral.received.v1';
const MADE = 'org.waymark.booking.made.v1';
const MEASURE = 'org.waymark.measure.recorded.v1';

type Changes = Record<string, unknown>;
const person = (changes: Changes): Changes => ({ data: { person: changes } });

/** Each rule of the contract with its code and pointer. */
const REFUSED: [rule: string, type: EventType, changes: Changes, code: FaultCode, pointer: string][] = [
  ['specversion is 1.0', RECEIVED, { specversion: '0.3' }, 'unsupported_specversion', '/specversion'],
  ['id is required', RECEIVED, { id: undefined }, 'missing', '/id'],
  ['id has 1-128 characters', RECEIVED, { id: 'a'.repeat(129) }, 'too_long', '/id'],
  ['id is not empty', RECEIVED, { id: '' }, 'too_short', '/id'],
  ['id has only the listed characters', RECEIVED, { id: 'a b' }, 'invalid_format', '/id'],
  ['id is text', RECEIVED, { id: 7 }, 'wrong_type', '/id'],
  ['source is a URI-reference', RECEIVED, { source: 'https://acme.example/ä' }, 'invalid_format', '/source'],
  [
    'source is at most 256',
    RECEIVED,
    { source: `https://acme.example/${'a'.repeat(240)}` },
    'too_long',
    '/source',
  ],
  [
    'source begins with a registered prefix',
    RECEIVED,
    { source: 'https://other.example/' },
    'source_not_allowed',
    '/source',
  ],
  [
    'type is one of the list',
    RECEIVED,
    { type: 'org.waymark.referral.received.v9' },
    'unknown_type',
    '/type',
  ],
  ['subject is required', RECEIVED, { subject: undefined }, 'missing', '/subject'],
  ['subject has only the listed characters', RECEIVED, { subject: 'Jane Doe' }, 'invalid_format', '/subject'],
  ['time is required', RECEIVED, { time: undefined }, 'missing', '/time'],
  ['time has an offset', RECEIVED, { time: '2026-11-01T09:30:00' }, 'invalid_instant', '/time'],
  ['time is on the calendar', RECEIVED, { time: '2026-02-30T09:30:00Z' }, 'invalid_instant', '/time'],
  ['time is not before 2015', RECEIVED, { time: '2014-12-31T23:59:59.999Z' }, 'too_early', '/time'],
  [
    'time is at most 5 minutes ahead',
    RECEIVED,
    { time: '2026-11-24T12:05:00.001Z' },
    'in_the_future',
    '/time',
  ],
  [
    'recordedtime has the same bounds',
    RECEIVED,
    { recordedtime: '2026-11-24T12:06:00Z' },
    'in_the_future',
    '/recordedtime',
  ],
  ['recordedtime is not null', RECEIVED, { recordedtime: null }, 'wrong_type', '/recordedtime'],
  ['revision is an integer', RECEIVED, { revision: 1.5 }, 'wrong_type', '/revision'],
  ['revision is not negative', RECEIVED, { revision: -1 }, 'out_of_range', '/revision'],
  ['revision is at most 2147483647', RECEIVED, { revision: 2_147_483_648 }, 'out_of_range', '/revision'],
  [
    'datacontenttype is JSON',
    RECEIVED,
    { datacontenttype: 'text/plain' },
    'unsupported_content_type',
    '/datacontenttype',
  ],
  [
    'other attributes are refused',
    RECEIVED,
    { comexampleextra: 'x' },
    'unknown_attribute',
    '/comexampleextra',
  ],
  ['data is an object', RECEIVED, { data: 'text' }, 'wrong_type', '/data'],
  ['data is not a list', RECEIVED, { data: [] }, 'wrong_type', '/data'],
  [
    'unknown members of data are refused',
    RECEIVED,
    { data: { notes: 'x' } },
    'unknown_member',
    '/data/notes',
  ],
  [
    'unknown members deeper down are refused',
    RECEIVED,
    person({ id: 'a', name: 'x' }),
    'unknown_member',
    '/data/person/name',
  ],
  ['a person needs an id', RECEIVED, person({}), 'missing', '/data/person'],
  [
    'a NHS number is checked',
    RECEIVED,
    person({ nhsNumber: '9434765918' }),
    'invalid_nhs_number',
    '/data/person/nhsNumber',
  ],
  [
    'person.id holds no NHS number',
    RECEIVED,
    person({ id: '9434765919' }),
    'contains_nhs_number',
    '/data/person/id',
  ],
  ['id holds no NHS number', RECEIVED, { id: '9434765919' }, 'contains_nhs_number', '/id'],
  ['subject holds no NHS number', RECEIVED, { subject: 'p-943-476-5919' }, 'contains_nhs_number', '/subject'],
  [
    'source holds no NHS number',
    RECEIVED,
    { source: 'https://acme.example/9434765919' },
    'contains_nhs_number',
    '/source',
  ],
  [
    'a booking id holds no NHS number',
    MADE,
    { data: { bookingId: 'b:9434765919:1' } },
    'contains_nhs_number',
    '/data/bookingId',
  ],
  [
    'a postcode needs a lookup',
    RECEIVED,
    person({ id: 'a', postcode: 'OX1 1AA' }),
    'postcode_lookup_missing',
    '/data/person/postcode',
  ],
  ['one age at most', RECEIVED, { data: { ageBand: '18-24' } }, 'conflicting_members', '/data/ageBand'],
  [
    'nobody is born after being referred',
    RECEIVED,
    { data: { dateOfBirth: '2026-12-30' } },
    'out_of_range',
    '/data/dateOfBirth',
  ],
  [
    'dateOfBirth is on the calendar',
    RECEIVED,
    { data: { dateOfBirth: '1990-02-31' } },
    'invalid_date',
    '/data/dateOfBirth',
  ],
  ['codes come from their list', RECEIVED, { data: { sex: 'F' } }, 'not_in_list', '/data/sex'],
  [
    'every item of a list comes from the list',
    RECEIVED,
    { data: { reasons: ['loneliness', 'gout'] } },
    'not_in_list',
    '/data/reasons/1',
  ],
  [
    'partOf only with onward',
    RECEIVED,
    { data: { partOf: { provider: 'a', subject: 'b' } } },
    'not_allowed',
    '/data/partOf',
  ],
  [
    'booleans are booleans',
    RECEIVED,
    { data: { activityBased: 'true' } },
    'wrong_type',
    '/data/activityBased',
  ],
  [
    'minutes have bounds',
    'org.waymark.contact.recorded.v1',
    { data: { minutes: 601 } },
    'out_of_range',
    '/data/minutes',
  ],
  [
    'planned weeks have bounds',
    'org.waymark.programme.agreed.v1',
    { data: { plannedWeeks: 0 } },
    'out_of_range',
    '/data/plannedWeeks',
  ],
  [
    'startsOn is at most 2 years ahead',
    'org.waymark.programme.agreed.v1',
    { data: { startsOn: '2028-11-25' } },
    'in_the_future',
    '/data/startsOn',
  ],
  [
    'startsAt is at most 2 years ahead',
    MADE,
    { data: { startsAt: '2028-11-24T12:00:00.001Z', endsAt: undefined } },
    'in_the_future',
    '/data/startsAt',
  ],
  [
    'startsAt is not before 2015',
    MADE,
    { data: { startsAt: '2014-01-01T10:00:00Z' } },
    'too_early',
    '/data/startsAt',
  ],
  [
    'an end is after its start',
    MADE,
    { data: { endsAt: '2026-11-03T10:00:00Z' } },
    'end_before_start',
    '/data/endsAt',
  ],
  [
    'scores belong to their instrument',
    MEASURE,
    { data: { instrument: 'swemwbs' } },
    'missing',
    '/data/scores/raw',
  ],
  [
    'scores have bounds',
    MEASURE,
    { data: { scores: { satisfaction: 11, worthwhile: 1, happy: 1, anxious: 1 } } },
    'out_of_range',
    '/data/scores/satisfaction',
  ],
  [
    'instruments come from their list',
    MEASURE,
    { data: { instrument: 'gad7' } },
    'not_in_list',
    '/data/instrument',
  ],
];

describe('admit', () => {
  test.each(EVENT_TYPES)('takes a valid %s', (type) => {
    expect(admit(exampleEvent(type), admissionContext())).toMatchObject({ ok: true, key: 'acme/referral-1' });
  });

  test.each(REFUSED)('refuses: %s', (_rule, type, changes, code, pointer) => {
    expect(admit(exampleEvent(type, changes), admissionContext())).toMatchObject({
      ok: false,
      code,
      pointer,
    });
  });

  test.each([null, 'text', 7, [], undefined])('refuses %p as no object', (raw) => {
    expect(admit(raw, admissionContext())).toMatchObject({ ok: false, code: 'not_an_object', pointer: '' });
  });

  test('transport attributes are accepted and dropped', () => {
    const plain = admit(exampleEvent(MADE), admissionContext());
    const traced = admit(
      exampleEvent(MADE, { traceparent: '00-a-b-01', tracestate: 'x', dataschema: 'https://s' }),
      admissionContext(),
    );
    expect(traced).toEqual(plain);
  });

  test('instants are kept to the millisecond in UTC, and an absent recordedtime stays absent', () => {
    const admitted = admit(exampleEvent(MADE), admissionContext());
    expect(admitted).toMatchObject({
      event: {
        time: '2026-11-01T08:30:00.123Z',
        revision: 0,
        data: { startsAt: '2026-11-03T10:00:00.000Z' },
      },
    });
    expect(admitted.ok && 'recordedtime' in admitted.event).toBe(false);
  });

  test('the stored form holds nothing that identifies a person', () => {
    const lookup = { lsoaOf: () => 'E01000001' };
    const sent = exampleEvent(
      RECEIVED,
      person({ id: 'person-17', nhsNumber: '943-476-5919', postcode: 'ox1 1aa' }),
    );
    const admitted = admit(sent, admissionContext({ postcodes: lookup }));
    const value = admitted.ok ? admitted.value : '';
    expect(value).toMatch(/"id":"p1\.[0-9a-f]{64}","nhs":"n1\.[0-9a-f]{64}"/);
    expect(value).not.toMatch(/person-17|9434765919|943-476|1961|postcode|ox1/i);
    expect(value).toContain('"ageBand":"65-74"');
  });

  test('a postcode becomes its LSOA; a given LSOA wins; an unknown postcode is named', () => {
    const lsoas: Record<string, string> = { OX11AA: 'E01000001' };
    const context = admissionContext({ postcodes: { lsoaOf: (postcode) => lsoas[postcode] } });
    const send = (postcode: string, lsoa: string | undefined) =>
      admit(exampleEvent(RECEIVED, { data: { person: { id: 'a', postcode }, lsoa } }), context);
    expect(send('OX1 1AA', undefined)).toMatchObject({ event: { data: { lsoa: 'E01000001' } } });
    expect(send('OX1 1AA', 'E01000009')).toMatchObject({ event: { data: { lsoa: 'E01000009' } } });
    expect(send('ZZ9 9ZZ', undefined)).toMatchObject({
      code: 'unknown_postcode',
      pointer: '/data/person/postcode',
    });
  });

  test('the same NHS number links two providers; the same own id does not', () => {
    const of = (id: string, prefix: string, context: Partial<AdmissionContext>) => {
      const admitted = admit(
        exampleEvent(RECEIVED, {
          source: `${prefix}crm`,
          data: { person: { id: 'same', nhsNumber: '9434765919' } },
        }),
        admissionContext({ provider: { id, sourcePrefixes: [prefix] }, ...context }),
      );
      if (!admitted.ok || admitted.event.type !== RECEIVED) throw new Error('refused');
      return admitted.event.data.person;
    };
    const [one, two] = [of('acme', 'https://acme.example/', {}), of('leisure', 'urn:leisure:', {})];
    expect(one.nhs).toBe(two.nhs);
    expect(one.id).not.toBe(two.id);
  });

  test('a refusal never quotes what was sent, not even the name of an unknown member', () => {
    const secret = '9434765919';
    const tried = [
      exampleEvent(RECEIVED, { id: secret }),
      exampleEvent(RECEIVED, { data: { [`note ${secret}`]: 'x' } }),
      exampleEvent(RECEIVED, { data: { sex: secret } }),
      exampleEvent(RECEIVED, { [secret]: 1 }),
      exampleEvent(RECEIVED, person({ nhsNumber: '9434765918' })),
    ].map((raw) => JSON.stringify(admit(raw, admissionContext())));
    for (const answer of tried) expect(answer).not.toMatch(/943476591/);
  });

  test('hostile input is refused without a crash', () => {
    let nested: unknown = [];
    for (let depth = 0; depth < 100_000; depth += 1) nested = [nested];
    const proto: unknown = JSON.parse('{"__proto__": {"person": {"id": "a"}}, "person": {"id": "b"}}');
    expect(admit(exampleEvent(RECEIVED, { data: nested }), admissionContext())).toMatchObject({
      code: 'wrong_type',
    });
    expect(admit(exampleEvent(RECEIVED, { data: { person: nested } }), admissionContext())).toMatchObject({
      code: 'wrong_type',
    });
    expect(admit({ ...exampleEvent(RECEIVED), data: proto }, admissionContext())).toMatchObject({
      code: 'unknown_member',
    });
    expect(
      admit(exampleEvent(RECEIVED, { subject: 'a'.repeat(5_000_000) }), admissionContext()),
    ).toMatchObject({ code: 'too_long' });
  });

  test('admission does not depend on the order of members', () => {
    const shuffled = (value: unknown): fc.Arbitrary<unknown> => {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return fc.constant(value);
      const entries = Object.entries(value);
      return fc
        .tuple(
          fc.shuffledSubarray(entries, { minLength: entries.length }),
          fc.tuple(...entries.map(([, member]) => shuffled(member))),
        )
        .map(([order, members]) =>
          Object.fromEntries(
            order.map(([key]) => [key, members[entries.findIndex(([name]) => name === key)]]),
          ),
        );
    };
    fc.assert(
      fc.property(
        fc
          .constantFrom(...EVENT_TYPES)
          .chain((type) => fc.tuple(fc.constant(type), shuffled(exampleEvent(type)))),
        ([type, raw]) =>
          expect(admit(raw, admissionContext())).toEqual(admit(exampleEvent(type), admissionContext())),
      ),
      { numRuns: 100 },
    );
  });

  test('what is written is canonical', () => {
    for (const type of EVENT_TYPES) {
      const admitted = admit(exampleEvent(type), admissionContext());
      expect(admitted.ok && admitted.value).toBe(admitted.ok && canonicalJson(JSON.parse(admitted.value)));
    }
  });
});
