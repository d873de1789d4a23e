import type { FullProfile } from '../../api/import-schema.js';
import { mappedProfile } from './mapped-profile.js';
import { CODED, NO_SESSION, UNUSED, type Coded, type Column, type Mapping, type Role } from './mapping.js';

/**
 * The answers that a stored profile keeps, on a file's own columns: to be changed where a new file needs it.
 * @param guessed what the guess makes of the file: its columns, and words that the profile does not know
 * @returns undefined for a profile that says more than this page can: it was written by hand.
 */
export function restored(guessed: Mapping, profile: FullProfile): Mapping | undefined {
  const answers = answersOf(guessed, profile);
  if (!answers || !isSame(mappedProfile(answers), profile)) return undefined;
  return withNewWords(answers, guessed);
}

function answersOf(
  guessed: Mapping,
  { name, snapshot, unpivot, subject, events }: FullProfile,
): Mapping | undefined {
  const { referral, booking, attendance } = events;
  const data = { ...booking?.data, ...referral?.data, ...attendance?.data };
  const person = data['person'] as Record<string, unknown> | undefined;
  const startsAt = unpivot ? undefined : columnIn(data['startsAt']);
  const bookedOn = columnIn(booking?.time);
  const roles = new Map<string | undefined, Role>([
    [columnIn(subject), 'client'],
    [columnIn(person?.['nhsNumber']), 'nhsNumber'],
    [columnIn(person?.['postcode']), 'postcode'],
    [columnIn(data['practice']), 'practice'],
    [columnIn(data['ageBand']), 'age'],
    [columnIn(data['sex']), 'sex'],
    [columnIn(data['activity']), 'activity'],
    [columnIn(referral?.time), 'referredOn'],
    ...(unpivot ? [] : ([[columnIn(data['outcome']), 'outcome']] as const)),
    ...(unpivot && bookedOn === columnIn(data['startsAt']) ? [] : ([[bookedOn, 'bookedOn']] as const)),
    [startsAt, 'sessionOn'],
  ]);
  if (unpivot && !guessed.across) return undefined;
  return {
    ...{ name, snapshot: snapshot === true },
    columns: guessed.columns.map((column) => ({ ...column, role: roles.get(column.name) ?? UNUSED })),
    ...(guessed.across && {
      across: {
        ...guessed.across,
        used: unpivot !== undefined,
        ...(unpivot && { by: byOf(unpivot.columns) }),
      },
    }),
    formats: formatsIn([referral?.time, booking?.time, data['startsAt']]),
    codes: {
      outcome: { ...mapIn(data['outcome']), ...leftOut(booking?.when) },
      activity: mapIn(data['activity']),
      sex: mapIn(data['sex']),
    },
    activity: textOf(data['activity']),
    activityProvider: booking ? textOf(data['activityProvider']) : guessed.activityProvider,
  };
}

function byOf({ date, like = '', weekOne = '' }: NonNullable<FullProfile['unpivot']>['columns']) {
  return date === undefined ? { like, weekOne } : { date };
}

/** Words that stand in this file and not in the profile: with the code of the guess, or without one. */
function withNewWords(answers: Mapping, guessed: Mapping): Mapping {
  const wordsOf = (coded: Coded, name?: string): string[] =>
    coded === 'outcome' && name === undefined
      ? [...(answers.across?.values ?? [])]
      : [...(answers.columns.find((column) => column.name === name)?.values ?? [])];
  const codes = Object.fromEntries(
    CODED.map((coded) => {
      const column = answers.columns.find(({ role }) => role === coded)?.name;
      const here = wordsOf(coded, column);
      const added = Object.entries(guessed.codes[coded]).filter(([word]) => here.includes(word));
      return [coded, { ...Object.fromEntries(added), ...answers.codes[coded] }];
    }),
  ) as unknown as Mapping['codes'];
  const withCodes = (values: readonly string[], coded: Coded): string[] => [
    ...new Set([...Object.keys(answers.codes[coded]), ...values]),
  ];
  const columns = answers.columns.map((column): Column =>
    isCodedRole(column.role) ? { ...column, values: withCodes(column.values, column.role) } : column,
  );
  const { across } = answers;
  return {
    ...{ ...answers, codes, columns },
    ...(across && { across: { ...across, values: withCodes(across.values, 'outcome') } }),
  };
}

const isCodedRole = (role: string): role is Coded => (CODED as readonly string[]).includes(role);

function columnIn(value: unknown): string | undefined {
  const column = isObject(value) ? value['column'] : undefined;
  return typeof column === 'string' ? column : undefined;
}

function mapIn(value: unknown): Record<string, string> {
  const map = isObject(value) ? value['map'] : undefined;
  return isObject(map) ? (map as Record<string, string>) : {};
}

function formatsIn(values: readonly unknown[]): Record<string, string> {
  return Object.fromEntries(
    values.flatMap((value) => {
      const [column, format] = [columnIn(value), isObject(value) ? value['instant'] : undefined];
      return column !== undefined && typeof format === 'string' ? [[column, format]] : [];
    }),
  );
}

function leftOut(when: readonly { notIn?: string[] | undefined }[] = []): Record<string, string> {
  return Object.fromEntries((when[0]?.notIn ?? []).map((word) => [word, NO_SESSION]));
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** Whether two profiles say the same, in whatever order. */
function isSame(one: unknown, other: unknown): boolean {
  if (!isObject(one) || !isObject(other)) return one === other;
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  return names.every((name) => isSame(one[name], other[name]));
}
