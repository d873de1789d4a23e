import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileProfile } from './compile-profile.js';
import { InvalidProfile, parseProfile, type ProfileFault } from './profile.js';

const GOOD = {
  waymarkProfile: 1,
  name: 'sessions',
  subject: { column: 'Ref', pseudonym: 'client' },
  events: {
    attendance: {
      type: 'attendance.recorded',
      id: ['Id'],
      time: { column: 'Day', instant: 'dd/MM/yyyy' },
      data: { bookingId: { column: 'Id' }, outcome: { column: 'Came', map: { Y: 'attended' } } },
    },
  },
};

/** The profile with one member, at a pointer, set to another value (or taken away). */
function changed(pointer: string, value: unknown): unknown {
  const copy = structuredClone(GOOD) as Record<string, unknown>;
  const steps = pointer.split('/').slice(1);
  const last = steps.pop() ?? '';
  let at: Record<string, unknown> = copy;
  for (const step of steps) at = at[step] as Record<string, unknown>;
  if (value === undefined) Reflect.deleteProperty(at, last);
  else at[last] = value;
  return copy;
}

function faultsOf(profile: unknown): readonly ProfileFault[] {
  try {
    compileProfile(parseProfile(typeof profile === 'string' ? profile : JSON.stringify(profile)));
    return [];
  } catch (fault) {
    if (fault instanceof InvalidProfile) return fault.faults;
    throw fault;
  }
}

const data = '/events/attendance/data';

describe('a profile', () => {
  test('reads the same from JSON and from YAML', () => {
    const yaml = `
waymarkProfile: 1
name: sessions
subject: { column: Ref, pseudonym: client }
events:
  attendance:
    type: attendance.recorded
    id: [Id]
    time: { column: Day, instant: dd/MM/yyyy }
    data:
      bookingId: { column: Id }
      outcome: { column: Came, map: { Y: attended } }
`;
    expect(parseProfile(yaml)).toEqual(parseProfile(JSON.stringify(GOOD)));
    expect(faultsOf(yaml)).toEqual([]);
  });

  test.each<[string, string, unknown, string?]>([
    ['an unknown member', '/colums', {}],
    ['a version nobody knows', '/waymarkProfile', 2],
    ['a name that is no name', '/name', 'My Profile'],
    ['no subject', '/subject', undefined],
    ['no events', '/events', {}],
    ['an unknown encoding', '/csv', { encoding: 'utf-7' }, '/csv/encoding'],
    ['a delimiter of two characters', '/csv', { delimiter: '||' }, '/csv/delimiter'],
    ['an unknown zone', '/zone', 'Europe/Londn'],
    ['an unknown event type', '/events/attendance/type', 'attendance.recorded.v9'],
    ['an event without an id', '/events/attendance/id', []],
    ['an event without a time', '/events/attendance/time', undefined],
    ['an unknown member of an event', '/events/attendance/dta', {}],
    ['a condition that is none', '/filter', [{ column: 'Came', equals: 'Y' }], '/filter/0'],
    ['an unknown member of data', `${data}/outcom`, { column: 'Came' }],
    ['a required member of data left out', `${data}/bookingId`, undefined],
    ['an unknown conversion', `${data}/bookingId`, { column: 'Id', upper: true }, `${data}/bookingId/upper`],
    ['a constant that is no code of the list', `${data}/reason`, 'transprt'],
    [
      'a map to what is no code of the list',
      `${data}/outcome`,
      { column: 'Came', map: { Y: 'came' } },
      `${data}/outcome/map`,
    ],
    ['two conversions of one cell', `${data}/startsAt`, { column: 'Day', instant: 'iso', number: true }],
    [
      'a date format that names no day',
      `${data}/startsAt`,
      { column: 'Day', instant: 'HH:mm' },
      `${data}/startsAt/instant`,
    ],
    ['several columns without a pseudonym', `${data}/bookingId`, { columns: ['Id', 'Day'] }],
  ])('with %s is refused with a pointer', (_name, pointer, value, at = pointer) => {
    expect(faultsOf(changed(pointer, value)).map((fault) => fault.pointer)).toContain(at);
  });

  test('names every fault at once', () => {
    const faults = faultsOf({ ...GOOD, name: 'A B', zone: 'Mars', more: 1 });
    expect(faults.map((fault) => fault.pointer).sort()).toEqual(['/more', '/name', '/zone']);
  });

  test.each([
    ['neither YAML nor JSON', 'a: [1'],
    ['a key twice', 'waymarkProfile: 1\nname: a\nname: b\n'],
    ['an alias bomb', `a: &a [x,x,x,x,x,x,x,x,x,x]\nb: &b [${'*a,'.repeat(30)}]\nc: [${'*b,'.repeat(30)}]\n`],
    ['empty', ''],
  ])('that is %s is refused', (_name, text) => {
    expect(faultsOf(text)).not.toEqual([]);
  });
});

describe('the documentation', () => {
  const docs = join(__dirname, '../../../../docs');
  const page = readFileSync(join(docs, 'csv-profiles.md'), 'utf8');
  const snippets = [...page.matchAll(/```yaml\n(.*?)```/gs)].map((found) => found[1] ?? '');

  test('shows profiles that work', () => {
    expect(snippets.length).toBeGreaterThan(0);
    expect(snippets.map(faultsOf)).toEqual(snippets.map(() => []));
    expect(faultsOf(readFileSync(join(docs, 'profiles/appointments.yaml'), 'utf8'))).toEqual([]);
  });
});
