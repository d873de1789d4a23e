import { SettingsFault } from '@waymark/service';
import { CommandFault } from './command-fault.js';

/** Exit codes: 0 all accepted or duplicate, 1 some rejected, 2 could not run. */
export type ExitCode = 0 | 1 | 2;

type Command = (args: string[]) => Promise<ExitCode>;

/** Loaded when asked for: the servers behind `serve` take longer to load than most commands to run. */
const COMMANDS: Record<string, () => Promise<Command>> = {
  serve: async () => (await import('./serve.js')).serveCommand,
  send: async () => (await import('./send.js')).sendCommand,
  validate: async () => (await import('./send.js')).validateCommand,
  import: async () => (await import('./import.js')).importCommand,
  status: async () => (await import('./status.js')).statusCommand,
  rebuild: async () => (await import('./rebuild.js')).rebuildCommand,
  reference: async () => (await import('./reference.js')).referenceCommand,
  keys: async () => (await import('./keys.js')).keysCommand,
  providers: async () => (await import('./providers.js')).providersCommand,
  suppliers: async () => (await import('./providers.js')).suppliersCommand,
  'dead-letters': async () => (await import('./dead-letters.js')).deadLettersCommand,
};

const USAGE = `Waymark: whether activity-based social prescribing works, and for whom

  waymark serve [--roles ingest,processor,portal]     run the platform (settings: see README)
  waymark send FILE                                   push CloudEvents (JSON or NDJSON)
  waymark validate FILE                               the same checks, nothing stored
  waymark import FILE --profile P                     push a CSV export through a profile (a file or a name)
  waymark status                                      is everything that was acknowledged shown?
  waymark rebuild [--verify]                          make the tables again from the log, then switch; or compare only
  waymark reference load DIR                          areas, practices and deprivation from official files, as an edition
  waymark dead-letters list|replay                    records not understood; read them again with this version's reader
  waymark keys issue|list                             keys of --provider ID, or of --supplier ID; --test: stores nothing
  waymark keys revoke KEY-ID                          refused by every process within a second
  waymark providers set ID | list                     --name TEXT, --prefix URI (again for more), --complete-from, --complete-to DATE
  waymark suppliers set ID | list                     --name TEXT, --serves PROVIDER (again for more): one key for several providers

  send, validate and import take --to URL, --key KEY and --provider ID; by default they talk to the local run.
  reference takes --check (report only), --imd 2019|2025 and --label TEXT; --to and --key as rebuild.
  keys, providers and suppliers take --to URL and --key TOKEN of an administrator.
  dead-letters takes --provider ID and --code CODE; like rebuild it takes --to URL and --key TOKEN of an administrator.
  Exit: 0 all accepted or duplicate, 1 some rejected, 2 could not run.
`;

const isHelp = (word: string): boolean => word === '--help' || word === '-h';

/** Runs one command line. Faults that a person can mend are one sentence on stderr; bugs show their stack. */
export async function runCommand([name, ...args]: string[]): Promise<ExitCode> {
  const load = name === undefined ? undefined : COMMANDS[name];
  if (!load) {
    const asked = name === undefined || name === 'help' || isHelp(name);
    process.stderr.write(asked ? USAGE : `waymark: there is no command ${JSON.stringify(name)}\n\n${USAGE}`);
    return name !== undefined && asked ? 0 : 2;
  }
  if (args.some(isHelp)) {
    process.stderr.write(USAGE);
    return 0;
  }
  try {
    const command = await load();
    return await command(args);
  } catch (fault) {
    process.stderr.write(`${mendable(fault, name ?? '')}\n`);
    return 2;
  }
}

/** One sentence about what a person can mend; whatever else is wrong is thrown on. */
function mendable(fault: unknown, command: string): string {
  if (fault instanceof CommandFault || fault instanceof SettingsFault) return fault.message;
  const { code = '', message = '' } = Object(fault) as { code?: unknown; message?: string };
  if (!String(code).startsWith('ERR_PARSE_ARGS')) throw fault;
  const [sentence] = message.split('. ');
  return `waymark ${command}: ${sentence}; "waymark help" tells what there is`;
}
