import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { LogLocked, TOPICS, type EventLog } from '@waymark/event-log';
import {
  reasonOf as rebuildFault,
  rebuild,
  type RebuildOutcome,
  type RebuildState,
} from '@waymark/processor';
import { readSettings, type Settings } from '@waymark/service';
import type { Difference } from '@waymark/warehouse';
import { readCredentials } from '../credentials.js';
import { openLog, openWarehouseOf } from '../parts.js';
import { CommandFault, reasonOf } from './command-fault.js';
import { call } from './http.js';
import { ProgressLine } from './progress.js';
import type { ExitCode } from './run-command.js';

const POLL_MS = 500;
const PATH = '/api/v1/admin/rebuild';

/**
 * `waymark rebuild [--verify]`: through the program that runs on the data directory, else by itself. Exit 0 switched or equal, 1
 * the live tables differ, 2 could not run.
 */
export async function rebuildCommand(args: string[]): Promise<ExitCode> {
  const { verify, to, key } = argumentsOf(args);
  const settings = readSettings();
  const line = new ProgressLine(verify ? 'Verifying' : 'Rebuilding');
  const own = to === undefined ? await openOwnLog(settings) : undefined;
  const outcome = own
    ? await rebuiltHere(own, settings, verify, line)
    : await rebuiltThere(targetOf(settings, to, key), verify, line);
  line.end('done');
  return tell(outcome);
}

function argumentsOf(args: string[]): { verify: boolean; to?: string; key?: string } {
  try {
    const text = { type: 'string' } as const;
    const { values } = parseArgs({ args, options: { verify: { type: 'boolean' }, to: text, key: text } });
    const { verify = false, to, key } = values;
    return { verify, ...(to !== undefined && { to }), ...(key !== undefined && { key }) };
  } catch (fault) {
    throw new CommandFault(`waymark rebuild: ${reasonOf(fault)}`);
  }
}

/** Undefined while a program runs on the data directory: it holds the log's lock. */
async function openOwnLog(settings: Settings): Promise<EventLog | undefined> {
  if (!settings.kafkaBrokers && !fs.existsSync(path.join(settings.dataDir, 'log')))
    throw new CommandFault(`waymark rebuild: there is no log in ${settings.dataDir}`);
  try {
    return await openLog(settings);
  } catch (fault) {
    if (fault instanceof LogLocked) return undefined;
    throw new CommandFault(`waymark rebuild: the log cannot be opened: ${reasonOf(fault)}`);
  }
}

async function rebuiltHere(
  log: EventLog,
  settings: Settings,
  verify: boolean,
  line: ProgressLine,
): Promise<RebuildOutcome> {
  try {
    await log.ensureTopics(Object.values(TOPICS));
    const warehouse = await openWarehouseOf(settings);
    try {
      const onProgress = (progress: Progress): void => show(line, progress);
      return await rebuild({ log, warehouse, verify, onProgress });
    } finally {
      await warehouse.close();
    }
  } catch (fault) {
    throw new CommandFault(`waymark rebuild: ${rebuildFault(fault)}; nothing was switched`);
  } finally {
    await log.close();
  }
}

interface Target {
  url: string;
  key: string;
}

function targetOf(settings: Settings, to: string | undefined, given: string | undefined): Target {
  const url = (to ?? `http://127.0.0.1:${settings.port}`).replace(/\/+$/, '');
  if (!URL.canParse(url)) throw new CommandFault('waymark rebuild: --to must be a URL');
  const key = given ?? readCredentials(settings.dataDir)?.users['admin']?.token;
  if (key === undefined)
    throw new CommandFault('waymark rebuild: no credentials in the data directory; give --key');
  return { url, key };
}

async function rebuiltThere(target: Target, verify: boolean, line: ProgressLine): Promise<RebuildOutcome> {
  const body = JSON.stringify({ verify });
  const headers = { 'content-type': 'application/json' };
  await call(target, PATH, { method: 'POST', headers, body });
  for (;;) {
    const now = (await call(target, PATH)) as RebuildState;
    if (now.state === 'done') return now.outcome;
    if (now.state === 'failed')
      throw new CommandFault(`waymark rebuild: ${now.reason}; nothing was switched`);
    if (now.state === 'none')
      throw new CommandFault(
        'waymark rebuild: the program was started again meanwhile; nothing was switched',
      );
    show(line, now.progress);
    await sleep(POLL_MS);
  }
}

type Progress = Extract<RebuildState, { state: 'running' }>['progress'];

function show(line: ProgressLine, { phase, read, of }: Progress): void {
  const note = phase === 'loading' ? `${read} of ${of} events` : phase.replaceAll('_', ' ');
  line.show(of > 0 ? read / of : undefined, note);
}

function tell({ generation, switched, records, rows, checksum, compared }: RebuildOutcome): ExitCode {
  const say = (text: string): boolean => process.stdout.write(`${text}\n`);
  say(`${rows} rows from ${records} records, checksum ${checksum}`);
  if (switched) say(`Generation ${generation} answers now`);
  if (!compared) return 0;
  const { live, differences } = compared;
  if (differences.length === 0 && live.checksum === checksum) {
    say('The live tables are equal, row for row and by checksum');
    return 0;
  }
  say(`The live tables differ: ${live.rows} rows, checksum ${live.checksum}. The first differences:`);
  for (const difference of differences) say(`  ${inWords(difference)}`);
  return 1;
}

function inWords({ table, key, found, columns }: Difference): string {
  const place = `${table} ${Object.values(key).join('/')}`;
  switch (found) {
    case 'only_first':
      return `${place}: only in the live tables`;
    case 'only_second':
      return `${place}: missing from the live tables`;
    case 'both':
      return `${place}: ${columns.join(', ')}`;
  }
}
