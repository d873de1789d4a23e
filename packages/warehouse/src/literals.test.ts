import { bind, literal, quote } from './literals.js';

describe('a statement with parameters', () => {
  test('takes each value as a literal of the type it names', () => {
    const sql = bind('SELECT {a:String}, {b:UInt8}, {c:Array(String)}, {d:Nullable(Date)}, {e:Identifier}', {
      a: "it's",
      b: 7,
      c: ['x', 'y\\'],
      d: null,
      e: 'events',
    });
    expect(sql).toBe("SELECT 'it\\'s', toUInt8('7'), CAST(['x','y\\\\'], 'Array(String)'), NULL, `events`");
  });

  test('is refused when a parameter is missing or not used', () => {
    expect(() => bind('SELECT {a:String}')).toThrow('parameter a is missing');
    expect(() => bind('SELECT 1', { a: 1 })).toThrow('parameter a is not used');
  });

  test('leaves braces alone that are not placeholders', () => {
    expect(bind("SELECT match(x, '^[0-9]{2,3}$'), map('a', {n:UInt8})", { n: 1 })).toBe(
      "SELECT match(x, '^[0-9]{2,3}$'), map('a', toUInt8('1'))",
    );
  });

  test('never reads a value as a placeholder', () => {
    expect(bind('SELECT {a:String}', { a: '{b:String}' })).toBe("SELECT '{b:String}'");
  });
});

test.each([
  ['UInt8', 256],
  ['UInt8', -1],
  ['Int8', 128],
  ['UInt64', 2n ** 64n],
  ['UInt32', 1.5],
  ['UInt32', '1'],
  ['Float64', Number.NaN],
  ['Float64', Number.POSITIVE_INFINITY],
  ['Date', '2026-1-1'],
  ['DateTime64(3)', '2026-01-01'],
  ['String', 5],
  ['Bool', 1],
  ['Array(UInt8)', 5],
  ['Array(UInt8)', [256]],
  ['Whatever', 'x'],
])('%s refuses %p', (type, value) => {
  expect(() => literal(value, type)).toThrow(TypeError);
});

test('an identifier is a plain name, so that none can break out of its quotes', () => {
  expect(literal('waymark_g1', 'Identifier')).toBe('`waymark_g1`');
  expect(() => literal('a`; DROP', 'Identifier')).toThrow('not a plain identifier');
});

test('a string that UTF-8 cannot hold is refused rather than changed', () => {
  expect(() => quote('a\ud800b')).toThrow('surrogate');
});
