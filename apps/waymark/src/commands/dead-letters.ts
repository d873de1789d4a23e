import { parseArgs } from 'node:util';
import { DeadLetters, reasonOf as processorFault, type ReplayOutcome } from '@waymark/processor';
import { letterFilter, toldLetters, type ToldLetters } from '../dead-letters-openapi.js';
import { CommandFault } from './command-fault.js';
import { call } from './http.js';
import { operate, type Place } from './own-tables.js';
import type { ExitCode } from './run-command.js';

const PATH = '/api/v1/admin/dead-letters';
const COMMAND = 'dead-letters';

interface Filter {
  provider?: string;
  code?: string;
}

/**
 * `waymark dead-letters list|replay`: through the program that runs on the data directory, else by itself. Exit 0 listed, or none
 * of those asked for remains; 1 some remain; 2 could not run.
 */
export async function deadLettersCommand(args: string[]): Promise<ExitCode> {
  const { action, filter, place } = argumentsOf(args);
  if (action === 'list') {
    list(await told(filter, place));
    return 0;
  }
  const { replayed, remaining } = await readAgain(filter, place);
  say(`${replayed} understood now and in the tables, ${remaining} not understood still`);
  return remaining === 0 ? 0 : 1;
}

interface Arguments {
  action: 'list' | 'replay';
  filter: Filter;
  place: Place;
}

function argumentsOf(args: string[]): Arguments {
  const { values, positionals } = parse(args);
  const [action, ...more] = positionals;
  if ((action !== 'list' && action !== 'replay') || more.length > 0)
    throw new CommandFault(`waymark ${COMMAND}: say list or replay`);
  const { provider, code, to, key } = values;
  const filter = letterFilter.safeParse({ provider, code });
  if (!filter.success)
    throw new CommandFault(`waymark ${COMMAND}: --provider takes a provider's id, --code a reason as listed`);
  return {
    action,
    filter: { ...(provider !== undefined && { provider }), ...(code !== undefined && { code }) },
    place: { to, key },
  };
}

function parse(args: string[]) {
  const text = { type: 'string' } as const;
  const options = { provider: text, code: text, to: text, key: text };
  return parseArgs({ args, allowPositionals: true, options });
}

function told(filter: Filter, place: Place): Promise<ToldLetters> {
  const query = new URLSearchParams({ ...filter }).toString();
  return operate(COMMAND, place, {
    there: async (target) => (await call(target, `${PATH}?${query}`)) as ToldLetters,
    here: async (own) => toldLetters(await new DeadLetters(own).list(filter)),
    refused: processorFault,
  });
}

function readAgain(filter: Filter, place: Place): Promise<ReplayOutcome> {
  const headers = { 'content-type': 'application/json' };
  return operate(COMMAND, place, {
    there: async (target) =>
      (await call(target, `${PATH}:replay`, {
        ...{ method: 'POST', headers },
        body: JSON.stringify(filter),
      })) as ReplayOutcome,
    here: async (own) => {
      const outcome = await new DeadLetters(own).replay(filter);
      if (!outcome) throw new Error('nobody else replays in this process');
      return outcome;
    },
    refused: (fault) => `${processorFault(fault)}; what was not replayed waits as before`,
  });
}

function list({ groups, total }: ToldLetters): void {
  say(`${total} not understood`);
  for (const { code, detail, provider, count, firstReceivedAt, lastReceivedAt, samples } of groups) {
    say(
      `\n${count} ${code}, ${provider === '' ? 'of no provider that can be read' : `of ${provider}`}: ${detail}`,
    );
    say(`  received ${firstReceivedAt} to ${lastReceivedAt}`);
    for (const { partition, offset, bytes, masked } of samples)
      say(`  partition ${partition} offset ${offset}, ${bytes} bytes: ${masked.replace(/[\n\r\t]+/g, ' ')}`);
  }
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
