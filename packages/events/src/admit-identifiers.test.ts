import { admit } from './admit.js';
import { admitted, refuses, refusesData, takes, takesData } from './testing/admissions.js';
import { admissionContext, exampleEvent } from './testing/examples.js';

const RECEIVED = 'org.waymark.referral.received.v1';
const MADE = 'org.waymark.booking.made.v1';
const VOIDED = 'org.waymark.event.voided.v1';
const NUMBER = '9434765919';

describe('an NHS number anywhere but in its own place', () => {
  refuses(RECEIVED, [
    ['as id', { id: NUMBER }, 'contains_nhs_number', '/id'],
    ['in id, written 3-3-4', { id: 'p-943-476-5919' }, 'contains_nhs_number', '/id'],
    ['as subject', { subject: NUMBER }, 'contains_nhs_number', '/subject'],
    ['in subject, behind a colon', { subject: `person:${NUMBER}` }, 'contains_nhs_number', '/subject'],
    [
      'as subject with spaces, wrong as it is',
      { subject: '943 476 5919' },
      'contains_nhs_number',
      '/subject',
    ],
    ['in source', { source: `https://acme.example/${NUMBER}` }, 'contains_nhs_number', '/source'],
    [
      'in the fraction of a second',
      { time: `2026-11-01T09:30:00.${NUMBER}-01:00` },
      'contains_nhs_number',
      '/time',
    ],
    ['as type', { type: NUMBER }, 'contains_nhs_number', '/type'],
    ['as an unknown attribute', { nhsnumber: NUMBER }, 'contains_nhs_number', '/nhsnumber'],
  ]);
  refusesData(RECEIVED, [
    ['as person.id', { person: { id: NUMBER } }, 'contains_nhs_number', '/person/id'],
    ['in person.id', { person: { id: `nhs ${NUMBER}` } }, 'contains_nhs_number', '/person/id'],
    ['as a code', { sex: NUMBER }, 'contains_nhs_number', '/sex'],
    ['in a list', { reasons: ['weight', NUMBER] }, 'contains_nhs_number', '/reasons/1'],
    ['as an unknown member', { note: `seen ${NUMBER} today` }, 'contains_nhs_number', '/note'],
    [
      'as the subject of partOf',
      { kind: 'onward', partOf: { provider: 'acme', subject: NUMBER } },
      'contains_nhs_number',
      '/partOf/subject',
    ],
  ]);
  refusesData(MADE, [
    ['in a booking id', { bookingId: `b:${NUMBER}:1` }, 'contains_nhs_number', '/bookingId'],
    ['as activity provider', { activityProvider: NUMBER }, 'contains_nhs_number', '/activityProvider'],
  ]);
  refusesData(VOIDED, [
    ['as the voided id', { eventId: NUMBER }, 'contains_nhs_number', '/eventId'],
    ['in the voided source', { source: `urn:x:${NUMBER}` }, 'contains_nhs_number', '/source'],
  ]);

  test('wins over whatever else is wrong with the event’s data', () => {
    expect(admitted(RECEIVED, { data: { sex: 'F', role: NUMBER } })).toMatchObject({ pointer: '/data/role' });
  });
});

describe('what is no NHS number', () => {
  takes(RECEIVED, [
    ['a UUID', { id: '550e8400-e29b-41d4-a716-943476591900' }],
    ['a hash', { id: 'da39a3ee5e6b4b0d3255bfef95601890afd80709' }],
    ['a time in seconds', { id: '1793000000' }],
    ['a longer number', { id: '94347659190' }],
    ['a number within a word', { id: 'a9434765919' }],
    ['a wrong check digit', { id: '9434765918' }],
    ['a range that is not in use', { id: '5434765915' }],
  ]);
  takesData(MADE, [['a longer number as booking id', { bookingId: '19434765919' }]]);
});

describe('person.nhsNumber', () => {
  refusesData(RECEIVED, [
    [
      'a wrong check digit',
      { person: { nhsNumber: '9434765918' } },
      'invalid_nhs_number',
      '/person/nhsNumber',
    ],
    ['nine digits', { person: { nhsNumber: '943476591' } }, 'invalid_nhs_number', '/person/nhsNumber'],
    ['letters', { person: { nhsNumber: 'abcdefghij' } }, 'invalid_nhs_number', '/person/nhsNumber'],
    [
      'all the same digit',
      { person: { nhsNumber: '0000000000' } },
      'invalid_nhs_number',
      '/person/nhsNumber',
    ],
    ['too long a text', { person: { nhsNumber: `${NUMBER}    ` } }, 'too_long', '/person/nhsNumber'],
    ['a number', { person: { nhsNumber: 9_434_765_919 } }, 'wrong_type', '/person/nhsNumber'],
  ]);

  test('however it is written, the pseudonym is one', () => {
    const values = [NUMBER, '943 476 5919', '943-476-5919', ` ${NUMBER} `].map((nhsNumber) => {
      const kept = admitted(RECEIVED, { data: { person: { nhsNumber } } });
      return kept.ok && kept.value;
    });
    expect(new Set(values).size).toBe(1);
    expect(values[0]).toMatch(/"nhs":"n1\.[0-9a-f]{64}"/);
  });
});

test('a refusal never quotes what was sent, not even the name of an unknown member', () => {
  const tried = [
    { id: NUMBER },
    { data: { [`note ${NUMBER}`]: 'x' } },
    { data: { person: { id: 'a', [`x${NUMBER}`]: 'x' } } },
    { data: { sex: NUMBER } },
    { [NUMBER]: 1 },
    { data: { person: { nhsNumber: '9434765918' } } },
    { data: { person: { id: 'a', postcode: NUMBER } } },
  ].map((changes) => JSON.stringify(admit(exampleEvent(RECEIVED, changes), admissionContext())));
  for (const answer of tried) {
    expect(answer).toContain('"ok":false');
    expect(answer).not.toMatch(/943476591/);
  }
});

test('the id is given back only where it is well-formed and no NHS number', () => {
  const idOf = (id: unknown): unknown => (admitted(RECEIVED, { id, subject: '' }) as { id?: unknown }).id;
  expect([idOf('e-1'), idOf(NUMBER), idOf('Jane Doe'), idOf('a'.repeat(129)), idOf(7)]).toEqual([
    'e-1',
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});
