/** Twelve Mondays. */
export const MONDAYS = Array.from({ length: 12 }, (_, week) =>
  new Date(Date.UTC(2026, 7, 3 + 7 * week)).toISOString().slice(0, 10).split('-').reverse().join('/'),
);
export const PEOPLE = 40;

/** What stands in the cell of a person and a week: most come, some do not, some are late. */
function cellOf(person: number, week: number): string {
  const number = (person * 7 + week * 5) % 11;
  if (number === 0) return 'Late';
  return number < 4 ? 'No' : 'Yes';
}

const NAMES = ['Zoë Lee', 'José Oh', 'Ann Brontë', 'Siân Rees', 'Ben Cole'];

function rowOf(person: number, prefix = 'R'): string[] {
  const client = `${prefix}${String(person + 1).padStart(3, '0')}`;
  const day = String(1 + (person % 28)).padStart(2, '0');
  const cells = MONDAYS.map((_, week) => cellOf(person, week));
  return [client, NAMES[person % NAMES.length] ?? '', `${day}/07/2026`, ...cells];
}

/** Where somebody slipped: the row among the people, the column, and what was typed. */
export const SLIPS = [
  { person: 4, column: 3, typed: 'Yess', meant: '' },
  { person: 17, column: 2, typed: '31/02/2026', meant: '' },
  { person: 30, column: 9, typed: 'Mo', meant: '' },
].map((slip) => ({ ...slip, meant: rowOf(slip.person)[slip.column] ?? '' }));

/**
 * A register as a small leisure trust keeps it: a row a person and a column a Monday, a title above, semicolons, Windows-1252, three
 * slips of the keyboard and one row twice.
 */
export function register(): Buffer {
  const rows = Array.from({ length: PEOPLE }, (_, person) => rowOf(person));
  for (const { person, column, typed } of SLIPS) rows[person]![column] = typed;
  return fileOf([...rows, [...rows[7]!]]);
}

/** The register of another walk, without a slip. */
export function cleanRegister(people: number): Buffer {
  return fileOf(Array.from({ length: people }, (_, person) => rowOf(person, 'S')));
}

function fileOf(rows: string[][]): Buffer {
  const title = ['Harbour Trust – café walk, autumn 2026', '', ''];
  const lines = [title, ['Client no', 'Full name', 'Referred', ...MONDAYS], ...rows];
  return windows1252(lines.map((cells) => `${cells.join(';')}\r\n`).join(''));
}

/** Letters beyond ASCII have the same numbers in Latin-1, save for the dash. */
function windows1252(text: string): Buffer {
  return Buffer.from(Array.from(text, (letter) => (letter === '–' ? 0x96 : letter.charCodeAt(0))));
}

/** What is true of the register once every slip is put right. */
export function counted(): Record<'attended' | 'missed', number> {
  const cells = Array.from({ length: PEOPLE }, (_, person) => rowOf(person).slice(3)).flat();
  const missed = cells.filter((cell) => cell === 'No').length;
  return { attended: cells.length - missed, missed };
}
