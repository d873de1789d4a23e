import { compileCell, isCellSpec, type Scalar } from './cell.js';
import { CellFault } from './faults.js';
import { codesIn, isRequired, itemOf, membersOf, takes, type MemberSchema } from './member-schema.js';
import { pointerStep, type ProfileFault } from './profile.js';
import type { Pseudonymise } from './pseudonym.js';
import type { Cells } from './table.js';

export type ReadValue = (cells: Cells, pseudonymise: Pseudonymise) => unknown;

/** What the compilation of one event gathers. */
export interface Gathering {
  zone: string;
  faults: ProfileFault[];
  /** Columns read, by the pointer of the event's member that they become. */
  columns: Map<string, string[]>;
  /** How the dates of a column are written, by the first reference that says so. */
  dateFormats: Map<string, string>;
}

/** Where a value stands: in the profile, for its author, and in the event, for admission. */
interface Place {
  profile: string;
  event: string;
}

/**
 * Makes a value of a profile work: a constant, a reference to a column, a list or an object of such. What the schema says of
 * it is checked now, because a misspelt code would refuse every row of every file.
 */
export function compileValue(raw: unknown, place: Place, schema: MemberSchema, into: Gathering): ReadValue {
  if (typeof raw === 'string' || typeof raw === 'number' || typeof raw === 'boolean') {
    checkTaken(raw, place.profile, schema, into);
    return () => raw;
  }
  if (Array.isArray(raw)) return compileList(raw, place, schema, into);
  if (typeof raw !== 'object' || raw === null) {
    into.faults.push({ pointer: place.profile, expected: 'a constant, a column, a list or an object' });
    return () => undefined;
  }
  return isCellSpec(raw) ? compileColumn(raw, place, schema, into) : compileObject(raw, place, schema, into);
}

function compileColumn(raw: object, place: Place, schema: MemberSchema, into: Gathering): ReadValue {
  const cell = compileCell(raw, place.profile, into.zone, into.faults);
  if (!cell) return () => undefined;
  into.columns.set(place.event, cell.columns);
  const [column = ''] = cell.columns;
  if (cell.dateFormat !== undefined && !into.dateFormats.has(column))
    into.dateFormats.set(column, cell.dateFormat);
  const each = cell.isList ? itemOf(schema) : schema;
  for (const value of cell.values) checkTaken(value, `${place.profile}/map`, each, into);
  return cell.read;
}

function compileList(raw: unknown[], place: Place, schema: MemberSchema, into: Gathering): ReadValue {
  const items = raw.map((item, at) =>
    compileValue(
      item,
      { profile: `${place.profile}/${at}`, event: `${place.event}/${at}` },
      itemOf(schema),
      into,
    ),
  );
  return (cells, pseudonymise) => {
    const values = items.map((item) => item(cells, pseudonymise));
    return values.find(isFault) ?? values.filter((value) => value !== undefined);
  };
}

function compileObject(raw: object, place: Place, schema: MemberSchema, into: Gathering): ReadValue {
  const known = membersOf(schema);
  const members = Object.entries(raw).map(([name, value]): [string, ReadValue] => {
    const at = { profile: place.profile + pointerStep(name), event: `${place.event}/${name}` };
    if (known && !known.has(name))
      into.faults.push({ pointer: at.profile, expected: 'no member of this name here' });
    return [name, compileValue(value, at, known?.get(name), into)];
  });
  for (const [name, member] of known ?? []) {
    if (!isRequired(member) || Object.hasOwn(raw, name)) continue;
    into.faults.push({ pointer: place.profile + pointerStep(name), expected: 'this member: it is required' });
  }
  return (cells, pseudonymise) => readMembers(members, cells, pseudonymise);
}

/** An object of what its members read; the faults of all of them, when there are any. */
export function readMembers(
  members: readonly (readonly [string, ReadValue])[],
  cells: Cells,
  pseudonymise: Pseudonymise,
): Record<string, unknown> | CellFault {
  const object: Record<string, unknown> = {};
  const faults: CellFault[] = [];
  for (const [name, read] of members) {
    const value = read(cells, pseudonymise);
    if (isFault(value)) faults.push(value);
    else if (value !== undefined) object[name] = value;
  }
  return CellFault.ofAll(faults) ?? object;
}

function checkTaken(value: Scalar, pointer: string, schema: MemberSchema, into: Gathering): void {
  if (takes(schema, value)) return;
  into.faults.push({ pointer, expected: codesIn(schema) ?? 'a value that the event contract takes here' });
}

export const isFault = (value: unknown): value is CellFault => value instanceof CellFault;
