import { envelopeSchema, eventTypeOf, type EventType, type Pseudonyms } from '@waymark/events';
import { CellFault, type RowFault } from './faults.js';
import { dataSchema } from './member-schema.js';
import {
  InvalidProfile,
  pointerStep,
  type Condition,
  type CsvProfile,
  type EventSpec,
  type ProfileFault,
} from './profile.js';
import { pseudonymiser, type Pseudonymise } from './pseudonym.js';
import type { Across, SpreadSpec } from './spread.js';
import type { Cells } from './table.js';
import { FOUND_OUT } from './text.js';
import { compileValue, isFault, readMembers, type Gathering, type ReadValue } from './value.js';

/** What makes the events of a row, besides the row. */
export interface MappingContext {
  providerId: string;
  pseudonyms: Pseudonyms;
  /** Begins with a prefix registered for the provider. */
  sourcePrefix: string;
  revision: number;
  /** When the job began: the time of what only the import itself brings about. */
  startedAt: string;
}

export interface MappedEvent {
  /** As a provider would push it: not yet admitted. */
  event: Record<string, unknown>;
  /** The column behind a fault that admission finds. */
  columnAt(pointer: string): string | null;
}

/** @property others faults of other cells of a refused row. */
export type MappedRow =
  { ok: true; events: MappedEvent[] } | { ok: false; fault: RowFault; others: readonly RowFault[] };

/** A profile made to work. */
export interface CompiledProfile {
  name: string;
  encoding: string;
  delimiter: string;
  headerRow: number | undefined;
  /** The sheet of a workbook; absent = the first that has the columns. */
  sheet: string | undefined;
  /** Every column that it reads by name. */
  columns: readonly string[];
  spread: SpreadSpec | undefined;
  /** How the dates of a column are written: a workbook's become the text that a CSV file would hold. */
  dateFormats: ReadonlyMap<string, string>;
  /** The events of a row; none when the filter leaves the row out. */
  map(cells: Cells, context: MappingContext): MappedRow;
}

/** Most exports are written where the platform is used. */
const DEFAULT_ZONE = 'Europe/London';

/**
 * Checks what a profile says against the event contract and makes it work.
 * @throws {InvalidProfile} with a pointer to every fault.
 */
export function compileProfile(profile: CsvProfile): CompiledProfile {
  const faults: ProfileFault[] = [];
  const dateFormats = new Map<string, string>();
  const events = Object.entries(profile.events).map(([name, spec]) =>
    compileEvent(name, spec, profile, { faults, dateFormats }),
  );
  if (faults.length > 0) throw new InvalidProfile(faults);
  const kept = conditionsOf(profile.filter);
  const columns = new Set([
    ...(profile.filter ?? []).map((condition) => condition.column),
    ...events.flatMap((event) => event.columns),
  ]);
  const { csv = {}, unpivot: spread, xlsx } = profile;
  return {
    name: profile.name,
    encoding: csv.encoding ?? FOUND_OUT,
    delimiter: csv.delimiter ?? FOUND_OUT,
    headerRow: typeof csv.headerRow === 'number' ? csv.headerRow : undefined,
    sheet: xlsx?.sheet,
    columns: [...columns].filter((column) => column !== spread?.header && column !== spread?.cell),
    spread,
    dateFormats,
    map(cells, context) {
      if (!kept(cells)) return { ok: true, events: [] };
      const row = { ...context, pseudonymise: pseudonymiser(context) };
      const made: Made = { events: [], faults: [] };
      for (const event of events) event.map(cells, row, made);
      return mappedRow(made);
    },
  };
}

interface RowContext extends MappingContext {
  pseudonymise: Pseudonymise;
}

/** What the events of a row have become so far. */
interface Made {
  events: MappedEvent[];
  faults: CellFault[];
}

interface CompiledEvent {
  columns: string[];
  map: (cells: Cells, context: RowContext, into: Made) => void;
}

/** Several events of a row read the same cell: its fault is told once. */
function mappedRow({ events, faults }: Made): MappedRow {
  if (faults.length === 0) return { ok: true, events };
  const byCell = new Map<string, CellFault>();
  for (const fault of faults.flatMap((each) => each.each()))
    if (!byCell.has(fault.column)) byCell.set(fault.column, fault);
  const [fault, ...others] = [...byCell.values()].map(({ column, code, expected }): RowFault => ({
    column,
    code,
    expected,
  }));
  return { ok: false, fault: fault as RowFault, others };
}

function compileEvent(
  name: string,
  spec: EventSpec,
  profile: CsvProfile,
  found: Pick<Gathering, 'faults' | 'dateFormats'>,
): CompiledEvent {
  const into = { ...found, zone: profile.zone ?? DEFAULT_ZONE, columns: new Map<string, string[]>() };
  const at = `/events${pointerStep(name)}`;
  const type = eventTypeOf(spec.type) as EventType;
  const member = (
    raw: unknown,
    of: 'subject' | 'time' | 'recordedtime',
    pointer = `${at}/${of}`,
  ): ReadValue => compileValue(raw, { profile: pointer, event: `/${of}` }, envelopeSchema.shape[of], into);
  const read = {
    subject:
      spec.subject === undefined
        ? member(profile.subject, 'subject', '/subject')
        : member(spec.subject, 'subject'),
    time: member(spec.time, 'time'),
    ...(spec.recordedtime !== undefined && { recordedtime: member(spec.recordedtime, 'recordedtime') }),
    data: compileValue(spec.data, { profile: `${at}/data`, event: '/data' }, dataSchema(type), into),
  };
  into.columns.set('/id', spec.id);
  const columnAt = (pointer: string): string | null => columnBehind(into.columns, pointer);
  const columns = [...into.columns.values()]
    .flat()
    .concat((spec.when ?? []).map((condition) => condition.column));
  const spread = spreadOf(profile, columns);
  const when = spread ? whereFilled(spec.when, spread) : spec.when;
  const happened = conditionsOf(when);
  const takesBack = when !== undefined || profile.snapshot === true;
  const members = Object.entries(read);
  const subjectAlone = [['subject', read.subject]] as const;
  const mapOne: CompiledEvent['map'] = (cells, context, into) => {
    const made = happened(cells);
    const event = envelope(name, spec, profile, cells, context);
    const values = readMembers(made ? members : subjectAlone, cells, context.pseudonymise);
    if (isFault(event) || isFault(values)) return void into.faults.push(...[event, values].filter(isFault));
    if (made) into.events.push({ event: { ...event, type, ...values }, columnAt });
    if (!takesBack || context.revision === 0) return;
    const voiding = envelope(`${name}.void`, spec, profile, cells, context) as Record<string, unknown>;
    const data = { eventId: made ? voiding['id'] : event['id'] };
    const { subject } = values;
    const taken = { ...voiding, subject, type: VOIDED, time: context.startedAt, data };
    into.events.push({ event: taken, columnAt });
  };
  return { columns, map: spread ? mapAcross(mapOne, spread) : mapOne };
}

/** An event that reads what stands across a wide register is made once for each of its columns. */
function spreadOf({ unpivot }: CsvProfile, columns: readonly string[]): SpreadSpec | undefined {
  return unpivot && columns.some((column) => column === unpivot.header || column === unpivot.cell)
    ? unpivot
    : undefined;
}

/** An empty cell of a register is no session, unless the profile says what it is. */
function whereFilled(when: readonly Condition[] = [], { cell }: SpreadSpec): readonly Condition[] {
  return when.some(({ column }) => column === cell) ? when : [...when, { column: cell, notIn: [''] }];
}

function mapAcross(map: CompiledEvent['map'], spread: SpreadSpec): CompiledEvent['map'] {
  return (cells, context, into) => {
    for (const one of cells.across ?? []) {
      const inFile = (column: string): string => (isMade(column, spread) ? one.column : column);
      const made: Made = { events: [], faults: [] };
      map(cellsAt(cells, one, spread), context, made);
      into.events.push(...made.events.map((mapped) => renamed(mapped, inFile)));
      for (const { column, code, expected } of made.faults.flatMap((fault) => fault.each()))
        into.faults.push(new CellFault(inFile(column), code, expected));
    }
  };
}

function renamed(mapped: MappedEvent, inFile: (column: string) => string): MappedEvent {
  const columnAt = (pointer: string): string | null => {
    const column = mapped.columnAt(pointer);
    return column === null ? null : inFile(column);
  };
  return { event: mapped.event, columnAt };
}

const isMade = (column: string, { header, cell }: SpreadSpec): boolean =>
  column === header || column === cell;

function cellsAt(cells: Cells, one: Across, { header, cell }: SpreadSpec): Cells {
  return (column) => {
    if (column === header) return one.header;
    return column === cell ? one.cell : cells(column);
  };
}

/**
 * A row that says in a corrected file that something did not happen must take back what it said before. So from the second file
 * on, an event under a condition is followed by its void, which names the event when it did not happen and otherwise
 * itself, which does nothing (and undoes the void of the file before). Where each file holds every row, that goes for every event: a
 * person may have voided a row that was gone, and it has come back.
 */
const VOIDED: EventType = 'org.waymark.event.voided.v1';

/**
 * The attributes that every event of a row has. Ids are keyed hashes: legal whatever the columns hold, and tell nothing; the event's
 * name in front keeps the types apart.
 */
function envelope(
  name: string,
  spec: EventSpec,
  profile: CsvProfile,
  cells: Cells,
  { pseudonymise, sourcePrefix, revision }: RowContext,
): Record<string, unknown> | CellFault {
  const values = spec.id.map(cells);
  const empty = values.every((value) => value === '');
  if (empty) return new CellFault(spec.id[0] ?? '', 'missing', 'what tells this row from every other');
  return {
    specversion: '1.0',
    id: `${name}.${pseudonymise(`row/${profile.name}`, values)}`,
    source: sourceOf(profile, sourcePrefix),
    revision,
  };
}

/** The source of every event that a profile makes. */
export const sourceOf = (profile: CsvProfile, sourcePrefix: string): string =>
  profile.source ?? `${sourcePrefix}import/${profile.name}`;

function conditionsOf(conditions: readonly Condition[] = []): (cells: Cells) => boolean {
  const checks = conditions.map((condition) => {
    const isIn = 'in' in condition;
    const listed = new Set((isIn ? condition.in : condition.notIn).map((text) => text.trim()));
    return (cells: Cells): boolean => listed.has(cells(condition.column)) === isIn;
  });
  return (cells) => checks.every((check) => check(cells));
}

/** Admission may point into a member or at one that the profile does not fill. */
function columnBehind(columns: ReadonlyMap<string, readonly string[]>, pointer: string): string | null {
  for (let at = pointer; at !== ''; at = at.slice(0, at.lastIndexOf('/'))) {
    const found = columns.get(at)?.[0];
    if (found !== undefined) return found;
  }
  const inside = [...columns].find(([at]) => at.startsWith(`${pointer}/`));
  return inside?.[1][0] ?? null;
}
