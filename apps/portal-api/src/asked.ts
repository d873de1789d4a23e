import { parseInstant, endOfLondonDay, isDate } from '@waymark/events';
import { PROFILES, type Profile } from '@waymark/disclosure';
import {
  BREAKDOWNS,
  findMeasure,
  isByTime,
  TIME_BREAKDOWNS,
  type Breakdown,
  type MeasureDefinition,
} from '@waymark/measures';
import { Problem } from '@waymark/service';
import { checkCodes } from './codes.js';
import { AREAS, BOUNDARIES, UNITS } from './schemas.js';

/** What a caller asks of a measure, every code checked. */
export interface Asked {
  measure: MeasureDefinition;
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
  /** Absent: the one that goes with the role. */
  profile?: Profile;
  /** The whole of England, for those who may not ask it in detail. */
  of?: 'england';
}

const OTHERS = ['by', 'from', 'to', 'asOf', 'boundaries', 'areas', 'unit', 'profile', 'of'] as const;
type Other = (typeof OTHERS)[number];
const ALLOWED: readonly string[] = [...OTHERS, ...BREAKDOWNS];
const BY_MAX = 3;
/** No event is older. */
const EARLIEST = Date.UTC(2015, 0, 1);

/**
 * Reads a question. Values are never echoed: they may be anything.
 * @param providers ids that a filter may name; undefined = not told which there are
 * @throws {Problem} 404 unknown_measure, 400 with `parameter` and what is allowed.
 */
export function parseAsked(
  measureId: string,
  query: Readonly<Record<string, unknown>>,
  providers: readonly string[] | undefined,
): Asked {
  const measure = findMeasure(measureId);
  if (!measure) {
    throw new Problem(404, 'unknown_measure', 'No measure has this id; /api/v1/measures lists them.');
  }
  const values = textValues(query);
  const by = parseBy(values.get('by'), measure);
  const filters = parseFilters(values, measure, providers);
  const [from, to] = [parseMonth('from', values), parseMonth('to', values)];
  if (from !== undefined && to !== undefined && from > to) {
    throw invalid('from', 'a month that is not after `to`');
  }
  oneOf('unit', UNITS, values);
  const [asOf, profile, of] = [
    parseAsOf(values.get('asOf')),
    oneOf('profile', PROFILES, values),
    oneOf('of', ['england'], values),
  ];
  return {
    ...{ measure, by, filters },
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    ...(asOf !== undefined && { asOf }),
    boundaries: oneOf('boundaries', BOUNDARIES, values) ?? BOUNDARIES[0],
    areas: oneOf('areas', AREAS, values) ?? AREAS[0],
    ...(profile && { profile }),
    ...(of && { of }),
  };
}

type Values = ReadonlyMap<string, string>;

function textValues(query: Readonly<Record<string, unknown>>): Values {
  const values = new Map<string, string>();
  for (const [name, value] of Object.entries(query)) {
    if (!ALLOWED.includes(name)) {
      const detail = 'There is no such query parameter; `allowed` lists them.';
      throw new Problem(400, 'unknown_parameter', detail, { allowed: ALLOWED });
    }
    if (typeof value !== 'string') {
      const detail = 'A parameter is given once; several codes are separated by commas.';
      throw new Problem(400, 'repeated_parameter', detail, { parameter: name });
    }
    values.set(name, value);
  }
  return values;
}

function parseBy(text: string | undefined, measure: MeasureDefinition): Breakdown[] {
  if (text === undefined || text === '') return [];
  const by = text.split(',').map((name) => {
    const known = BREAKDOWNS.find((breakdown) => breakdown === name);
    if (known === undefined) {
      const detail = 'A breakdown is not one of those there are; `allowed` lists them.';
      throw new Problem(400, 'unknown_code', detail, { parameter: 'by', allowed: BREAKDOWNS });
    }
    return known;
  });
  if (by.length > BY_MAX) throw invalid('by', `at most ${BY_MAX} breakdowns`, 'too_many_breakdowns');
  if (new Set(by).size < by.length) throw invalid('by', 'each breakdown once', 'repeated_breakdown');
  refuseTime(by, measure, 'by');
  return by;
}

function parseFilters(
  values: Values,
  measure: MeasureDefinition,
  providers: readonly string[] | undefined,
): Asked['filters'] {
  const filters: Partial<Record<Breakdown, string[]>> = {};
  for (const breakdown of BREAKDOWNS) {
    const text = values.get(breakdown);
    if (text === undefined) continue;
    refuseTime([breakdown], measure, breakdown);
    const codes = [...new Set(text.split(','))].sort();
    checkCodes(breakdown, codes, providers);
    filters[breakdown] = codes;
  }
  return filters;
}

/** A measure without an end in time would show every trend bent towards today. */
function refuseTime(breakdowns: readonly Breakdown[], measure: MeasureDefinition, parameter: string): void {
  const time: readonly Breakdown[] = TIME_BREAKDOWNS;
  if (isByTime(measure.counting) || !breakdowns.some((breakdown) => time.includes(breakdown))) return;
  const detail = 'This measure has no end in time, so it is not broken down by month, quarter or year.';
  throw new Problem(400, 'not_by_time', detail, { parameter });
}

function parseMonth(name: 'from' | 'to', values: Values): string | undefined {
  const text = values.get(name);
  if (text === undefined || /^20\d\d-(0[1-9]|1[0-2])$/.test(text)) return text;
  throw invalid(name, 'a month such as 2025-01');
}

/** A date is the last millisecond of that day in London. */
function parseAsOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const instant = isDate(text) ? endOfLondonDay(text) : parseInstant(text);
  if (instant !== undefined && instant >= EARLIEST) return instant;
  throw invalid('asOf', 'a date since 2015, or an instant with an offset such as 2026-03-01T09:30:00Z');
}

function oneOf<T extends string>(name: Other, allowed: readonly T[], values: Values): T | undefined {
  const text = values.get(name);
  const found = allowed.find((each) => each === text);
  if (text === undefined || found !== undefined) return found;
  const detail = 'The value is not one of those allowed.';
  throw new Problem(400, 'unknown_code', detail, { parameter: name, allowed });
}

function invalid(parameter: string, expected: string, code = 'invalid_parameter'): Problem {
  return new Problem(400, code, `Expected: ${expected}.`, { parameter });
}
