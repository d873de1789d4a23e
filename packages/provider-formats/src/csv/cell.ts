import { z } from 'zod';
import { ageBandOf } from '@waymark/events';
import { dateFault } from './date-fault.js';
import { dateReader, EXCEL, instantReader, isDateFormat, isZone } from './dates.js';
import { CellFault } from './faults.js';
import { faultsOf, type ProfileFault } from './profile.js';
import { pseudonymKind, type Pseudonymise } from './pseudonym.js';
import type { Cells } from './table.js';

export type Scalar = string | number | boolean;
/** `undefined`: the member is absent. */
export type Converted = Scalar | Scalar[] | undefined | CellFault;
export type ReadCell = (cells: Cells, pseudonymise: Pseudonymise) => Converted;

const column = z.string().min(1).max(200);
const text = z.union([z.string().max(200), z.number(), z.boolean()]).transform(String);
const scalar = z.union([z.string().max(256), z.number(), z.boolean()]);
const dateFormat = z
  .string()
  .max(60)
  .refine(
    (format) => format === 'iso' || format === EXCEL || isDateFormat(format),
    'iso, excel, or a format such as dd/MM/yyyy HH:mm',
  );

const CONVERSIONS = ['pseudonym', 'map', 'instant', 'date', 'number', 'ageBand'] as const;

const cellSchema = z
  .strictObject({
    column: column.optional(),
    columns: z.array(column).min(2).max(10).optional(),
    absent: z.array(text).min(1).max(50).optional(),
    pseudonym: pseudonymKind.optional(),
    map: z.record(z.string(), scalar.nullable()).optional(),
    otherwise: scalar.nullable().optional(),
    instant: dateFormat.optional(),
    date: dateFormat.optional(),
    zone: z.string().refine(isZone, 'a zone of the IANA database, such as Europe/London').optional(),
    number: z.literal(true).optional(),
    ageBand: z.literal(true).optional(),
    list: z.string().min(1).max(5).optional(),
    digits: z.int().min(1).max(30).optional(),
  })
  .refine((cell) => (cell.column === undefined) !== (cell.columns === undefined), 'either column or columns')
  .refine((cell) => cell.columns === undefined || cell.pseudonym !== undefined, 'columns only with pseudonym')
  .refine((cell) => given(cell, CONVERSIONS).length <= 1, `at most one of ${CONVERSIONS.join(', ')}`)
  .refine((cell) => cell.otherwise === undefined || cell.map !== undefined, 'otherwise only with map')
  .refine((cell) => cell.zone === undefined || cell.instant !== undefined, 'zone only with instant');
type CellSpec = z.infer<typeof cellSchema>;

function given<T extends object>(of: T, names: readonly (keyof T)[]): (keyof T)[] {
  return names.filter((name) => of[name] !== undefined);
}

export interface CompiledCell {
  columns: string[];
  read: ReadCell;
  /** Every value that it can give, where they are known beforehand. */
  values: Scalar[];
  dateFormat: string | undefined;
  isList: boolean;
}

/** Whether a value of a profile refers to a column. */
export const isCellSpec = (value: object): boolean => 'column' in value || 'columns' in value;

/** Makes a reference to a column work; undefined after adding its faults. */
export function compileCell(
  raw: object,
  pointer: string,
  zone: string,
  faults: ProfileFault[],
): CompiledCell | undefined {
  const parsed = cellSchema.safeParse(raw);
  if (!parsed.success) {
    faults.push(...parsed.error.issues.flatMap((issue) => faultsOf(issue, pointer)));
    return undefined;
  }
  const spec = parsed.data;
  const columns = spec.columns ?? [spec.column ?? ''];
  const values = [...Object.values(spec.map ?? {}), spec.otherwise].filter((value) => value != null);
  const read = ofDigits(spec, reader(spec, columns, zone));
  return { columns, read, values, dateFormat: spec.instant ?? spec.date, isList: spec.list !== undefined };
}

/** A number that is a name has all its digits; a spreadsheet program drops the zeros it begins with. */
function ofDigits({ digits, columns, column = '', absent = [] }: CellSpec, read: ReadCell): ReadCell {
  if (digits === undefined) return read;
  const checked = columns ?? [column];
  return (cells, pseudonymise) => {
    for (const name of checked) {
      const cell = cells(name);
      if (cell === '' || absent.includes(cell)) continue;
      const fault = digitsFault(cell, name, digits);
      if (fault) return fault;
    }
    return read(cells, pseudonymise);
  };
}

function digitsFault(cell: string, column: string, digits: number): CellFault | undefined {
  const bare = cell.replace(/[ -]/g, '');
  const expected = `${digits} digits`;
  if (!/^\d+$/.test(bare) || bare.length > digits) return new CellFault(column, 'invalid_format', expected);
  if (bare.length === digits) return undefined;
  const why =
    'a spreadsheet has dropped the zeros it begins with (format the column as text, enter it again)';
  return new CellFault(column, 'lost_leading_zeros', `${expected}; ${why}`);
}

function reader(spec: CellSpec, columns: readonly string[], zone: string): ReadCell {
  const absent = new Set(['', ...(spec.absent ?? [])]);
  const [first = ''] = columns;
  const { list: separator, pseudonym } = spec;
  if (pseudonym !== undefined) return pseudonymOf(pseudonym, columns, absent);
  const convert = converter(spec, first, zone);
  if (separator === undefined) {
    return (cells) => {
      const cell = cells(first);
      return absent.has(cell) && !hasOwn(spec.map, cell) ? undefined : convert(cell);
    };
  }
  return (cells) => {
    const items = cells(first)
      .split(separator)
      .map((item) => item.trim());
    const converted = items.filter((item) => !absent.has(item)).map(convert);
    const fault = converted.find((item) => item instanceof CellFault);
    if (fault) return fault;
    const present = converted.filter((item): item is Scalar => item !== undefined);
    return present.length === 0 ? undefined : present;
  };
}

/** Equal for equal values of the same kind, of one provider: in every column, event and profile. */
function pseudonymOf(kind: string, columns: readonly string[], absent: ReadonlySet<string>): ReadCell {
  return (cells, pseudonymise) => {
    const values = columns.map(cells);
    return values.every((value) => absent.has(value)) ? undefined : pseudonymise(kind, values);
  };
}

type ConvertItem = (text: string) => Scalar | undefined | CellFault;

function converter(spec: CellSpec, column: string, zone: string): ConvertItem {
  const { map, instant, date } = spec;
  if (map) return mapper(map, spec.otherwise, column);
  if (instant !== undefined) {
    const read = instantReader(instant, spec.zone ?? zone);
    return (cell) => read(cell) ?? dateFault(cell, column, { format: instant, code: 'invalid_instant' });
  }
  if (date !== undefined) {
    const read = dateReader(date);
    return (cell) => read(cell) ?? dateFault(cell, column, { format: date, code: 'invalid_date' });
  }
  if (spec.number) {
    return (cell) =>
      /^-?\d{1,15}(\.\d{1,15})?$/.test(cell)
        ? Number(cell)
        : new CellFault(column, 'invalid_format', 'a number such as 12 or 12.5');
  }
  if (spec.ageBand) return (cell) => bandOf(cell, column);
  return (cell) => cell;
}

function mapper(
  map: Record<string, Scalar | null>,
  otherwise: Scalar | null | undefined,
  column: string,
): ConvertItem {
  const known = new Map(Object.entries(map).map(([cell, value]) => [cell.trim(), value ?? undefined]));
  const expected = `one of ${[...known.keys()].slice(0, 30).join(', ')}`;
  return (cell) => {
    if (known.has(cell)) return known.get(cell);
    if (otherwise !== undefined) return otherwise ?? undefined;
    return new CellFault(column, 'not_in_list', expected);
  };
}

/** An age that nobody has (exports write -1 or 999 for "not known") says nothing; a word says that the column is another one. */
function bandOf(cell: string, column: string): ReturnType<ConvertItem> {
  if (!/^-?\d{1,4}$/.test(cell)) return new CellFault(column, 'invalid_format', 'an age in whole years');
  return ageBandOf(Number(cell));
}

function hasOwn(map: object | undefined, key: string): boolean {
  return map !== undefined && Object.hasOwn(map, key);
}
