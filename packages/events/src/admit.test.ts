import fc from 'fast-check';
import { admit } from './admit.js';
import { canonicalJson, contentHash } from './canonical.js';
import { EVENT_TYPES } from './stored-event.js';
import { admissionContext, exampleEvent } from './testing/examples.js';

const RECEIVED = 'org.waymark.referral.received.v1';

describe('admit', () => {
  test.each(EVENT_TYPES)('takes a valid %s under the key of its referral', (type) => {
    expect(admit(exampleEvent(type), admissionContext())).toMatchObject({ ok: true, key: 'acme/referral-1' });
  });

  test('whose an event is comes from the credential', () => {
    const provider = { id: 'leisure', sourcePrefixes: ['https://acme.example/'] };
    expect(admit(exampleEvent(RECEIVED), admissionContext({ provider }))).toMatchObject({
      key: 'leisure/referral-1',
      event: { providerid: 'leisure' },
    });
  });

  test.each([null, 'text', 7, true, [], [[]], undefined])('refuses %p as no object', (raw) => {
    expect(admit(raw, admissionContext())).toMatchObject({ ok: false, code: 'not_an_object', pointer: '' });
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
  });

  test('a text that is too long is held against no pattern that repeats without end, which may run out of stack', () => {
    const long = 'a'.repeat(5_000_000);
    const spies = [jest.spyOn(RegExp.prototype, 'test'), jest.spyOn(RegExp.prototype, 'exec')];
    const { data } = exampleEvent(RECEIVED) as { data: object };
    const events = [
      ...['id', 'source', 'subject', 'time', 'recordedtime'].map((name) => ({ [name]: long })),
      ...[{ person: { id: long } }, { practice: long }, { lsoa: long }, { icb: long }].map((more) => ({
        data: { ...data, ...more },
      })),
    ];
    const answers = events.map((more) => admit(exampleEvent(RECEIVED, more), admissionContext()));
    const held = spies.flatMap(({ mock }) =>
      mock.calls.flatMap(([text], call) => (text.length > 1_000 ? [mock.contexts[call] as RegExp] : [])),
    );
    jest.restoreAllMocks();
    expect(answers.map((answer) => !answer.ok && answer.code)).toEqual(events.map(() => 'too_long'));
    expect(held.map(({ source }) => source).filter((source) => /[+*]/.test(source))).toEqual([]);
  });

  test('members that every object inherits are no members of the contract', () => {
    const parsed = (text: string): unknown => JSON.parse(text);
    for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
      const extra = parsed(`{"${name}": {"role": "other"}}`) as object;
      const event = exampleEvent('org.waymark.referral.accepted.v1');
      expect(admit({ ...event, ...extra }, admissionContext())).toMatchObject({ code: 'unknown_attribute' });
      const data = parsed(`{"${name}": {"role": "other"}}`);
      expect(admit({ ...event, data }, admissionContext())).toMatchObject({ code: 'unknown_member' });
    }
    expect(Object.prototype).not.toHaveProperty('role');
  });

  test('a flood of members is refused as one fault', () => {
    const flood = Object.fromEntries(Array.from({ length: 50_000 }, (_, at) => [`k${at}`, 0]));
    const pointerOf = (raw: unknown): unknown => admit(raw, admissionContext());
    const event = exampleEvent(RECEIVED);
    expect(pointerOf({ ...event, ...flood })).toMatchObject({ code: 'unknown_attribute', pointer: '' });
    expect(pointerOf({ ...event, data: flood })).toMatchObject({ code: 'unknown_member', pointer: '/data' });
    expect(pointerOf({ ...event, data: { person: flood } })).toMatchObject({ pointer: '/data/person' });
    expect(
      pointerOf({ ...event, data: { person: { id: 'a' }, reasons: Array(50_000).fill('x') } }),
    ).toMatchObject({
      code: 'too_many',
      pointer: '/data/reasons',
    });
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
      if (!admitted.ok) throw new Error(admitted.code);
      expect(admitted.value).toBe(canonicalJson(JSON.parse(admitted.value)));
      expect(JSON.parse(admitted.value)).toEqual(admitted.event);
      expect(admitted.contentHash).toBe(contentHash(admitted.value));
    }
  });
});
