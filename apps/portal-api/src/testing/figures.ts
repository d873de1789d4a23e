import { BREAKDOWNS } from '@waymark/measures';
import { parseCsv } from './csv.js';
import type { Answer } from './portal.js';
import type { AskedCall } from './random-calls.js';
import { openWorkbook } from './workbook.js';

/** What tells rows apart, and what in them counts people or sessions. */
const KEYS: readonly string[] = [
  ...BREAKDOWNS,
  ...['stage', 'week', 'period', 'score', 'ending', 'why', 'barrier', 'what'],
];
const COUNTS: readonly string[] = ['numerator', 'denominator', 'count', 'followed', 'referrals', 'sessions'];

/** Counts of an answer by the codes of their row. What is withheld is not among them. */
export type Figures = ReadonlyMap<string, number>;

/** The counts of an answer, whatever its format. */
export function figuresOf({ format }: Pick<AskedCall, 'format'>, answer: Answer): Figures {
  const figures = new Map<string, number>();
  if (format === 'json') collect(answer.body, {}, figures);
  if (format === 'csv') collect(rowsOf(parseCsv(answer.text)), {}, figures);
  if (format === 'xlsx')
    for (const { cells } of openWorkbook(answer.bytes).slice(2)) collect(rowsOf(cells), {}, figures);
  return figures;
}

type Codes = Readonly<Record<string, string>>;

function collect(value: unknown, above: Codes, into: Map<string, number>): void {
  if (Array.isArray(value)) {
    value.forEach((each) => collect(each, above, into));
    return;
  }
  if (value === null || typeof value !== 'object' || isAnonymous(value)) return;
  const members = Object.entries(value);
  const own = members.filter(
    ([name, code]) => KEYS.includes(name) && ['string', 'number'].includes(typeof code),
  );
  const codes = { ...above, ...Object.fromEntries(own.map(([name, code]) => [name, String(code)])) };
  for (const [name, member] of members) {
    if (COUNTS.includes(name) && typeof member === 'number' && !isOfCodes(name, codes))
      into.set(keyOf(codes, name), member);
    if (!ABOUT.includes(name)) collect(member, codes, into);
  }
}

/**
 * How many there are beside each code that is given: the same for every code, also for one that is given of nobody in the group, which
 * stands in no exact answer.
 */
const isOfCodes = (name: string, codes: Codes): boolean =>
  name === 'denominator' && (codes['why'] !== undefined || codes['barrier'] !== undefined);

/** Others among whom a provider is shown: without names, in files instead of the code. */
const isAnonymous = (row: object): boolean =>
  Object.entries(row).some(([name, code]) => name === 'other' || /^other-\d+$/.test(String(code)));

/** Members of every answer that are no rows. */
const ABOUT: readonly string[] = ['filters', 'scope', 'excluded', 'position', 'editions'];

const keyOf = (codes: Codes, name: string): string =>
  [
    ...Object.keys(codes)
      .sort()
      .map((key) => `${key}=${codes[key]}`),
    name,
  ].join(' ');

/** A table's rows by the names of its header, numbers as such. */
function rowsOf(table: readonly (readonly (string | number | null)[])[]): Record<string, unknown>[] {
  const [header = [], ...lines] = table;
  return lines.map((line) =>
    Object.fromEntries(header.map((name, nth) => [String(name), valueOf(String(name), line[nth] ?? null)])),
  );
}

function valueOf(name: string, cell: string | number | null): string | number | null {
  if (!COUNTS.includes(name) || typeof cell !== 'string') return cell;
  return cell === '' || Number.isNaN(Number(cell)) ? null : Number(cell);
}
