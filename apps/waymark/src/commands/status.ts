import { parseArgs } from 'node:util';
import { readSettings } from '@waymark/service';
import { readCredentials } from '../credentials.js';
import { CommandFault } from './command-fault.js';
import { call } from './http.js';
import type { ExitCode } from './run-command.js';

/** Prints what `GET /api/v1/status` answers. Exit 0 when everything acknowledged is shown, 1 when not yet. */
export async function statusCommand(args: string[]): Promise<ExitCode> {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({ args, options: { to: text, key: text } });
  const settings = readSettings();
  const key = values.key ?? readCredentials(settings.dataDir)?.users['controller']?.token;
  if (key === undefined)
    throw new CommandFault('waymark status: no credentials in the data directory; give --key');
  const url = values.to ?? `http://127.0.0.1:${settings.port}`;
  const status = (await call({ url, key }, '/api/v1/status')) as { lag: number };
  process.stdout.write(`${JSON.stringify(status, null, 2)}\n`);
  return status.lag === 0 ? 0 : 1;
}
