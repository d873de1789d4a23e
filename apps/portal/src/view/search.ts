import { parsePeriod, type Grain } from '../labels/periods.js';

export const FILTER_NAMES = [
  'sex',
  'age_band',
  'ethnicity',
  'imd_quintile',
  'activity',
  'route',
  'reason',
  'role',
  'provider',
] as const;
export type FilterName = (typeof FILTER_NAMES)[number];

/**
 * What the address of the trends page says. Lists are comma-separated, as in the API. Codes are kept as they come: the API
 * is the judge of them, so a link with a code nobody knows is answered with an error and never with other figures.
 */
export interface TrendsSearch extends Partial<Record<FilterName, string>> {
  measure?: string;
  /** A board or region code, `england`, or `own` for a provider's own service. */
  area?: string;
  by?: Grain;
  /** Months, both included: `2025-01`. */
  from?: string;
  to?: string;
  /** The quarter in which boards are compared: `2026-Q1`. */
  at?: string;
  /** An instant or a date: the figures as they were known then. */
  asOf?: string;
  /** Of the control chart: a value in the measure's unit; a month from which limits are worked out anew. */
  target?: string;
  rebase?: string;
  /** What happened locally: `2025-06 New venue in Witney`. */
  note?: string;
  /** `shown`: published values stand behind the control chart. */
  published?: string;
  versions?: string;
  editions?: string;
}

/** A note is a mark on a chart, no place for a story. */
const NOTE_LENGTH_MAX = 80;

/** Keeps what the trends page understands, in one order, so that equal views have equal addresses. */
export function trendsSearch(raw: Record<string, unknown>): TrendsSearch {
  const text = (name: string): string | undefined => {
    const value = raw[name];
    return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
  };
  const period = (name: string, months: number): string | undefined => {
    const value = text(name);
    return value !== undefined && parsePeriod(value)?.months === months ? value : undefined;
  };
  const by = text('by');
  const entries: [keyof TrendsSearch, string | undefined][] = [
    ['measure', text('measure')],
    ['area', text('area')],
    ['by', by === 'month' || by === 'quarter' ? by : undefined],
    ['from', period('from', 1)],
    ['to', period('to', 1)],
    ['at', period('at', 3)],
    ['target', text('target')],
    ['rebase', period('rebase', 1)],
    ['note', text('note')?.slice(0, NOTE_LENGTH_MAX)],
    ['published', text('published') === 'shown' ? 'shown' : undefined],
    ['asOf', text('asOf')],
    ['versions', text('versions')],
    ['editions', text('editions')],
    ...FILTER_NAMES.map((name): [FilterName, string | undefined] => [name, text(name)]),
  ];
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

/** Members of a comma-separated list. */
export function members(list: string | undefined): string[] {
  return (list ?? '').split(',').filter((member) => member !== '');
}

/** The list with a code in or out of it; undefined when nothing is left. */
export function toggled(list: string | undefined, code: string, chosen: boolean): string | undefined {
  const rest = members(list).filter((member) => member !== code);
  const next = chosen ? [...rest, code] : rest;
  return next.length === 0 ? undefined : next.join(',');
}

/** `?measure=dna&sex=female,male` as plain text: readable, and the same words as the API's. */
export function stringifySearch(search: Record<string, unknown>): string {
  const pairs = Object.entries(search).filter(
    (pair): pair is [string, string] => typeof pair[1] === 'string' && pair[1] !== '',
  );
  const text = new URLSearchParams(pairs).toString().replaceAll('%2C', ',').replaceAll('%2F', '/');
  return text === '' ? '' : `?${text}`;
}

export function parseSearch(text: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(text));
}
