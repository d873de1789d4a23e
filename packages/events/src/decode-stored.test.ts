import fc from 'fast-check';
import { admit } from './admit.js';
import { decodeStored, type Upcaster } from './decode-stored.js';
import { EVENT_TYPES } from './stored-event.js';
import { admissionContext, exampleEvent } from './testing/examples.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

test.each(EVENT_TYPES)('what was admitted as %s is read back the same, with the same hash', (type) => {
  const admitted = admit(exampleEvent(type), admissionContext());
  if (!admitted.ok) throw new Error('refused');
  const { event, contentHash } = admitted;
  expect(decodeStored(bytes(admitted.value))).toEqual({ ok: true, event, contentHash });
});

test('no bytes whatever make it throw', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (value) => expect(decodeStored(value).ok).toBe(false)),
  );
  fc.assert(
    fc.property(fc.jsonValue(), (value) => expect(decodeStored(bytes(JSON.stringify(value))).ok).toBe(false)),
  );
});

test('an event of an older version is brought up step by step, never refused', () => {
  const admitted = admit(exampleEvent('org.waymark.referral.closed.v1'), admissionContext());
  if (!admitted.ok) throw new Error('refused');
  const older = { ...admitted.event, type: 'org.waymark.referral.closed.v0', data: { result: 'completed' } };
  const upcasters: Record<string, Upcaster> = {
    'org.waymark.referral.closed.v0': (event) => ({
      ...event,
      type: 'org.waymark.referral.closed.v1',
      data: { outcome: (event['data'] as { result: string }).result },
    }),
  };
  expect(decodeStored(bytes(JSON.stringify(older)), upcasters)).toMatchObject({
    ok: true,
    event: { data: { outcome: 'completed' } },
  });
  expect(decodeStored(bytes(JSON.stringify(older)))).toMatchObject({ ok: false, code: 'unknown_version' });
});

describe('a record that was never admitted', () => {
  const stored = (type: (typeof EVENT_TYPES)[number]): Record<string, unknown> => {
    const admitted = admit(exampleEvent(type), admissionContext());
    if (!admitted.ok) throw new Error('refused');
    return JSON.parse(admitted.value) as Record<string, unknown>;
  };
  const decoded = (event: object) => decodeStored(bytes(JSON.stringify(event)));

  test.each([
    ['time', '2026-01-05T10:00:00+01:00'],
    ['time', '2026-02-30T10:00:00.000Z'],
    ['time', '1999-01-05T10:00:00.000Z'],
    ['time', 5],
    ['recordedtime', 'yesterday'],
    ['revision', 2 ** 31],
    ['revision', -1],
    ['id', 'with space'],
    ['subject', 'a/b'],
    ['providerid', ''],
    ['source', undefined],
  ])('with a %s that no column takes (%s) is told apart', (name, value) => {
    const event = { ...stored('org.waymark.referral.closed.v1'), [name]: value };
    expect(decoded(event)).toEqual({
      ok: false,
      code: 'not_an_event',
      detail: `The record has no ${name} that can be read.`,
    });
  });

  test.each([
    ['org.waymark.booking.made.v1', 'startsAt', 'soon'],
    ['org.waymark.booking.made.v1', 'startsAt', '2026-01-05T25:00:00.000Z'],
    ['org.waymark.booking.made.v1', 'endsAt', null],
    ['org.waymark.contact.recorded.v1', 'minutes', 70_000],
    ['org.waymark.contact.recorded.v1', 'minutes', 1.5],
    ['org.waymark.contact.recorded.v1', 'actions', 'reminder'],
    ['org.waymark.contact.recorded.v1', 'barriers', [5]],
    ['org.waymark.programme.agreed.v1', 'startsOn', '2026-13-01'],
    ['org.waymark.measure.recorded.v1', 'scores', { happy: '5' }],
    ['org.waymark.referral.received.v1', 'person', 'somebody'],
    ['org.waymark.referral.received.v1', 'partOf', { provider: 'lw' }],
    ['org.waymark.referral.received.v1', 'activityBased', 'yes'],
  ] as const)('of %s with a %s that no column takes is told apart', (type, name, value) => {
    const event = stored(type);
    const data = { ...(event['data'] as object), [name]: value };
    expect(decoded({ ...event, data })).toEqual({
      ok: false,
      code: 'not_an_event',
      detail: `The data has no ${name} that can be read.`,
    });
  });

  test('in any way, is never an event that misses what the projection needs', () => {
    const mangled = fc
      .constantFrom(...EVENT_TYPES)
      .chain((type) => {
        const event = stored(type);
        return fc.tuple(
          fc.constant(event),
          fc.subarray(Object.keys(event)),
          fc.subarray(Object.keys(event['data'] as object), { minLength: 1 }),
          fc.jsonValue(),
        );
      })
      .map(([event, outer, inner, value]) => ({
        ...event,
        data: { ...(event['data'] as object), ...Object.fromEntries(inner.map((name) => [name, value])) },
        ...Object.fromEntries(outer.map((name) => [name, value])),
      }));
    fc.assert(
      fc.property(mangled, (event) => {
        const result = decoded(event);
        if (result.ok) expect(Number.isNaN(Date.parse(result.event.time))).toBe(false);
        else expect(result.detail.length).toBeLessThan(80);
      }),
    );
  });
});

test('what cannot be understood is told apart, without quoting it', () => {
  expect(decodeStored(bytes('{"a'))).toMatchObject({ code: 'not_json' });
  expect(decodeStored(bytes('{"id":"\\ud800"}'))).toMatchObject({ code: 'not_an_event' });
  expect(decodeStored(bytes('[]'))).toMatchObject({ code: 'not_an_event' });
  expect(decodeStored(new Uint8Array([0xff, 0xfe]))).toMatchObject({ code: 'not_json' });
});
