import fc from 'fast-check';
import { admit } from './admit.js';
import { maskRecord } from './mask-record.js';
import { EVENT_TYPES } from './stored-event.js';
import { admissionContext, exampleEvent } from './testing/examples.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Every name in a value that is one of ours, at any depth. */
function namesOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = Array.isArray(value) ? [] : Object.keys(value);
  return [...own, ...Object.values(value).flatMap(namesOf)];
}

/** What is left of a masked text without the names and types that may stand in it. */
function rest(text: string): string {
  return text.replace(/"org\.waymark\.[a-z.]+\.v\d{1,2}"/g, '').replace(/"[A-Za-z0-9]+"\s*:/g, (name) => {
    const word = name.replace(/["\s:]/g, '');
    return NAMES.has(word) ? '' : name;
  });
}

/** Letters and digits that are not the mask's own. */
const survivors = (text: string): string[] => text.match(/[^\W_x9]|[^\x00-\x7f]/gu) ?? [];

const examples = EVENT_TYPES.map((type) => {
  const admitted = admit(exampleEvent(type), admissionContext());
  if (!admitted.ok) throw new Error('refused');
  return { type, sent: exampleEvent(type), stored: admitted.value };
});
const NAMES = new Set(
  examples.flatMap(({ sent, stored }) => [...namesOf(sent), ...namesOf(JSON.parse(stored))]),
);
for (const name of ['postcode', 'partOf', 'provider', 'recordedtime', 'datacontenttype']) NAMES.add(name);

test.each(examples)(
  'a record of $type keeps its names and its type, and none of its values',
  ({ stored }) => {
    const shown = maskRecord(bytes(stored));
    for (const name of namesOf(JSON.parse(stored))) expect(shown).toContain(`"${name}":`);
    expect(shown).toContain(stored.match(/"type":"[^"]+"/)![0]);
    expect(survivors(rest(shown))).toEqual([]);
  },
);

test('a record looks like itself, so that a person sees what is wrong with it', () => {
  const record =
    '{"type":"org.waymark.referral.closed.v7","time":"2026-01-05","data":{"result":"done","minutes":25}}';
  expect(maskRecord(bytes(record))).toBe(
    '{"type":"org.waymark.referral.closed.v7","time":"9999-99-99","data":{"xxxxxx":"xxxx","minutes":99}}',
  );
});

test.each([
  ['a value that is a name of ours', '{"name":"sex"}', '{"xxxx":"xxx"}'],
  ['a type that nobody knows', '{"type":"org.smith.john.v1"}', '{"type":"xxx.xxxxx.xxxx.x9"}'],
  [
    'a known type in another member',
    '{"id":"org.waymark.referral.closed.v1"}',
    '{"id":"xxx.xxxxxxx.xxxxxxxx.xxxxxx.x9"}',
  ],
  [
    'a version that is a number',
    '{"type":"org.waymark.referral.closed.v9434765919"}',
    '{"type":"xxx.xxxxxxx.xxxxxxxx.xxxxxx.x9999999999"}',
  ],
  ['escaped quotes', '{"id":"a\\"sex\\":b"}', '{"id":"x\\"xxx\\":x"}'],
  ['a string that is cut off', '{"subject":"943 476 59', '{"subject":"999 999 99'],
  ['other scripts and other digits', '{"id":"Zoë 李 ٣"}', '{"id":"xxx x 9"}'],
  ['no JSON at all', 'Jane Smith, 943 476 5919', 'xxxx xxxxx, 999 999 9999'],
  ['nothing', '', ''],
])('%s is masked', (_, record, shown) => {
  expect(maskRecord(bytes(record))).toBe(shown);
});

test('bytes that are not UTF-8 are said to be so', () => {
  expect(maskRecord(new Uint8Array([0xff, 0xfe, 0x41]))).toBe('(3 bytes that are not UTF-8)');
});

test('only the head of a long record is kept', () => {
  const shown = maskRecord(bytes(`{"id":"${'a'.repeat(50_000)}"}`));
  expect(shown.length).toBeLessThan(2_010);
  expect(shown).toMatch(/^\{"id":"x+\.\.\.$/);
});

describe('no letter and no digit of a value survives', () => {
  test('in any JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(undefined, 1), (value, indent) => {
        const shown = maskRecord(bytes(JSON.stringify({ data: value, id: value }, undefined, indent)));
        expect(survivors(rest(shown))).toEqual([]);
      }),
    );
  });

  test('in an event of ours with any values, under any names', () => {
    const anyEvent = fc
      .tuple(fc.constantFrom(...examples), fc.dictionary(fc.string(), fc.jsonValue()))
      .map(([{ stored }, foreign]) => {
        const event = JSON.parse(stored) as { data: object };
        return { ...foreign, ...event, data: { ...event.data, ...foreign } };
      });
    fc.assert(
      fc.property(anyEvent, (event) => {
        expect(survivors(rest(maskRecord(bytes(JSON.stringify(event)))))).toEqual([]);
      }),
    );
  });

  test('in any text, and in any bytes', () => {
    const broken = fc
      .array(fc.constantFrom('"', '\\', ':', '{', ' ', 'Smith', '943', '"sex"', '"type"', '"a":'), {
        maxLength: 40,
      })
      .map((parts) => parts.join(''));
    const text = fc.oneof(fc.string({ unit: 'binary' }), broken);
    fc.assert(fc.property(text, (record) => expect(survivors(rest(maskRecord(bytes(record))))).toEqual([])));
    fc.assert(
      fc.property(fc.uint8Array(), (record) => {
        const shown = maskRecord(record);
        if (!shown.endsWith('not UTF-8)')) expect(survivors(rest(shown))).toEqual([]);
      }),
    );
  });
});
