import { parseArgs } from 'node:util';
import { OffsetOutOfRange } from '@waymark/event-log';
import { ALL_ROLES, logger, readSettings, setLogLevel, type ProcessRole } from '@waymark/service';
import { startProgram, type Program } from '../program.js';
import { CommandFault } from './command-fault.js';
import type { ExitCode } from './run-command.js';

/** The time in which everything must be stopped; past it the process ends anyway, which the log survives. */
const STOP_WITHIN_MS = 9_500;

/** `waymark serve`: runs the asked roles until SIGTERM or SIGINT. */
export async function serveCommand(args: string[]): Promise<ExitCode> {
  const { values } = parseArgs({ args, options: { roles: { type: 'string' } } });
  const roles = rolesOf(values.roles);
  const settings = readSettings();
  setLogLevel(settings.logLevel);
  const stopAsked = new Promise<void>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => resolve());
  });
  let deadline: NodeJS.Timeout | undefined;
  void stopAsked.then(() => {
    deadline = setTimeout(() => {
      logger.error('stopping took too long');
      process.exit(1);
    }, STOP_WITHIN_MS);
  });
  const tell = (line: string): unknown => process.stdout.write(`${line}\n`);
  const program = await startProgram(settings, roles, tell, stopAsked);
  if (program) {
    await Promise.race([stopAsked, program.died]).catch((fault: unknown) => endedBy(fault, program));
    await program.stop();
  }
  clearTimeout(deadline);
  return 0;
}

/** A restored log beside tables that were kept is for an operator to put right; anything else is a bug, and crashes. */
async function endedBy(fault: unknown, program: Program): Promise<never> {
  if (!(fault instanceof OffsetOutOfRange)) throw fault;
  await program.stop();
  throw new CommandFault(
    `waymark serve: the tables show more than the log holds (${fault.message}). Was the log restored from a backup? Put the ` +
      'tables away, and they are loaded from it again: docs/runbooks/restore-from-the-log.md',
  );
}

function rolesOf(text: string | undefined): readonly ProcessRole[] {
  if (text === undefined) return ALL_ROLES;
  const names = text.split(',').map((name) => name.trim());
  const unknown = names.filter((name) => !ALL_ROLES.some((role) => role === name));
  if (unknown.length > 0)
    throw new CommandFault(
      `waymark serve: no role is called ${unknown.join(', ')}; the roles are ${ALL_ROLES.join(', ')}`,
    );
  return ALL_ROLES.filter((role) => names.includes(role));
}
