import { parseArgs } from 'node:util';
import { readSettings } from '@waymark/service';
import { call } from './http.js';
import type { ExitCode } from './run-command.js';
import { personsTarget } from './target.js';

/** Prints what `GET /api/v1/status` answers. Exit 0 when everything acknowledged is shown, 1 when not yet. */
export async function statusCommand(args: string[]): Promise<ExitCode> {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({ args, options: { to: text, key: text } });
  const target = personsTarget(readSettings(), 'controller', values);
  const status = (await call(target, '/api/v1/status')) as { lag: number };
  process.stdout.write(`${JSON.stringify(status, null, 2)}\n`);
  return status.lag === 0 ? 0 : 1;
}
