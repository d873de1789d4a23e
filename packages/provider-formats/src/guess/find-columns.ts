import { parseNhsNumber } from '@waymark/events';
import { DATE_FORMATS, isExcelDate } from '../csv/date-fault.js';
import { EXCEL, wallTime } from '../csv/dates.js';
import { ACTIVITIES, knownShare, OUTCOMES, SEXES } from './codes.js';

/** What a column may be, by the words of its header and by its values. */
export type Role =
  | 'nhsNumber'
  | 'client'
  | 'referredOn'
  | 'bookedOn'
  | 'sessionOn'
  | 'outcome'
  | 'activity'
  | 'sex'
  | 'age'
  | 'postcode'
  | 'practice';

export interface Column {
  name: string;
  /** Those of the rows looked at, filled or not. */
  values: readonly string[];
}

export interface Placed {
  column: Column;
  /** 0-1: by name and by values; by one of them alone it is about a half. */
  confidence: number;
}

interface Signs {
  named: RegExp;
  /** The share of values that look like it; undefined = any do. */
  valued?: (values: readonly string[]) => number;
  /** Whether the values alone tell it. */
  byValues?: boolean;
}

const isDateColumn = (values: readonly string[]): number => (formatOf(values) === undefined ? 0 : 1);
const matching =
  (pattern: RegExp) =>
  (values: readonly string[]): number =>
    shareOf(values, (value) => pattern.test(value));

/** In the order in which they take their columns: what only one thing can be comes first. */
const SIGNS: readonly [Role, Signs][] = [
  [
    'nhsNumber',
    {
      named: /\bnhs\b/i,
      valued: (values) => shareOf(values, (value) => parseNhsNumber(value) !== undefined),
      byValues: true,
    },
  ],
  [
    'postcode',
    { named: /post ?code/i, valued: matching(/^[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}$/i), byValues: true },
  ],
  ['practice', { named: /practice|surgery|gp code|ods/i, valued: matching(/^[A-Z]\d{5}$/), byValues: true }],
  ['sex', { named: /^(sex|gender|m ?\/ ?f)\b/i, valued: (values) => knownShare(SEXES, values) }],
  ['age', { named: /^age\b|\bage$/i, valued: matching(/^\d{1,3}$/) }],
  ['referredOn', { named: /referr|joined|start(ed)? date|registered|enrol/i, valued: isDateColumn }],
  ['bookedOn', { named: /book(ed|ing)|made on/i, valued: isDateColumn }],
  [
    'sessionOn',
    { named: /session|date|day|when|appointment|class|visit|time/i, valued: isDateColumn, byValues: true },
  ],
  [
    'outcome',
    {
      named: /attend|came|present|status|outcome|show|result|\bdna\b/i,
      valued: (values) => knownShare(OUTCOMES, values),
    },
  ],
  [
    'activity',
    {
      named: /activit|class|course|type|programme|session|service/i,
      valued: (values) => knownShare(ACTIVITIES, values),
      byValues: true,
    },
  ],
  [
    'client',
    {
      named:
        /client|patient|participant|member|person|customer|user|referral|\bid\b|\bno\b|\bref\b|number|\burn\b/i,
      valued: matching(/^[\w./-]*\d[\w./-]*$/),
    },
  ],
];

const NOT_SESSIONS = /birth|\bdob\b|review|end|leav|clos/i;

/** Gives each role at most one column, and each column at most one role. */
export function findColumns(columns: readonly Column[]): Map<Role, Placed> {
  const found = new Map<Role, Placed>();
  const taken = new Set<Column>();
  for (const [role, signs] of SIGNS) {
    const [best] = columns
      .filter((column) => !taken.has(column) && !(role === 'sessionOn' && NOT_SESSIONS.test(column.name)))
      .map((column) => ({ column, confidence: confidenceIn(column, signs) }))
      .sort((a, b) => b.confidence - a.confidence);
    if (!best || best.confidence < 0.5) continue;
    taken.add(best.column);
    found.set(role, best);
  }
  return found;
}

function confidenceIn({ name, values }: Column, { named, valued, byValues = false }: Signs): number {
  const isNamed = named.test(name);
  if (!isNamed && !byValues) return 0;
  const share = valued ? valued(values) : 1;
  if (isNamed) return share > 0 ? 0.5 + share / 2 : 0;
  return byValues && share > 0.6 ? share / 2 + 0.1 : 0;
}

/** So many different values of a column tell how its dates are written; to read one in every way takes its time. */
const LOOKED_AT = 60;
/** By as many it is known which ways there are at all. */
const TRIED = 5;
/** What kinds of runs of characters a text has: `9/9/9 9:9`. Only formats that look like a text can be how it is written. */
const lookOf = (text: string): string => text.replace(/\d+/g, '9').replace(/[a-z]+/gi, 'a');
const FORMATS_BY_LOOK = new Map<string, string[]>();
for (const format of DATE_FORMATS) {
  const look = lookOf(format.replace("'T'", 'T').replace(/yy(yy)?|dd?|HH|h(?=:)|mm|ss|(?<!M)MM?(?!M)/g, '9'));
  FORMATS_BY_LOOK.set(look, [...(FORMATS_BY_LOOK.get(look) ?? []), format]);
}

const known = new WeakMap<readonly string[], { format: string | undefined }>();

/** The format in which a column's dates are written; the day first where both are possible, as it is written here. */
export function formatOf(values: readonly string[]): string | undefined {
  const found = known.get(values) ?? { format: formatIn(values) };
  known.set(values, found);
  return found.format;
}

function formatIn(values: readonly string[]): string | undefined {
  const times = timesOf(values);
  const looked = evenly([...times.keys()], LOOKED_AT);
  // A day that half of the rows name weighs as much as they do: beside it a slip of the pen is one.
  const share = (holds: (value: string) => boolean): number => {
    const sum = (of: readonly string[]): number =>
      of.reduce((total, value) => total + (times.get(value) ?? 0), 0);
    return looked.length === 0 ? 0 : sum(looked.filter(holds)) / sum(looked);
  };
  if (share(isExcelDate) > 0.6) return EXCEL;
  const mayBeDate = (value: string): boolean => FORMATS_BY_LOOK.has(lookOf(value));
  if (share(mayBeDate) <= 0.6) return undefined;
  const fits = (value: string, format: string): boolean => wallTime(value, format).isValid;
  const tried = evenly(looked.filter(mayBeDate), TRIED);
  const possible = new Set(tried.flatMap((value) => FORMATS_BY_LOOK.get(lookOf(value)) ?? []));
  const [best] = [...possible]
    .filter((format) => tried.some((value) => fits(value, format)))
    .map((format) => ({ format, share: share((value) => fits(value, format)) }))
    .sort((a, b) => b.share - a.share);
  return best !== undefined && best.share > 0.6 ? best.format : undefined;
}

/** How often each text stands there. */
function timesOf(values: readonly string[]): Map<string, number> {
  const times = new Map<string, number>();
  for (const value of values.map((each) => each.trim()))
    if (value !== '') times.set(value, (times.get(value) ?? 0) + 1);
  return times;
}

/** At most so many, from the whole of the list. */
function evenly(all: readonly string[], most: number): readonly string[] {
  const step = Math.max(1, Math.ceil(all.length / most));
  return all.filter((_, at) => at % step === 0);
}

function shareOf(values: readonly string[], holds: (value: string) => boolean): number {
  const filled = values.map((value) => value.trim()).filter((value) => value !== '');
  return filled.length === 0 ? 0 : filled.filter(holds).length / filled.length;
}
