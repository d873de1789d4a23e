import type { DraftProfile, GuessAnswer } from '../../api/import-schema.js';
import { formatsFor } from './date-formats.js';

/** What a column may be. */
export const ROLES = {
  client: 'The person’s own number',
  nhsNumber: 'NHS number',
  referredOn: 'The day of the referral',
  bookedOn: 'When the session was booked',
  sessionOn: 'When the session was',
  outcome: 'Whether the person came',
  activity: 'The activity',
  sex: 'Sex',
  age: 'Age in years',
  postcode: 'Postcode',
  practice: 'GP practice code',
} as const;
export type Role = keyof typeof ROLES;

/** Columns of which nothing is made. */
export const UNUSED = '';

export const DATE_ROLES: readonly Role[] = ['referredOn', 'bookedOn', 'sessionOn'];

/** What stands for words of the file: a code each. */
export const CODED = ['outcome', 'activity', 'sex'] as const;
export type Coded = (typeof CODED)[number];

/** In place of a code: a cell that is no session at all. */
export const NO_SESSION = '-';
/** In place of a code: rows with this word are refused, to be put right. */
export const REFUSED = '';

export interface Column {
  name: string;
  role: Role | typeof UNUSED;
  /** Its first cells. */
  samples: readonly string[];
  /** Words known to stand in it. */
  values: readonly string[];
}

/** The columns of a wide register: one a session. */
export interface Across {
  names: readonly string[];
  used: boolean;
  values: readonly string[];
  /** How their names are dates, or how they are numbered and when the first week begins. */
  by: { date: string } | { like: string; weekOne: string };
}

/** How a file's own columns become events, as a person decides it. */
export interface Mapping {
  /** Of the profile in which it is kept. */
  name: string;
  /** Each file holds every row there is. */
  snapshot: boolean;
  columns: readonly Column[];
  across?: Across;
  /** How dates are written, by column. */
  formats: Readonly<Record<string, string>>;
  codes: Readonly<Record<Coded, Readonly<Record<string, string>>>>;
  /** Of every session, where no column says it. */
  activity: string;
  /** Who runs the sessions. */
  activityProvider: string;
}

/** What the page begins with: the server's guess. @param provider whose file it is, who runs most of its sessions itself */
export function mappingOf({ headers, sampleRows, guess }: GuessAnswer, provider: string): Mapping {
  const { profile, placed, unknownValues } = guess;
  const across = acrossOf(profile, placed);
  const known = codesIn(profile);
  const unknownOf = (column: string): string[] =>
    unknownValues.find((each) => each.column === column)?.values ?? [];
  const columns = [...new Set(headers)]
    .filter((name) => name.trim() !== '' && !across?.names.includes(name.trim()))
    .map((header): Column => {
      const name = header.trim();
      const samples = sampleRows.map((row) => (row[headers.indexOf(header)] ?? '').trim());
      const role = placed.find(({ column }) => column === name)?.as ?? UNUSED;
      const words = isCoded(role) ? Object.keys(known[role]) : [];
      return {
        ...{ name, samples, role: isRole(role) ? role : UNUSED },
        values: distinct([...words, ...unknownOf(name), ...samples]),
      };
    });
  return {
    ...{ name: usualName(columns, across !== undefined), snapshot: false, columns, codes: known },
    ...(across && {
      across: { ...across, values: distinct([...Object.keys(known.outcome), ...unknownOf(MADE_CELL)]) },
    }),
    formats: formatsOf(columns, profile),
    ...{ activity: '', activityProvider: provider },
  };
}

/** Never the file's own name, which may name a person: a profile's name stands in addresses. */
function usualName(columns: readonly Column[], wide: boolean): string {
  if (wide) return 'my-register';
  return columns.some(({ role }) => role === 'sessionOn') ? 'my-sessions' : 'my-referrals';
}

/** What a guess calls the cells of a wide register. */
const MADE_CELL = 'Attended';

function acrossOf(
  profile: DraftProfile | undefined,
  placed: GuessAnswer['guess']['placed'],
): Omit<Across, 'values'> | undefined {
  const names = placed.filter(({ as }) => as === 'session').map(({ column }) => column);
  const columns = profile?.unpivot?.columns;
  if (names.length === 0 || !columns) return undefined;
  const by =
    columns.date === undefined ? { like: columns.like ?? 'Week #', weekOne: '' } : { date: columns.date };
  return { names, used: true, by };
}

/** The words that the guess knows, by what they stand for. */
function codesIn(profile: DraftProfile | undefined): Mapping['codes'] {
  const { referral, booking, attendance } = profile?.events ?? {};
  return {
    outcome: mapIn(attendance?.data['outcome']),
    activity: mapIn(booking?.data['activity']),
    sex: mapIn(referral?.data['sex']),
  };
}

function mapIn(value: unknown): Record<string, string> {
  const map = typeof value === 'object' && value !== null ? (value as { map?: unknown }).map : undefined;
  return typeof map === 'object' && map !== null ? { ...(map as Record<string, string>) } : {};
}

/** The guess saw more rows than it gives back, so its word on a column's dates goes first. */
function formatsOf(columns: readonly Column[], profile: DraftProfile | undefined): Record<string, string> {
  const events = Object.values(profile?.events ?? {});
  const guessed = events.flatMap(({ time, data }) => [time, data['startsAt']]).flatMap(dated);
  return Object.fromEntries(
    columns
      .filter(({ role }) => isDateRole(role))
      .map(({ name, samples }) => [
        name,
        guessed.find(({ column }) => column === name)?.instant ?? likeliest(samples),
      ]),
  );
}

function dated(value: unknown): { column: string; instant: string }[] {
  if (typeof value !== 'object' || value === null) return [];
  const { column, instant } = value as { column?: unknown; instant?: unknown };
  return typeof column === 'string' && typeof instant === 'string' ? [{ column, instant }] : [];
}

const likeliest = (samples: readonly string[]): string => formatsFor(samples)[0]?.format ?? 'd/M/yyyy';
const distinct = (texts: readonly string[]): string[] => [...new Set(texts)].filter((text) => text !== '');
export const isDateRole = (role: string): boolean => (DATE_ROLES as readonly string[]).includes(role);
const isRole = (role: string): role is Role => role in ROLES;
export const isCoded = (role: string): role is Coded => (CODED as readonly string[]).includes(role);

/** Says what a column is; a column of dates is read in the likeliest way until somebody says another. */
export function withRole(mapping: Mapping, name: string, role: Column['role']): Mapping {
  const columns = mapping.columns.map((column) => (column.name === name ? { ...column, role } : column));
  const samples = columns.find((column) => column.name === name)?.samples ?? [];
  const formats = isDateRole(role)
    ? { ...mapping.formats, [name]: mapping.formats[name] ?? likeliest(samples) }
    : mapping.formats;
  return { ...mapping, columns, formats };
}

export function withCode(mapping: Mapping, coded: Coded, word: string, code: string): Mapping {
  return {
    ...mapping,
    codes: { ...mapping.codes, [coded]: { ...mapping.codes[coded], [word]: code } },
  };
}

/** The column of a role; undefined when there is none. */
export function columnOf({ columns }: Mapping, role: Role): Column | undefined {
  return columns.find((column) => column.role === role);
}

export function acrossUsed({ across }: Mapping): Across | undefined {
  return across?.used === true ? across : undefined;
}

/** The words for which a code is asked. */
export function wordsOf(mapping: Mapping, coded: Coded): readonly string[] {
  const across = acrossUsed(mapping);
  if (coded === 'outcome' && across) return across.values;
  return columnOf(mapping, coded)?.values ?? [];
}

/** Whether sessions are made of the file, and whether referrals are. */
export function makes(mapping: Mapping): { sessions: boolean; referrals: boolean } {
  return {
    sessions: acrossUsed(mapping) !== undefined || columnOf(mapping, 'sessionOn') !== undefined,
    referrals: columnOf(mapping, 'referredOn') !== undefined,
  };
}
