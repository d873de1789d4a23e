import type { Breakdown } from '@waymark/measures';
import type { Registry } from '@waymark/service';
import { nameOf } from '../codes.js';
import type { DataCall, Table } from '../data-call.js';
import type { Format } from '../format.js';
import type { Envelope } from '../schemas.js';
import { csvOf } from './csv.js';
import { withNames } from './names.js';
import { provenance } from './provenance.js';

/** A download: what it is called, its media type and its bytes. */
export interface File {
  name: string;
  type: string;
  content: string | Buffer;
}

/**
 * An answer as a file.
 * @param address the path and query that were asked, without a host: what gives the same figures again
 */
export async function fileOf<Body extends object>(
  _format: Exclude<Format, 'json'>,
  call: DataCall<Body>,
  answer: Envelope & Body,
  registry: Registry,
  address: string,
): Promise<File> {
  const providerName = (id: string): string | undefined => registry.provider(id)?.name;
  const named = (breakdown: Breakdown, code: string): string => nameOf(breakdown, code, providerName);
  const [first] = call.tables(answer).map((table) => withNames(table, named));
  const about = provenance(call, answer, address);
  const { measure = call.name } = call.own;
  const name = [measure, ...call.asked.by, answer.asOf.slice(0, 10)].join('-');
  const type = 'text/csv; charset=utf-8; header=present';
  return { name: `waymark-${name}.csv`, type, content: csvOf(first as Table, about) };
}
