import { parseArgs } from 'node:util';
import { readSettings, type Settings, type UserRole } from '@waymark/service';
import { readCredentials } from '../credentials.js';
import { CommandFault } from './command-fault.js';

export interface Target {
  url: string;
  key: string;
}

export interface PushArguments {
  file: string;
  profile?: string;
  target: Target;
}

/**
 * Reads the arguments of the pushing commands. Without `--to` and `--key` the local run is meant: its port and the
 * key of `--provider`, else of its first provider.
 */
export function pushArguments(command: string, args: string[]): PushArguments {
  const { values, positionals } = parse(args);
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new CommandFault(`waymark ${command}: name one FILE`);
  return { file, target: targetOf(values), ...(values.profile !== undefined && { profile: values.profile }) };
}

interface Values {
  to?: string | undefined;
  key?: string | undefined;
  provider?: string | undefined;
  profile?: string | undefined;
}

function parse(args: string[]): { values: Values; positionals: string[] } {
  const text = { type: 'string' } as const;
  return parseArgs({
    args,
    allowPositionals: true,
    options: { to: text, key: text, provider: text, profile: text },
  });
}

/** Where a command goes that a signed-in person could do: by default as `role` of the local run. */
export function personsTarget(
  settings: Settings,
  role: UserRole,
  { to, key }: { to?: string | undefined; key?: string | undefined },
): Target {
  const token = key ?? readCredentials(settings.dataDir)?.users[role]?.token;
  if (token === undefined)
    throw new CommandFault(
      `waymark: no credentials in ${settings.dataDir}; start the local run or give --key`,
    );
  return { url: addressOf(settings, to), key: token };
}

function addressOf({ port }: Settings, to: string | undefined): string {
  const url = (to ?? `http://127.0.0.1:${port}`).replace(/\/+$/, '');
  if (URL.canParse(url)) return url;
  throw new CommandFault('waymark: --to must be a URL, such as https://waymark.example');
}

function targetOf(values: Values): Target {
  const settings = readSettings();
  const url = addressOf(settings, values.to);
  if (values.key !== undefined) return { url, key: values.key };
  const credentials = readCredentials(settings.dataDir);
  if (!credentials) {
    throw new CommandFault(
      `waymark: no credentials in ${settings.dataDir}; start the local run or give --key`,
    );
  }
  const id = values.provider ?? Object.keys(credentials.providers)[0] ?? '';
  const provider = credentials.providers[id];
  if (!provider)
    throw new CommandFault(`waymark: ${settings.dataDir} holds no key of provider ${JSON.stringify(id)}`);
  return { url, key: provider.key };
}
