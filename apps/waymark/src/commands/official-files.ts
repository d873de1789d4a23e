import fs from 'node:fs';
import path from 'node:path';
import { officialTable, type OfficialTable, type PostcodeRow } from '@waymark/areas';
import { CsvFault, readCsv } from '@waymark/provider-formats';

export interface ReadFile {
  name: string;
  /** Undefined: not a file that is known by its columns. */
  table: OfficialTable | undefined;
}

export interface Reading {
  onFile: (nth: number, of: number) => void;
  /** Told each sound row of a postcode directory. */
  onPostcode: (row: PostcodeRow) => void;
}

/** A CSV file that ends in the middle of a quoted cell and the like: where, in words. */
export class BrokenFile extends Error {}

/** Every CSV file of a directory, read whole, in order of name. @throws {BrokenFile} */
export async function readOfficialFiles(directory: string, reading: Reading): Promise<ReadFile[]> {
  const names = fs.readdirSync(directory).filter((name) => /\.csv$/i.test(name));
  const read: ReadFile[] = [];
  for (const [nth, name] of names.sort().entries()) {
    reading.onFile(nth, names.length);
    read.push({ name, table: await readTable(path.join(directory, name), name, reading) });
  }
  return read;
}

async function readTable(
  file: string,
  name: string,
  { onPostcode }: Reading,
): Promise<OfficialTable | undefined> {
  let table: OfficialTable | undefined;
  try {
    const bytes = fs.createReadStream(file) as AsyncIterable<Buffer>;
    for await (const { row, cells } of readCsv(bytes, { encoding: 'utf-8', delimiter: ',' })) {
      if (table) table.add(cells, row);
      else if (!(table = officialTable(cells, onPostcode))) return undefined;
    }
    return table;
  } catch (fault) {
    if (!(fault instanceof CsvFault)) throw fault;
    throw new BrokenFile(`${name}: ${fault.message}`);
  }
}
