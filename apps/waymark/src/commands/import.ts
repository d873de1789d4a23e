import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import {
  compileProfile,
  InvalidProfile,
  parseProfile,
  sentenceOf,
  type CsvProfile,
} from '@waymark/provider-formats';
import { listRejects, MEDIA_TYPES, type FileKind, type ImportAnswer } from '@waymark/ingest-api';
import type { ImportReject } from '@waymark/service';
import { CommandFault } from './command-fault.js';
import { call } from './http.js';
import { ProgressLine } from './progress.js';
import type { ExitCode } from './run-command.js';
import { pushArguments, type Target } from './target.js';

/** Enough to see what kind of fault it is; all of them are in the file. */
const SENTENCES_SHOWN = 5;

interface StoredProfile {
  name: string;
  hash: string;
  profile: CsvProfile;
}

/**
 * `waymark import FILE --profile P`: takes an export, CSV or a workbook, through a profile. The job is named after what is in the file and the
 * profile, so the same again changes nothing, and after a break the same command goes on.
 */
export async function importCommand(args: string[]): Promise<ExitCode> {
  const { file, profile: asked, target } = pushArguments('import', args);
  if (asked === undefined)
    throw new CommandFault('waymark import: give --profile, a file or the name of a stored profile');
  if (!isFile(file)) throw new CommandFault(`waymark import: there is no file ${file}`);
  const stored = await storedProfile(target, asked);
  const id = await jobName(file, stored);
  const progress = new ProgressLine('import');
  const address = `/v1/imports?${new URLSearchParams({ profile: stored.name, id }).toString()}`;
  const answer = (await call(target, address, () => upload(file, progress))) as ImportAnswer;
  const { accepted, duplicates, rejected, leftOut, revision } = answer;
  progress.end(
    `${accepted} rows accepted, ${duplicates} duplicate, ${rejected} rejected, ${leftOut} left out (revision ${revision})`,
  );
  await writeRejects(file, stored.profile, answer);
  return rejected > 0 ? 1 : 0;
}

/** Stores a profile's file under the name it gives itself, or finds a stored one. */
async function storedProfile(target: Target, asked: string): Promise<StoredProfile> {
  if (!isFile(asked)) {
    if (!/^[a-z0-9-]+$/.test(asked))
      throw new CommandFault(`waymark import: there is no profile file ${asked}`);
    return (await call(target, `/v1/profiles/${asked}`)) as StoredProfile;
  }
  const text = fs.readFileSync(asked, 'utf8');
  const { name } = readProfile(asked, text);
  const headers = { 'content-type': 'application/yaml' };
  return (await call(target, `/v1/profiles/${name}`, {
    method: 'PUT',
    headers,
    body: text,
  })) as StoredProfile;
}

function readProfile(file: string, text: string): CsvProfile {
  try {
    const profile = parseProfile(text);
    compileProfile(profile);
    return profile;
  } catch (fault) {
    if (!(fault instanceof InvalidProfile)) throw fault;
    const lines = fault.faults.map(
      ({ pointer, expected }) => `  ${pointer || '(whole)'}: expected ${expected}`,
    );
    throw new CommandFault(`waymark import: ${file} is not a profile:\n${lines.join('\n')}`);
  }
}

async function jobName(file: string, { hash }: StoredProfile): Promise<string> {
  const content = createHash('sha256').update(hash);
  for await (const chunk of fs.createReadStream(file)) content.update(chunk as Buffer);
  return `csv-${content.digest('hex').slice(0, 40)}`;
}

function upload(file: string, progress: ProgressLine): RequestInit & { headers: Record<string, string> } {
  const body = Readable.toWeb(Readable.from(shown(file, progress))) as ReadableStream<Uint8Array>;
  return {
    method: 'POST',
    headers: { 'content-type': MEDIA_TYPES[kindOf(file)] },
    body,
    duplex: 'half',
  } as RequestInit & {
    headers: Record<string, string>;
  };
}

/** The file as it is sent. The server takes no more than it has made durable, so what is sent is nearly what is done. */
async function* shown(file: string, progress: ProgressLine): AsyncGenerator<Buffer> {
  const { size } = fs.statSync(file);
  let sent = 0;
  for await (const chunk of fs.createReadStream(file) as AsyncIterable<Buffer>) {
    yield chunk;
    sent += chunk.length;
    progress.show(sent / size, `${(sent / 1e6).toFixed(1)} of ${(size / 1e6).toFixed(1)} MB`);
  }
}

/**
 * Writes every reject beside the file: where, why, and what was expected, never what stood there. The server lists the first
 * thousand; more are found in the caller's own rows.
 */
async function writeRejects(file: string, profile: CsvProfile, answer: ImportAnswer): Promise<void> {
  const path = `${file}.rejects.csv`;
  fs.rmSync(path, { force: true });
  if (answer.rejected === 0) return;
  const handle = fs.openSync(path, 'w', 0o600);
  let written = 0;
  const unseen = new Map(answer.rejects.map((reject) => [reject.row, reject]));
  const write = (reject: ImportReject): void => {
    fs.writeSync(handle, csvLine([String(reject.row), reject.column ?? '', reject.code, reject.expected]));
    unseen.delete(reject.row);
    written += 1;
  };
  fs.writeSync(handle, csvLine(['row', 'column', 'code', 'expected']));
  if (answer.rejected > answer.rejects.length)
    await listRejects(profile, fs.createReadStream(file), write, kindOf(file));
  for (const reject of [...unseen.values()]) write(reject);
  fs.closeSync(handle);
  for (const reject of answer.rejects.slice(0, SENTENCES_SHOWN))
    process.stderr.write(`  ${sentenceOf(reject)}\n`);
  process.stderr.write(`What was rejected, and why (rows as a spreadsheet counts them): ${path}\n`);
  if (written < answer.rejected)
    process.stderr.write(
      `${answer.rejected - written} more could only be seen by the server and are not listed\n`,
    );
}

function csvLine(cells: readonly string[]): string {
  return `${cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')}\n`;
}

/** Workbooks of other kinds are sent as workbooks, too: the answer says what to do with them. */
const kindOf = (file: string): FileKind => (/\.xls[xm]$/i.test(file) ? 'xlsx' : 'csv');

const isFile = (path: string): boolean => fs.statSync(path, { throwIfNoEntry: false })?.isFile() === true;
