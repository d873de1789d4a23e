import { z } from 'zod';
import { EVENT_TYPES } from './stored-event.js';
import { storedJsonSchemaOf } from './stored-json-schema.js';
import { admitted, type Changes } from './testing/admissions.js';
import { exampleEvent } from './testing/examples.js';

type JsonSchema = Parameters<typeof z.fromJSONSchema>[0];

function fits(type: (typeof EVENT_TYPES)[number], event: unknown): boolean {
  const schema = z.fromJSONSchema(JSON.parse(JSON.stringify(storedJsonSchemaOf(type))) as JsonSchema);
  return schema.safeParse(JSON.parse(JSON.stringify(event))).success;
}

describe.each(EVENT_TYPES)('the schema of a stored %s', (type) => {
  test.each<[string, Changes]>([
    ['as it is', {}],
    [
      'with every attribute',
      {
        recordedtime: '2026-11-02T08:00:00Z',
        revision: 3,
        datacontenttype: 'application/json',
        traceparent: 'x',
      },
    ],
  ])('takes what admission makes of an event %s', (_, changes) => {
    const admission = admitted(type, changes);
    expect(admission).toMatchObject({ ok: true });
    expect(fits(type, (admission as { event: unknown }).event)).toBe(true);
  });

  test('refuses the form that is sent: times of any offset, no provider, no revision', () => {
    expect(fits(type, exampleEvent(type))).toBe(false);
  });

  test('keeps to words that JSON Schema draft 7 has too', () => {
    const text = JSON.stringify(storedJsonSchemaOf(type));
    expect(text).not.toMatch(/"(\$schema|\$defs|prefixItems|unevaluated\w+|dependent\w+|minContains)":/);
  });
});

test('of a person the stored form has no member for what identifies', () => {
  const text = JSON.stringify(storedJsonSchemaOf('org.waymark.referral.received.v1'));
  expect(text).not.toMatch(/nhsNumber|postcode|dateOfBirth|yearOfBirth/);
  expect(text).toMatch(/"nhs":\{"type":"string","pattern":"\^n/);
});
