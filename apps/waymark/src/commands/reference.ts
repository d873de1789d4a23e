import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { composeEdition, IMD_YEARS, whyNoEdition, type Composed, type ImdYear } from '@waymark/areas';
import { londonDateText } from '@waymark/events';
import { reasonOf as processorFault, ReferenceLoader } from '@waymark/processor';
import { appendEdition } from '../reference-editions.js';
import type { Appended, LoadedEditions, SentEdition } from '../reference-openapi.js';
import { CommandFault, reasonOf } from './command-fault.js';
import { call } from './http.js';
import { BrokenFile, readOfficialFiles, type ReadFile } from './official-files.js';
import { operate, type OwnTables, type Place } from './own-tables.js';
import { ProgressLine } from './progress.js';
import { editionLines, faultLines, fileLines } from './reference-report.js';
import type { ExitCode } from './run-command.js';
import type { Target } from './target.js';

const PATH = '/api/v1/admin/reference';
const POLL_MS = 200;
const PATIENCE_MS = 120_000;

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
 * a dated edition beside the older ones. Exit 0 loaded (or there already), 1 refused for what stands in the files, 2 could not run.
 */
export async function referenceCommand(args: string[]): Promise<ExitCode> {
  const { directory, check, imdYear, label, place } = argumentsOf(args);
  const files = await filesOf(directory);
  for (const line of fileLines(files)) say(line);
  const tables = files.flatMap(({ table }) => table ?? []);
  const wrong = [...faultLines(files), ...whyNoEdition(tables, imdYear)];
  if (wrong.length > 0) {
    for (const line of wrong) say(line);
    say('Nothing was loaded');
    return 1;
  }
  const composed = composeEdition(tables, imdYear);
  for (const line of editionLines(tables, composed)) say(line);
  if (check) return 0;
  const edition = editionOf(composed, label);
  const { appended } = await load(edition, place);
  say(appended ? `Edition ${edition.id} is loaded` : `Edition ${edition.id} was there already`);
  return 0;
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
  try {
    const text = { type: 'string' } as const;
    const options = { check: { type: 'boolean' }, imd: text, label: text, to: text, key: text } as const;
    return parseArgs({ args, allowPositionals: true, options });
  } catch (fault) {
    throw new CommandFault(`waymark reference: ${reasonOf(fault)}`);
  }
}

async function filesOf(directory: string): Promise<ReadFile[]> {
  if (fs.statSync(directory, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw new CommandFault(`waymark reference: there is no directory ${directory}`);
  const line = new ProgressLine('Reading');
  try {
    const files = await readOfficialFiles(directory, (nth, of) =>
      line.show(nth / of, `${nth} of ${of} files`),
    );
    line.end(`${files.length} files`);
    return files;
  } catch (fault) {
    if (fault instanceof BrokenFile) throw new CommandFault(`waymark reference: ${fault.message}`);
    throw fault;
  }
}

/** Named after its day and what is in it, so that the same files again on one day change nothing. */
function editionOf({ practices, lsoas, imdYear }: Composed, label: string | undefined): SentEdition {
  const day = londonDateText(Date.now());
  const content = createHash('sha256')
    .update(JSON.stringify([label, practices, lsoas]))
    .digest('hex');
  const parts = [`Official files, ${day}`, ...(imdYear === undefined ? [] : [`deprivation ${imdYear}`])];
  return { id: `${day}-${content.slice(0, 8)}`, label: label ?? parts.join(', '), practices, lsoas };
}

function load(edition: SentEdition, place: Place): Promise<Appended> {
  return operate('reference', place, {
    there: (target) => loadThere(target, edition),
    here: (own) => loadHere(own, edition),
    refused: processorFault,
  });
}

async function loadThere(target: Target, edition: SentEdition): Promise<Appended> {
  const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
  const body = gzipSync(JSON.stringify(edition));
  const answer = (await call(target, PATH, { method: 'POST', headers, body })) as Appended;
  const giveUpAt = Date.now() + PATIENCE_MS;
  for (;;) {
    const { editions } = (await call(target, PATH)) as LoadedEditions;
    if (editions.some(({ id }) => id === edition.id)) return answer;
    if (Date.now() > giveUpAt)
      throw new CommandFault(
        `waymark reference: edition ${edition.id} is in the log, and not yet in the tables after two minutes`,
      );
    await sleep(POLL_MS);
  }
}

async function loadHere(own: OwnTables, edition: SentEdition): Promise<Appended> {
  const answer = await appendEdition(own, edition);
  const loader = await ReferenceLoader.start(own.log, own.warehouse);
  await loader.stop();
  return answer;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
