import type { Breakdown } from '@waymark/measures';
import type { Registry } from '@waymark/service';
import { NAMED_LEVELS } from '@waymark/warehouse';
import { nameOf } from '../codes.js';
import type { DataCall, Table } from '../data-call.js';
import { FORMATS, type Format } from '../format.js';
import type { Envelope } from '../schemas.js';
import { coverSheet, definitionsSheet } from './cover.js';
import { csvOf, WITHHELD } from './csv.js';
import { withNames } from './names.js';
import { provenance } from './provenance.js';
import { CONFIDENTIAL, sheetOf, workbookOf } from './workbook.js';

/** A download: what it is called, its media type and its bytes. */
export interface File {
  name: string;
  type: string;
  content: string | Buffer;
}

/**
 * An answer as a file.
 * @param address the path and query that were asked, without a host: what gives the same figures again
 * @throws {Problem} 422 too_many_rows, of a workbook.
 */
export async function fileOf<Body extends object>(
  format: Exclude<Format, 'json'>,
  call: DataCall<Body>,
  answer: Envelope & Body,
  registry: Registry,
  address: string,
): Promise<File> {
  const providerName = (id: string): string | undefined => registry.provider(id)?.name;
  const named = (breakdown: Breakdown, code: string): string =>
    placeName(answer, breakdown, code) ?? nameOf(breakdown, code, providerName);
  const tables = call.tables(answer).map((table) => withNames(table, named));
  const about = provenance(call, answer, { address, withheld: format === 'csv' ? WITHHELD : CONFIDENTIAL });
  const { measure = call.name } = call.own;
  const name = `waymark-${[measure, ...call.asked.by, answer.asOf.slice(0, 10)].join('-')}.${format}`;
  if (format === 'csv') {
    const type = `${FORMATS.csv}; charset=utf-8; header=present`;
    return { name, type, content: csvOf(tables[0] as Table, about) };
  }
  const sheets = [coverSheet(call, answer, about), definitionsSheet(about, tables), ...tables.map(sheetOf)];
  return { name, type: FORMATS.xlsx, content: await workbookOf(sheets) };
}

function placeName({ names = {} }: Envelope, breakdown: Breakdown, code: string): string | undefined {
  const level = NAMED_LEVELS.find((each) => each === breakdown);
  return level && names[level]?.[code];
}
