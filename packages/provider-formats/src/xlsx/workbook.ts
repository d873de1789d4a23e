import { kindOf } from '../csv/signature.js';
import { dateStylesOf } from './styles.js';
import { broken, macroWorkbook, notAWorkbook, protectedWorkbook, tooLarge } from './workbook-fault.js';
import { readXml } from './xml.js';
import { partsOf, unpacked, type Part } from './zip.js';

const SMALL_PART_BYTES = 8 * 1024 * 1024;
const STRINGS_BYTES = 96 * 1024 * 1024;
/** Held while the sheet is read: every text of the workbook, once. */
const STRINGS_CHARS_MAX = 16 * 1024 * 1024;
const STRINGS_MAX = 1_000_000;

export interface Sheet {
  name: string;
  hidden: boolean;
  part: Part;
}

/** What is known of a workbook before a sheet is read. */
export interface Workbook {
  sheets: readonly Sheet[];
  strings: readonly string[];
  /** Which styles of cells show a number as a date. */
  dateStyles: readonly boolean[];
  /** Days from 1899-12-30 to the day from which it counts. */
  daysBefore: number;
}

/**
 * Opens an Excel workbook (.xlsx).
 * @throws {CsvFault} saying what to do, when it is another kind of file, damaged, protected, with macros, or unpacks to too much.
 */
export function openWorkbook(bytes: Uint8Array): Workbook {
  checkIsWorkbook(bytes);
  const parts = partsOf(bytes);
  if ([...parts.keys()].some((name) => /vbaProject|macrosheets\//i.test(name))) throw macroWorkbook();
  const read = (name: string, most = SMALL_PART_BYTES): Iterable<Uint8Array> => {
    const part = parts.get(name);
    return part ? unpacked(part, most) : [];
  };
  if (!parts.has('xl/workbook.xml')) {
    throw notAWorkbook(
      parts.has('[Content_Types].xml') ? 'a workbook or document of another kind' : undefined,
    );
  }
  checkHasNoMacros(read('[Content_Types].xml'));
  const { listed, from1904 } = listedSheets(read('xl/workbook.xml'));
  const targets = targetsOf(read('xl/_rels/workbook.xml.rels'));
  const sheets = listed.flatMap(({ id, ...sheet }) => {
    const part = parts.get(targets.get(id) ?? '');
    return part ? [{ ...sheet, part }] : [];
  });
  if (sheets.length === 0) throw broken();
  return {
    sheets,
    strings: parts.has('xl/sharedStrings.xml')
      ? sharedStrings(read('xl/sharedStrings.xml', STRINGS_BYTES))
      : [],
    dateStyles: parts.has('xl/styles.xml') ? dateStylesOf(read('xl/styles.xml')) : [],
    daysBefore: from1904 ? 1_462 : 0,
  };
}

function checkIsWorkbook(bytes: Uint8Array): void {
  const [a, b, c, d] = bytes;
  if (a === 0x50 && b === 0x4b && c === 3 && d === 4) return;
  // What encryption makes of a workbook is a file of the old kind around it.
  if (a === 0xd0 && b === 0xcf && c === 0x11 && d === 0xe0) throw protectedWorkbook();
  throw notAWorkbook(kindOf(bytes));
}

function checkHasNoMacros(types: Iterable<Uint8Array>): void {
  readXml(types, {
    opens: (_name, attributes) => {
      if (/macroEnabled/i.test(attributes['ContentType'] ?? '')) throw macroWorkbook();
    },
  });
}

function listedSheets(workbook: Iterable<Uint8Array>): {
  listed: { name: string; id: string; hidden: boolean }[];
  from1904: boolean;
} {
  const listed: { name: string; id: string; hidden: boolean }[] = [];
  let from1904 = false;
  readXml(workbook, {
    opens: (name, attributes) => {
      if (name === 'workbookPr') from1904 = /^(1|true)$/.test(attributes['date1904'] ?? '');
      if (name !== 'sheet') return;
      const id = Object.entries(attributes).find(([key]) => /:id$/.test(key))?.[1] ?? '';
      const hidden = /hidden/i.test(attributes['state'] ?? '');
      listed.push({ name: attributes['name'] ?? '', id, hidden });
    },
  });
  return { listed, from1904 };
}

function targetsOf(relations: Iterable<Uint8Array>): Map<string, string> {
  const targets = new Map<string, string>();
  const read = [...relations];
  if (read.length === 0) return targets;
  readXml(read, {
    opens: (name, attributes) => {
      const target = attributes['Target'] ?? '';
      if (name === 'Relationship')
        targets.set(attributes['Id'] ?? '', target.startsWith('/') ? target.slice(1) : `xl/${target}`);
    },
  });
  return targets;
}

/** The texts that cells refer to; how a text is pronounced is left out. */
function sharedStrings(pieces: Iterable<Uint8Array>): string[] {
  const strings: string[] = [];
  let chars = 0;
  let text = '';
  let inText = false;
  let phonetic = false;
  readXml(pieces, {
    opens: (name) => {
      if (name === 'si') text = '';
      else if (name === 'rPh') phonetic = true;
      else if (name === 't') inText = !phonetic;
    },
    text: (more) => {
      if (inText) text += more;
    },
    closes: (name) => {
      if (name === 't') inText = false;
      else if (name === 'rPh') phonetic = false;
      if (name !== 'si') return;
      chars += text.length;
      if (chars > STRINGS_CHARS_MAX || strings.length >= STRINGS_MAX) throw tooLarge();
      strings.push(text);
    },
  });
  return strings;
}
