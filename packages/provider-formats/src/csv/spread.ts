import { z } from 'zod';
import { dateReader, isDateFormat } from './dates.js';
import { CsvFault } from './faults.js';
import type { Header } from './header.js';

/** A register of a year of days, and some. */
const COLUMNS_MAX = 400;
const DAYS_A_WEEK = 7;

const name = z.string().min(1).max(200);

/** The columns of a wide register, a row for a person and a column for a session, and what events call what stands there. */
export const spreadSchema = z.strictObject({
  columns: z
    .strictObject({
      date: z
        .string()
        .max(60)
        .refine((format) => format === 'iso' || isDateFormat(format), 'iso, or a format such as dd/MM/yyyy')
        .optional(),
      like: z
        .string()
        .min(1)
        .max(100)
        .refine(
          (like) => /[#*]/.test(like) && like.split('*').length <= 2,
          'a name with # for a number or one *',
        )
        .optional(),
      weekOne: z.iso.date().optional(),
    })
    .refine((by) => (by.date === undefined) !== (by.like === undefined), 'either date or like')
    .refine(
      (by) => by.weekOne === undefined || by.like?.split('#').length === 2,
      'weekOne only with like, which has one #',
    ),
  header: name,
  cell: name,
});
export type SpreadSpec = z.infer<typeof spreadSchema>;

/** A cell of one of these columns. */
export interface Across {
  place: number;
  /** The column's name in the file. */
  column: string;
  /** What the name says: a calendar date where it is one, else the name. */
  header: string;
  cell: string;
}

/**
 * The columns of a header that are meant.
 * @param taken places of columns that are read by their own name
 * @throws {CsvFault} missing_column, when there is none.
 */
export function compileSpread(
  { columns: by }: SpreadSpec,
  { row, names }: Header,
  taken: ReadonlySet<number>,
): Omit<Across, 'cell'>[] {
  const read = headerReader(by);
  const found = names.flatMap((column, place) => {
    const header = column === '' || taken.has(place) ? undefined : read(column);
    return header === undefined ? [] : [{ place, column, header }];
  });
  if (found.length === 0) {
    const wanted = by.date === undefined ? `like ${JSON.stringify(by.like)}` : `a date written ${by.date}`;
    throw new CsvFault('missing_column', `The header has no column whose name is ${wanted}.`, row);
  }
  if (found.length > COLUMNS_MAX) {
    const detail = `The header has more than ${COLUMNS_MAX} columns of sessions; send the register in parts.`;
    throw new CsvFault('too_many_columns', detail, row);
  }
  return found;
}

function headerReader({
  date,
  like = '',
  weekOne,
}: SpreadSpec['columns']): (name: string) => string | undefined {
  if (date !== undefined) return dateReader(date);
  const matches = patternOf(like);
  return (column) => {
    const found = matches.exec(column);
    if (!found || weekOne === undefined) return found ? column : undefined;
    const days = (Number(found[1]) - 1) * DAYS_A_WEEK;
    return new Date(Date.parse(weekOne) + days * 86_400_000).toISOString().slice(0, 10);
  };
}

/** Regular expressions of a stranger could be made to run for ever; these cannot. */
function patternOf(like: string): RegExp {
  const parts = like.split(/([#*])/).map((part) => {
    if (part === '#') return '(\\d{1,4})';
    return part === '*' ? '.*' : part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&');
  });
  return new RegExp(`^${parts.join('')}$`, 'i');
}
