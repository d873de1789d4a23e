import { admit } from './admit.js';
import { admitted, refuses, takes } from './testing/admissions.js';
import { admissionContext, exampleEvent } from './testing/examples.js';

const RECEIVED = 'org.waymark.referral.received.v1';
const CLOSED = 'org.waymark.referral.closed.v1';
const EVERY_CHARACTER = 'ABCXYZabcxyz0189._:-';

describe('specversion, id, subject, source, type', () => {
  refuses(CLOSED, [
    ['specversion is 1.0', { specversion: '0.3' }, 'unsupported_specversion', '/specversion'],
    ['specversion is text', { specversion: 1 }, 'unsupported_specversion', '/specversion'],
    ['specversion is required', { specversion: undefined }, 'unsupported_specversion', '/specversion'],
    ['id is required', { id: undefined }, 'missing', '/id'],
    ['id is at most 128', { id: 'a'.repeat(129) }, 'too_long', '/id'],
    ['id is at least 1', { id: '' }, 'too_short', '/id'],
    ['id has only the listed characters', { id: 'a b' }, 'invalid_format', '/id'],
    ['id has no slash', { id: 'a/b' }, 'invalid_format', '/id'],
    ['id ends where it ends', { id: 'ab\n' }, 'invalid_format', '/id'],
    ['id has no letters of other alphabets', { id: 'é' }, 'invalid_format', '/id'],
    ['id is text', { id: 7 }, 'wrong_type', '/id'],
    ['id is not null', { id: null }, 'wrong_type', '/id'],
    ['subject is required', { subject: undefined }, 'missing', '/subject'],
    ['subject is at most 128', { subject: 'a'.repeat(129) }, 'too_long', '/subject'],
    ['subject is at least 1', { subject: '' }, 'too_short', '/subject'],
    ['subject has only the listed characters', { subject: 'Jane Doe' }, 'invalid_format', '/subject'],
    ['subject has no slash: it is part of the log key', { subject: 'a/b' }, 'invalid_format', '/subject'],
    ['source is required', { source: undefined }, 'missing', '/source'],
    ['source is ASCII', { source: 'https://acme.example/ä' }, 'invalid_format', '/source'],
    ['source has no space', { source: 'https://acme.example/a b' }, 'invalid_format', '/source'],
    ['source has whole percent escapes', { source: 'https://acme.example/%4' }, 'invalid_format', '/source'],
    ['source has one fragment', { source: 'https://acme.example/#a#b' }, 'invalid_format', '/source'],
    ['source is at most 256', { source: `https://acme.example/${'a'.repeat(236)}` }, 'too_long', '/source'],
    ['source begins with a prefix', { source: 'https://other.example/' }, 'source_not_allowed', '/source'],
    [
      'source begins with the whole prefix',
      { source: 'https://acme.example' },
      'source_not_allowed',
      '/source',
    ],
    ['a prefix inside is none', { source: 'x:https://acme.example/' }, 'source_not_allowed', '/source'],
    ['a prefix is told by case', { source: 'https://ACME.example/' }, 'source_not_allowed', '/source'],
    ['type is required', { type: undefined }, 'missing', '/type'],
    ['type is one of the list', { type: 'org.waymark.referral.closed.v9' }, 'unknown_type', '/type'],
    ['type is whole', { type: 'referral.closed' }, 'unknown_type', '/type'],
    ['type is no member of every object', { type: 'constructor' }, 'unknown_type', '/type'],
    ['type is text', { type: ['a'] }, 'wrong_type', '/type'],
  ]);
  takes(CLOSED, [
    ['id and subject of 128', { id: 'a'.repeat(128), subject: 'b'.repeat(128) }],
    ['every listed character', { id: EVERY_CHARACTER, subject: EVERY_CHARACTER }],
    ['a source of 256', { source: `https://acme.example/${'a'.repeat(235)}` }],
    ['a source that is the prefix', { source: 'https://acme.example/' }],
    ['a source with escapes and a fragment', { source: 'https://acme.example/%C3%A4?a=b#c' }],
  ]);

  test('any of the registered prefixes will do', () => {
    const provider = { id: 'acme', sourcePrefixes: ['https://acme.example/', 'urn:acme:', 'acme#'] };
    for (const source of ['urn:acme:crm', 'acme#1', 'https://acme.example/x']) {
      expect(admitted(CLOSED, { source }, { provider })).toMatchObject({ ok: true });
    }
    expect(admitted(CLOSED, { source: 'urn:acmes:crm' }, { provider })).toMatchObject({
      code: 'source_not_allowed',
    });
  });
});

describe('time, recordedtime', () => {
  refuses(CLOSED, [
    ['time is required', { time: undefined }, 'missing', '/time'],
    ['time is text', { time: 1_793_000_000 }, 'wrong_type', '/time'],
    ['time has an offset', { time: '2026-11-01T09:30:00' }, 'invalid_instant', '/time'],
    ['time has a time of day', { time: '2026-11-01' }, 'invalid_instant', '/time'],
    ['time is on the calendar', { time: '2026-02-30T09:30:00Z' }, 'invalid_instant', '/time'],
    ['time is on the clock', { time: '2026-11-01T24:00:00Z' }, 'invalid_instant', '/time'],
    ['the offset is one', { time: '2026-11-01T09:30:00+24:00' }, 'invalid_instant', '/time'],
    ['the offset has a colon', { time: '2026-11-01T09:30:00+0100' }, 'invalid_instant', '/time'],
    ['time is nothing else', { time: 'Sun, 01 Nov 2026 09:30:00 GMT' }, 'invalid_instant', '/time'],
    ['time is at most 64', { time: `2026-11-01T09:30:00.${'0'.repeat(50)}Z` }, 'too_long', '/time'],
    ['time is not before 2015', { time: '2014-12-31T23:59:59.999Z' }, 'too_early', '/time'],
    ['2015 is meant in UTC', { time: '2015-01-01T00:30:00+01:00' }, 'too_early', '/time'],
    ['time is at most 5 minutes ahead', { time: '2026-11-24T12:05:00.001Z' }, 'in_the_future', '/time'],
    ['recordedtime is not null', { recordedtime: null }, 'wrong_type', '/recordedtime'],
    ['recordedtime is an instant', { recordedtime: 'now' }, 'invalid_instant', '/recordedtime'],
    ['recordedtime has an end', { recordedtime: '2026-11-24T12:06:00Z' }, 'in_the_future', '/recordedtime'],
    ['recordedtime has a start', { recordedtime: '2014-06-01T00:00:00Z' }, 'too_early', '/recordedtime'],
  ]);
  takes(CLOSED, [
    ['the first millisecond', { time: '2015-01-01T00:00:00Z', recordedtime: '2015-01-01T00:00:00Z' }],
    ['exactly 5 minutes ahead', { time: '2026-11-24T12:05:00Z', recordedtime: '2026-11-24T13:05:00+01:00' }],
    ['small letters', { time: '2026-11-01t09:30:00z' }],
    ['recorded before it happened', { recordedtime: '2026-10-01T09:30:00Z' }],
  ]);

  test.each([
    ['2026-11-01T09:30:00.1239+01:00', '2026-11-01T08:30:00.123Z'],
    ['2026-11-01T00:30:00-05:30', '2026-11-01T06:00:00.000Z'],
    ['2024-02-29T23:59:59.9Z', '2024-02-29T23:59:59.900Z'],
    ['2026-11-01t09:30:00z', '2026-11-01T09:30:00.000Z'],
  ])('%s is kept as %s', (sent, kept) => {
    const event = { time: kept, recordedtime: kept };
    expect(admitted(CLOSED, { time: sent, recordedtime: sent })).toMatchObject({ event });
  });

  test('an absent recordedtime stays absent', () => {
    const kept = admitted(CLOSED);
    expect(kept).toMatchObject({ ok: true });
    expect(kept.ok && kept.value).not.toContain('recordedtime');
  });
});

describe('revision, datacontenttype, data, other attributes', () => {
  refuses(CLOSED, [
    ['revision is an integer', { revision: 1.5 }, 'wrong_type', '/revision'],
    ['revision is a number', { revision: '1' }, 'wrong_type', '/revision'],
    ['revision is not null', { revision: null }, 'wrong_type', '/revision'],
    ['revision is not negative', { revision: -1 }, 'out_of_range', '/revision'],
    ['revision is at most 2147483647', { revision: 2_147_483_648 }, 'out_of_range', '/revision'],
    ['revision is no number beyond all', { revision: Infinity }, 'out_of_range', '/revision'],
    [
      'datacontenttype is JSON',
      { datacontenttype: 'text/plain' },
      'unsupported_content_type',
      '/datacontenttype',
    ],
    ['datacontenttype is text', { datacontenttype: 1 }, 'wrong_type', '/datacontenttype'],
    ['data is an object', { data: 'text' }, 'wrong_type', '/data'],
    ['data is not a list', { data: [] }, 'wrong_type', '/data'],
    ['other attributes are refused', { comexampleextra: 'x' }, 'unknown_attribute', '/comexampleextra'],
    ['data_base64 is one of them', { data_base64: 'e30=' }, 'unknown_attribute', '/data_base64'],
    [
      'providerid is one of them: it is the credential’s',
      { providerid: 'x' },
      'unknown_attribute',
      '/providerid',
    ],
    [
      'receivedtime is one of them: it is the log’s',
      { receivedtime: 'x' },
      'unknown_attribute',
      '/receivedtime',
    ],
  ]);
  takes(CLOSED, [
    ['the highest revision', { revision: 2_147_483_647 }],
    ['datacontenttype application/json', { datacontenttype: 'application/json' }],
  ]);

  test('data may not be absent', () => {
    const { data: _, ...raw } = exampleEvent(CLOSED);
    expect(admit(raw, admissionContext())).toMatchObject({ code: 'missing', pointer: '/data' });
    expect(admit({ ...raw, data: null }, admissionContext())).toMatchObject({
      code: 'wrong_type',
      pointer: '/data',
    });
  });

  test('an absent revision is 0, and the same content', () => {
    expect(admitted(CLOSED)).toMatchObject({ event: { revision: 0 } });
    expect(admitted(CLOSED, { revision: 0 })).toEqual(admitted(CLOSED));
    expect(admitted(CLOSED, { revision: 1 })).not.toEqual(admitted(CLOSED));
  });

  test('transport attributes are accepted and dropped, whatever they hold', () => {
    const dropped = {
      traceparent: '00-a-b-01',
      tracestate: { deep: [1] },
      dataschema: 'https://schemas.example',
    };
    expect(admitted(CLOSED, dropped)).toEqual(admitted(CLOSED));
    expect(admitted(CLOSED, { datacontenttype: 'application/json' })).toEqual(admitted(CLOSED));
  });

  test('a fault of the envelope is named before one of data', () => {
    expect(admitted(RECEIVED, { source: 'urn:other', data: { sex: 'F' } })).toMatchObject({
      code: 'source_not_allowed',
    });
  });
});
