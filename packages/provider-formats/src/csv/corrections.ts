/**
 * Refused rows as they are given back to be corrected: in their file's own columns, behind two that say where a row stood and what is
 * wrong with it. Such a file is read by the profile of the file that it came from; no profile reads the two.
 */
const ADDED = ['Row', 'What to correct'] as const;

/** Behind a byte order mark; whoever saves the file may write another delimiter than it was given with. */
const HEAD = /^\uFEFF?("?)Row\1([,;\t|])("?)What to correct\3(?=[,;\t|\r\n])/;
/** So much of a text tells whether it begins as such a file. */
export const HEAD_CHARS = 32;

/** Spreadsheets run what begins so; an apostrophe makes it text, and one more tells it from a cell that had one. */
const ALIVE = /^'*[=+\-@\t\r\n]/;
const INERT = /^'+[=+\-@\t\r\n]/;

/** The delimiter of a file of corrections; undefined when a text does not begin as one. */
export const delimiterOfCorrections = (head: string): string | undefined => HEAD.exec(head)?.[2];

/** Whether some bytes may be the first of such a file: that it is one by a mark, or by what a profile calls its encoding, or neither. */
export const mayBeCorrections = (head: Uint8Array): boolean =>
  /^"?Row"?[,;\t|]"?What to/.test(String.fromCharCode(...head));

export const areCorrections = ([first, second]: readonly string[]): boolean =>
  first?.trim() === ADDED[0] && second?.trim() === ADDED[1];

/** A row of such a file as it stood in the first one; the two places stay, without a text. */
export const asItStood = (cells: readonly string[]): string[] => [
  ...ADDED.map(() => ''),
  ...cells.slice(ADDED.length).map((text) => (INERT.test(text) ? text.slice(1) : text)),
];

/** The cells of a row without the two added places. */
export const ownCells = (cells: readonly string[]): string[] => cells.slice(ADDED.length);

/** The header of a file of corrections. */
export const correctionsHeader = (names: readonly string[]): string[] => [...ADDED, ...names].map(asText);

/** A refused row of it. */
export const correctionsRow = (row: number, what: string, texts: readonly string[]): string[] =>
  [String(row), what, ...texts].map(asText);

/** Such rows as CSV, behind the mark by which spreadsheets know UTF-8. */
export const correctionsCsv = (rows: readonly (readonly string[])[]): string =>
  `\uFEFF${rows.map((cells) => `${cells.map(quoted).join(',')}\r\n`).join('')}`;

const asText = (text: string): string => (ALIVE.test(text) ? `'${text}` : text);
const quoted = (text: string): string => (/[",;\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
