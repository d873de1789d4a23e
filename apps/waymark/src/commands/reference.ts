import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { parseArgs } from 'node:util';
import {
  composeEdition,
  IMD_YEARS,
  PostcodeCollector,
  whyNoEdition,
  type Composed,
  type ImdYear,
  type OfficialTable,
  type PostcodeTable,
} from '@waymark/areas';
import { londonDateText } from '@waymark/events';
import type { Appended, SentEdition } from '../reference-openapi.js';
import { CommandFault } from './command-fault.js';
import { loadReference, type Reference } from './load-reference.js';
import { BrokenFile, readOfficialFiles, type ReadFile } from './official-files.js';
import type { Place } from './own-tables.js';
import { ProgressLine } from './progress.js';
import { editionLines, faultLines, fileLines, postcodesLine } from './reference-report.js';
import type { ExitCode } from './run-command.js';

interface Arguments {
  directory: string;
  /** Checks and reports only. */
  check: boolean;
  imdYear: ImdYear | undefined;
  label: string | undefined;
  place: Place;
}

/**
 * `waymark reference load DIR`: reads the official files of a directory, says what they know and what does not fit, and loads them as
 * a dated edition beside the older ones, and the postcode directory for ingest. Exit 0 loaded (or there already), 1 refused for what
 * stands in the files, 2 could not run.
 */
export async function referenceCommand(args: string[]): Promise<ExitCode> {
  const { directory, check, imdYear, label, place } = argumentsOf(args);
  const collected = new PostcodeCollector();
  const files = await filesOf(directory, collected);
  for (const line of fileLines(files)) say(line);
  const tables = files.flatMap(({ table }) => table ?? []);
  const withEdition = imdYear !== undefined || !isOnlyPostcodes(tables);
  const wrong = [...faultLines(files), ...(withEdition ? whyNoEdition(tables, imdYear) : [])];
  if (wrong.length > 0) {
    for (const line of wrong) say(line);
    say('Nothing was loaded');
    return 1;
  }
  const reference: Reference = {
    ...(withEdition && { edition: toldEdition(tables, imdYear, label) }),
    ...(!collected.isEmpty && { postcodes: toldPostcodes(collected) }),
  };
  if (check) return 0;
  const { edition, postcodes } = await loadReference(reference, place);
  if (edition) sayLoaded('Edition', edition);
  if (postcodes) sayLoaded('Postcode directory', postcodes);
  return 0;
}

/** Somebody who loads each new directory of postcodes has no edition beside it. */
function isOnlyPostcodes(tables: readonly OfficialTable[]): boolean {
  return tables.length > 0 && tables.every(({ kind }) => kind === 'postcodes');
}

function toldEdition(
  tables: readonly OfficialTable[],
  imdYear: ImdYear | undefined,
  label: string | undefined,
): SentEdition {
  const composed = composeEdition(tables, imdYear);
  for (const line of editionLines(tables, composed)) say(line);
  return editionOf(composed, label);
}

function toldPostcodes(collected: PostcodeCollector): PostcodeTable {
  const table = collected.table();
  say(postcodesLine(table));
  return table;
}

function sayLoaded(what: string, { id, appended }: Appended): void {
  say(appended ? `${what} ${id} is loaded` : `${what} ${id} was there already`);
}

function argumentsOf(args: string[]): Arguments {
  const { values, positionals } = parse(args);
  const [action, directory, ...more] = positionals;
  if (action !== 'load' || directory === undefined || more.length > 0)
    throw new CommandFault('waymark reference: say load DIR');
  const { check = false, imd, label, to, key } = values;
  const imdYear = IMD_YEARS.find((year) => String(year) === imd);
  if (imd !== undefined && imdYear === undefined)
    throw new CommandFault(`waymark reference: --imd takes ${IMD_YEARS.join(' or ')}`);
  if (label !== undefined && (label === '' || label.length > 120))
    throw new CommandFault('waymark reference: --label takes at most 120 characters');
  return { directory, check, imdYear, label, place: { to, key } };
}

function parse(args: string[]) {
  const text = { type: 'string' } as const;
  const options = { check: { type: 'boolean' }, imd: text, label: text, to: text, key: text } as const;
  return parseArgs({ args, allowPositionals: true, options });
}

async function filesOf(directory: string, postcodes: PostcodeCollector): Promise<ReadFile[]> {
  if (fs.statSync(directory, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw new CommandFault(`waymark reference: there is no directory ${directory}`);
  const line = new ProgressLine('Reading');
  try {
    const files = await readOfficialFiles(directory, {
      onFile: (nth, of) => line.show(nth / of, `${nth} of ${of} files`),
      onPostcode: (row) => postcodes.add(row),
    });
    line.end(`${files.length} files`);
    return files;
  } catch (fault) {
    if (fault instanceof BrokenFile) throw new CommandFault(`waymark reference: ${fault.message}`);
    throw fault;
  }
}

/** Named after its day and what is in it, so that the same files again on one day change nothing. */
function editionOf({ practices, lsoas, places, imdYear }: Composed, label: string | undefined): SentEdition {
  const day = londonDateText(Date.now());
  const content = createHash('sha256')
    .update(JSON.stringify([label, practices, lsoas, places]))
    .digest('hex');
  const parts = [`Official files, ${day}`, ...(imdYear === undefined ? [] : [`deprivation ${imdYear}`])];
  return { id: `${day}-${content.slice(0, 8)}`, label: label ?? parts.join(', '), practices, lsoas, places };
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
