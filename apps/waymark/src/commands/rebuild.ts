import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import {
  reasonOf as rebuildFault,
  rebuild,
  type RebuildOutcome,
  type RebuildState,
} from '@waymark/processor';
import type { Difference } from '@waymark/warehouse';
import { CommandFault } from './command-fault.js';
import { call } from './http.js';
import { operate, type OwnTables } from './own-tables.js';
import { ProgressLine } from './progress.js';
import type { ExitCode } from './run-command.js';
import type { Target } from './target.js';

const POLL_MS = 500;
const PATH = '/api/v1/admin/rebuild';

/**
 * `waymark rebuild [--verify]`: through the program that runs on the data directory, else by itself. Exit 0 switched or equal, 1
 * the live tables differ, 2 could not run.
 */
export async function rebuildCommand(args: string[]): Promise<ExitCode> {
  const { verify, to, key } = argumentsOf(args);
  const line = new ProgressLine(verify ? 'Verifying' : 'Rebuilding');
  const outcome = await operate(
    'rebuild',
    { to, key },
    {
      there: (target) => rebuiltThere(target, verify, line),
      here: (own) => rebuiltHere(own, verify, line),
      refused: (fault) => `${rebuildFault(fault)}; nothing was switched`,
    },
  );
  line.end('done');
  return tell(outcome);
}

function argumentsOf(args: string[]): { verify: boolean; to?: string; key?: string } {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({ args, options: { verify: { type: 'boolean' }, to: text, key: text } });
  const { verify = false, to, key } = values;
  return { verify, ...(to !== undefined && { to }), ...(key !== undefined && { key }) };
}

async function rebuiltHere(
  { log, warehouse }: OwnTables,
  verify: boolean,
  line: ProgressLine,
): Promise<RebuildOutcome> {
  const onProgress = (progress: Progress): void => show(line, progress);
  return rebuild({ log, warehouse, verify, onProgress });
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
