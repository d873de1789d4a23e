import fc from 'fast-check';
import { scrubAddress, scrubText, TEXT_CHARACTERS_MAX } from './scrub-text.js';

const NHS = '9434765919';

describe('a scrubbed text', () => {
  test.each([
    [
      'Cannot read properties of undefined (reading "rows")',
      'Cannot read properties of undefined (reading "rows")',
    ],
    ['Minified React error #418', 'Minified React error #418'],
    ['no cell for retention_12w in 2026-03', 'no cell for retention_12w in 2026-03'],
  ])('keeps what tells of a fault: %p', (text, kept) => expect(scrubText(text)).toBe(kept));

  test.each([
    [`no person ${NHS}`, 'no person [number]'],
    ['no person 943 476 5919!', 'no person [number]!'],
    ['no person 943-476-5919', 'no person [number]'],
    ['no person 943%20476%205919', 'no person [number]'],
    ['no person 943%2520476%25205919', 'no person [number]'],
    ['no person ９４３４７６５９１９', 'no person [number]'],
    ['no person 943\u200b476\u00ad5919', 'no person [number]'],
    ['no person 943\u00a0476\u20095919', 'no person [number]'],
    ['born 1957-03-21', 'born [number]'],
    ['call 07700 900 123', 'call [number]'],
    ['to jo.bloggs+x@nhs.example', 'to [email]'],
    ['to jo.bloggs%40nhs.example', 'to [email]'],
    ['lives at SW1A 2AA now', 'lives at [postcode] now'],
    ['lives at m11ae', 'lives at [postcode]'],
    ['lives at SW1A%202AA', 'lives at [postcode]'],
    ['key wmu_abc', 'key [token]'],
    ['session_id=abc; rest', 'session_id=[value]; rest'],
    ['{"token":"abc def"}', '{"token":[value]}'],
    ['Authorization: Bearer abc', 'Authorization: [value]'],
    ['of eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc_d', 'of [token]'],
    ['id 0b9c1f4e-6a1c-4f1e-9d2b-3f0a6b7c8d9e', 'id [id]'],
    ['of a94a8fe5ccb19ba61c4c0873d391e987982fbbd3', 'of [token]'],
    ['at https://way.example/people/Jo%20Bloggs/view', 'at /:id/:id/:id'],
    ['at /people/12345/view', 'at /:id/:id/:id'],
    ['at https://jo:secret@way.example/', 'at /'],
    ['of blob:https://way.example/0b9c', 'of [address]'],
  ])('of %p is %p', (text, scrubbed) => expect(scrubText(text)).toBe(scrubbed));

  test.each([
    ['https://way.example/places?nhsNumber=943 476 5919&a="b" c', '/places'],
    ['GET /places?name=Jo Bloggs failed', 'GET /places'],
    ['GET /places%3Fname=Jo failed', 'GET /places'],
    ['at /places#name=Jo', 'at /places'],
    ['at /trends?b=c\nat /places?e=f', 'at /trends\nat /places'],
  ])('has nothing of a query: %p', (text, scrubbed) => expect(scrubText(text)).toBe(scrubbed));

  test('is cut, and what the cut divides is not in it', () => {
    const long = `${'a '.repeat(495)}${NHS} and on`;
    expect(scrubText(long).length).toBeLessThanOrEqual(TEXT_CHARACTERS_MAX);
    expect(scrubText(long)).not.toMatch(/\d/);
    const longer = `${'12345678 '.repeat(444)}943 476 5919`;
    expect(scrubText(longer)).not.toMatch(/\d/);
  });

  const separator = fc.constantFrom('', ' ', '-', '.', '\u00a0', '%20', '+', ' - ', '\u200b');
  const spelled = (parts: string[]) =>
    fc.tuple(separator, fc.constantFrom(0, 1)).map(([between]) => parts.join(between));
  const canary = fc.oneof(
    spelled(['943', '476', '5919']),
    spelled(['SW1A', '2AA']),
    fc.constantFrom('jo.bloggs@nhs.example', 'wmu_canary', '0b9c1f4e-6a1c-4f1e-9d2b-3f0a6b7c8d9e'),
  );
  const leaks = (text: string): boolean =>
    /943\D{0,3}476\D{0,3}5919|sw1a\W{0,3}2aa|bloggs|canary|0b9c1f4e/i.test(text);

  test('holds no canary, whatever stands around it', () => {
    const around = fc.string({ maxLength: 60, unit: 'grapheme' }).filter((text) => !leaks(text));
    fc.assert(
      fc.property(around, canary, around, (before, secret, after) => {
        expect(leaks(scrubText(`${before} ${secret} ${after}`))).toBe(false);
        expect(leaks(scrubText(`/${before}/${secret}?${after}`))).toBe(false);
        expect(leaks(scrubAddress(`https://way.example/${before}/${secret}/${after}`))).toBe(false);
        expect(leaks(scrubText(`/places?${before}=${secret}${after}`.replaceAll('\n', ' ')))).toBe(false);
      }),
      { numRuns: 2_000 },
    );
  });

  test('scrubbed again is the same', () => {
    const piece = fc.oneof(
      fc.string({ maxLength: 20, unit: 'grapheme' }),
      canary,
      fc.constantFrom('token=', '/', '?', '%', '[', '@', 'https://', ' '),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const once = scrubText(pieces.join(''));
        expect(scrubText(once)).toBe(once);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('a scrubbed address', () => {
  test.each([
    ['https://way.example/places?q=1#x', '/places'],
    ['https://way.example', '/'],
    ['/people/bloggs', '/:id/:id'],
    ['/api/v1/measures/retention.12w', '/api/v1/measures/:id'],
    ['/assets/bloggs', '/assets/:id'],
    ['https://way.example/assets/index-D4x8a9bc.js', '/assets/index-D4x8a9bc.js'],
    ['/measures/$id', '/measures/$id'],
    ['inline', '/inline'],
    ['data:text/html,Jo', '[address]'],
    ['https://way.example/Jo Bloggs/SW1A 2AA', '/:id/:id'],
  ])('of %p is %p', (address, scrubbed) => expect(scrubAddress(address)).toBe(scrubbed));
});
