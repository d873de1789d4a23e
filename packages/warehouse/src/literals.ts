/**
 * Values in statements. Parameters are written into the statement as literals, here and the same for both connections:
 * the engine's own parameters travel in the URL over HTTP (which has a length limit) and run one at a time in chDB.
 * Placeholders have ClickHouse's form, `{name:Type}`.
 */
export type Param = string | number | bigint | boolean | null | readonly Param[];
export type Params = Readonly<Record<string, Param>>;

const PLACEHOLDER = /\{([A-Za-z_]\w*):([A-Za-z][\w(), ']*)\}/g;

/** Replaces every `{name:Type}` by its literal. Throws on a parameter that is missing, unused or not of its type. */
export function bind(sql: string, params: Params = {}): string {
  const used = new Set<string>();
  const bound = sql.replace(PLACEHOLDER, (_, name: string, type: string) => {
    const value = params[name];
    if (value === undefined) throw new TypeError(`parameter ${name} is missing`);
    used.add(name);
    return literal(value, type.trim());
  });
  for (const name of Object.keys(params)) {
    if (!used.has(name)) throw new TypeError(`parameter ${name} is not used`);
  }
  return bound;
}

/**
 * A value as a ClickHouse literal of `type`: `String`, `Bool`, `Float64`, `UInt8`..`UInt64`, `Int8`..`Int64`,
 * `Date` ('YYYY-MM-DD'), `DateTime64(3)` (epoch ms), `Identifier`, `Array(T)`, `Nullable(T)`.
 */
export function literal(value: Param, type: string): string {
  const wrapped = /^(Array|Nullable)\((.+)\)$/.exec(type);
  if (wrapped?.[1] === 'Nullable') return value === null ? 'NULL' : literal(value, wrapped[2] ?? '');
  if (wrapped !== null) {
    if (!Array.isArray(value)) throw wrongType(type);
    const items = (value as readonly Param[]).map((item) => literal(item, wrapped[2] ?? ''));
    return `CAST([${items.join(',')}], '${type}')`;
  }
  return scalar(value, type);
}

function scalar(value: Param, type: string): string {
  if (type === 'String' && typeof value === 'string') return quote(value);
  if (type === 'Identifier' && typeof value === 'string') return identifier(value);
  if (type === 'Bool' && typeof value === 'boolean') return value ? 'true' : 'false';
  if (type === 'Float64' && typeof value === 'number' && Number.isFinite(value)) {
    return `toFloat64(${quote(String(value))})`;
  }
  if (/^U?Int(8|16|32|64)$/.test(type)) return integer(value, type);
  if (type === 'Date' && typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value))
    return `toDate('${value}')`;
  if (type === 'DateTime64(3)' && typeof value === 'number' && Number.isSafeInteger(value)) {
    return `fromUnixTimestamp64Milli(toInt64(${value}), 'UTC')`;
  }
  throw wrongType(type);
}

function integer(value: Param, type: string): string {
  const bits = BigInt(type.replace(/\D/g, ''));
  const signed = type.startsWith('I');
  const whole = typeof value === 'bigint' || (typeof value === 'number' && Number.isSafeInteger(value));
  if (!whole) throw wrongType(type);
  const exact = BigInt(value);
  const fits = signed
    ? BigInt.asIntN(Number(bits), exact) === exact
    : BigInt.asUintN(Number(bits), exact) === exact;
  if (!fits) throw wrongType(type);
  return `to${type}('${exact}')`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  "'": "\\'",
  '\0': '\\0',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

/** A string literal. Throws on lone surrogates, which UTF-8 cannot hold. */
export function quote(text: string): string {
  if (/\p{Surrogate}/u.test(text)) throw new TypeError('a lone surrogate cannot be written in UTF-8');
  return `'${text.replace(/[\\'\0\b\f\n\r\t]/g, (c) => ESCAPES[c] ?? c)}'`;
}

function identifier(name: string): string {
  if (!/^[A-Za-z_]\w{0,127}$/.test(name)) throw new TypeError('not a plain identifier');
  return `\`${name}\``;
}

/** An instant as the column formats read it fastest: UTC, milliseconds. */
export function instant(epochMs: number): string {
  return new Date(epochMs).toISOString().slice(0, 23);
}

function wrongType(type: string): TypeError {
  return new TypeError(`not a value of type ${type}`);
}
