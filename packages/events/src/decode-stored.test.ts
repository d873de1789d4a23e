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
  expect(decodeStored(bytes(JSON.stringify(older)))).toMatchObject({ ok: false, code: 'unknown_type' });
});

test('what cannot be understood is told apart, without quoting it', () => {
  expect(decodeStored(bytes('{"a'))).toMatchObject({ code: 'not_json' });
  expect(decodeStored(bytes('[]'))).toMatchObject({ code: 'not_an_event' });
  expect(decodeStored(new Uint8Array([0xff, 0xfe]))).toMatchObject({ code: 'not_json' });
});
