import { inflateRawSync } from 'node:zlib';

/** A sheet as a spreadsheet shows it. */
export interface OpenedSheet {
  name: string;
  /** Row by row; `null` where no cell is. */
  cells: (string | number | null)[][];
  formulas: number;
  merged: number;
}

/** Opens an Excel workbook, from its zip directory to the types of its cells. */
export function openWorkbook(bytes: Buffer): OpenedSheet[] {
  const files = unzip(bytes);
  const part = (name: string): string => files.get(name)?.toString('utf8') ?? '';
  const texts = [...part('xl/sharedStrings.xml').matchAll(/<si>(.*?)<\/si>/gs)].map(([, si = '']) =>
    [...si.matchAll(/<t[^>]*>(.*?)<\/t>/gs)].map(([, text = '']) => unescaped(text)).join(''),
  );
  const targets = new Map(
    elements(part('xl/_rels/workbook.xml.rels'), 'Relationship').map(({ Id = '', Target = '' }) => [
      Id,
      Target,
    ]),
  );
  return elements(part('xl/workbook.xml'), 'sheet').map((sheet) => {
    const xml = part(`xl/${(targets.get(sheet['r:id'] ?? '') ?? '').replace(/^\/xl\//, '')}`);
    return {
      name: sheet['name'] ?? '',
      cells: [...xml.matchAll(/<row[^>]*>(.*?)<\/row>/gs)].map(([, row = '']) => cellsOf(row, texts)),
      formulas: xml.match(/<f[ >/]/g)?.length ?? 0,
      merged: xml.match(/<mergeCell /g)?.length ?? 0,
    };
  });
}

function cellsOf(row: string, texts: readonly string[]): (string | number | null)[] {
  const cells: (string | number | null)[] = [];
  for (const [, attributes = '', content = ''] of row.matchAll(/<c ([^>]*?)(?:\/>|>(.*?)<\/c>)/gs)) {
    const { r = '', t } = attributesOf(attributes);
    const value = /<v>(.*?)<\/v>/s.exec(content)?.[1];
    const column = columnOf(r.replace(/\d/g, ''));
    while (cells.length < column) cells.push(null);
    if (value === undefined) cells.push(null);
    else cells.push(t === 's' ? (texts[Number(value)] ?? null) : t === undefined ? Number(value) : value);
  }
  return cells;
}

/** Zero for A. */
const columnOf = (letters: string): number =>
  Array.from(letters).reduce((sum, letter) => 26 * sum + letter.charCodeAt(0) - 64, 0) - 1;

function elements(xml: string, name: string): Record<string, string>[] {
  return [...xml.matchAll(new RegExp(`<${name} ([^>]*?)/?>`, 'g'))].map(([, attributes = '']) =>
    attributesOf(attributes),
  );
}

function attributesOf(text: string): Record<string, string> {
  return Object.fromEntries(
    [...text.matchAll(/([\w:]+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, unescaped(value)]),
  );
}

function unescaped(text: string): string {
  const signs: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };
  return text.replace(/&(\w+);/g, (whole, name: string) => signs[name] ?? whole);
}

const END_OF_DIRECTORY = 0x06054b50;

/** The files of a zip archive, by its central directory. */
export function unzip(bytes: Buffer): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  let end = bytes.length - 22;
  while (end >= 0 && bytes.readUInt32LE(end) !== END_OF_DIRECTORY) end--;
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
    const [nameLength, extra, comment] = [28, 30, 32].map((offset) => bytes.readUInt16LE(at + offset));
    const [method, size, local] = [
      bytes.readUInt16LE(at + 10),
      bytes.readUInt32LE(at + 20),
      bytes.readUInt32LE(at + 42),
    ];
    const name = bytes.toString('utf8', at + 46, at + 46 + (nameLength ?? 0));
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const packed = bytes.subarray(start, start + size);
    files.set(name, method === 0 ? packed : inflateRawSync(packed));
    at += 46 + (nameLength ?? 0) + (extra ?? 0) + (comment ?? 0);
  }
  return files;
}
