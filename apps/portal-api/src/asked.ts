import { parseInstant, endOfLondonDay, isDate } from '@waymark/events';
import { PROFILES, type Profile } from '@waymark/disclosure';
import { BREAKDOWNS, TIME_BREAKDOWNS, type Breakdown } from '@waymark/measures';
import { GAP_MAX, GAP_MIN } from '@waymark/pathways';
import { Problem } from '@waymark/service';
import { checkCodes } from './codes.js';
import { AREAS, BOUNDARIES, UNITS } from './schemas.js';

/** What a caller asks of the tables, whatever the call: every code checked. */
export interface Asked {
  by: readonly Breakdown[];
  /** Codes in order, each once: equal questions are equal. */
  filters: Readonly<Partial<Record<Breakdown, readonly string[]>>>;
  /** Months, both included. */
  from?: string;
  to?: string;
  /** Epoch ms; absent = all that is shown. */
  asOf?: number;
  boundaries: (typeof BOUNDARIES)[number];
  areas: (typeof AREAS)[number];
  /** Absent: by referral. */
  unit?: 'person';
  /** Only providers that were complete throughout. */
  panel?: 'constant';
  /** Days without attendance that are no silence yet. */
  gap?: number;
  /** A reference edition by its id; absent: the newest known at the instant. */
  editions?: string;
  /** Absent: the one that goes with the role. */
  profile?: Profile;
  /** The whole of England, for those who may not ask it in detail. */
  of?: 'england';
}

const COMMON = [
  ...['by', 'from', 'to', 'asOf', 'boundaries', 'areas', 'unit', 'panel', 'gap', 'editions'],
  ...['profile', 'of', ...BREAKDOWNS],
];
const BY_MAX = 3;
/** No event is older. */
const EARLIEST = Date.UTC(2015, 0, 1);

/** How a call reads its question. */
export interface Reading {
  /** Parameters of its own, beside those of every call. */
  own?: readonly string[];
  /** Common ones that it has no use for. */
  without?: readonly string[];
  /** Breakdowns at most; default 3. */
  byMax?: number;
  /** What the call names its breakdowns; default `by`. */
  byName?: string;
  /** False: what it counts has no end in time. */
  byTime?: boolean;
  /** Provider ids that a filter may name; undefined = not told which there are. */
  providers: readonly string[] | undefined;
}

/** The text of each parameter, each given once. */
export type Values = ReadonlyMap<string, string>;

/**
 * Reads a question. Values are never echoed: they may be anything.
 * @returns the question and the texts of all parameters, for the call's own
 * @throws {Problem} 400 with `parameter` and what is allowed.
 */
export function parseAsked(
  query: Readonly<Record<string, unknown>>,
  reading: Reading,
): { asked: Asked; values: Values } {
  const { own = [], without = [], byName = 'by' } = reading;
  const common = COMMON.map((name) => (name === 'by' ? byName : name));
  const allowed = [...common.filter((name) => !without.includes(name)), ...own];
  const values = textValues(query, allowed);
  const by = parseBy(values.get(byName), byName, reading);
  const filters = parseFilters(values, reading);
  const [from, to] = [parseMonth('from', values), parseMonth('to', values)];
  if (from !== undefined && to !== undefined && from > to) {
    throw invalidParameter('from', 'a month that is not after `to`');
  }
  const edition = values.get('editions');
  const asked = {
    ...{ by, filters, from, to, asOf: parseAsOf(values.get('asOf')) },
    boundaries: oneOf('boundaries', BOUNDARIES, values) ?? BOUNDARIES[0],
    areas: oneOf('areas', AREAS, values) ?? AREAS[0],
    unit: oneOf('unit', UNITS, values) === 'person' ? ('person' as const) : undefined,
    panel: oneOf('panel', ['constant'], values),
    gap: wholeNumber('gap', values, [GAP_MIN, GAP_MAX]),
    editions: edition,
    profile: oneOf('profile', PROFILES, values),
    of: oneOf('of', ['england'], values),
  };
  return { asked: withoutAbsent(asked), values };
}

/** Equal questions are equal: what is absent has no member. */
function withoutAbsent<T extends object>(all: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as T;
}

function textValues(query: Readonly<Record<string, unknown>>, allowed: readonly string[]): Values {
  const values = new Map<string, string>();
  for (const [name, value] of Object.entries(query)) {
    if (!allowed.includes(name)) {
      const detail = 'There is no such query parameter; `allowed` lists them.';
      throw new Problem(400, 'unknown_parameter', detail, { allowed });
    }
    if (typeof value !== 'string') {
      const detail = 'A parameter is given once; several codes are separated by commas.';
      throw new Problem(400, 'repeated_parameter', detail, { parameter: name });
    }
    values.set(name, value);
  }
  return values;
}

function parseBy(
  text: string | undefined,
  parameter: string,
  { byMax = BY_MAX, byTime }: Reading,
): Breakdown[] {
  if (text === undefined || text === '') return [];
  const by = text.split(',').map((name) => {
    const known = BREAKDOWNS.find((breakdown) => breakdown === name);
    if (known === undefined) {
      const detail = 'A breakdown is not one of those there are; `allowed` lists them.';
      throw new Problem(400, 'unknown_code', detail, { parameter, allowed: BREAKDOWNS });
    }
    return known;
  });
  if (by.length > byMax) {
    const expected = byMax === 1 ? 'one breakdown' : `at most ${byMax} breakdowns`;
    throw invalidParameter(parameter, expected, 'too_many_breakdowns');
  }
  if (new Set(by).size < by.length)
    throw invalidParameter(parameter, 'each breakdown once', 'repeated_breakdown');
  if (byTime === false) refuseTime(by, parameter);
  return by;
}

function parseFilters(values: Values, { byTime, providers }: Reading): Asked['filters'] {
  const filters: Partial<Record<Breakdown, string[]>> = {};
  for (const breakdown of BREAKDOWNS) {
    const text = values.get(breakdown);
    if (text === undefined) continue;
    if (byTime === false) refuseTime([breakdown], breakdown);
    const codes = [...new Set(text.split(','))].sort();
    checkCodes(breakdown, codes, providers);
    filters[breakdown] = codes;
  }
  return filters;
}

/** A measure without an end in time would show every trend bent towards today. */
function refuseTime(breakdowns: readonly Breakdown[], parameter: string): void {
  const time: readonly Breakdown[] = TIME_BREAKDOWNS;
  if (!breakdowns.some((breakdown) => time.includes(breakdown))) return;
  const detail = 'This measure has no end in time, so it is not broken down by month, quarter or year.';
  throw new Problem(400, 'not_by_time', detail, { parameter });
}

function parseMonth(name: 'from' | 'to', values: Values): string | undefined {
  const text = values.get(name);
  if (text === undefined || /^20\d\d-(0[1-9]|1[0-2])$/.test(text)) return text;
  throw invalidParameter(name, 'a month such as 2025-01');
}

/**
 * A whole number within bounds, both included; undefined when absent.
 * @throws {Problem} 400 invalid_parameter.
 */
export function wholeNumber(
  name: string,
  values: Values,
  [least, most]: readonly [number, number],
): number | undefined {
  const text = values.get(name);
  if (text === undefined) return undefined;
  const number = /^\d{1,6}$/.test(text) ? Number(text) : NaN;
  if (number >= least && number <= most) return number;
  throw invalidParameter(name, `a whole number from ${least} to ${most}`);
}

/** A date is the last millisecond of that day in London. */
function parseAsOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const instant = isDate(text) ? endOfLondonDay(text) : parseInstant(text);
  if (instant !== undefined && instant >= EARLIEST) return instant;
  throw invalidParameter(
    'asOf',
    'a date since 2015, or an instant with an offset such as 2026-03-01T09:30:00Z',
  );
}

/**
 * One of a closed list.
 * @throws {Problem} 400 unknown_code.
 */
export function oneOf<T extends string>(name: string, allowed: readonly T[], values: Values): T | undefined {
  const text = values.get(name);
  const found = allowed.find((each) => each === text);
  if (text === undefined || found !== undefined) return found;
  const detail = 'The value is not one of those allowed.';
  throw new Problem(400, 'unknown_code', detail, { parameter: name, allowed });
}

/** A parameter that cannot be read as what was expected. */
export function invalidParameter(parameter: string, expected: string, code = 'invalid_parameter'): Problem {
  return new Problem(400, code, `Expected: ${expected}.`, { parameter });
}
