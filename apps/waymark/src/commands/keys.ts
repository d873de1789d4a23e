import { parseArgs } from 'node:util';
import { KeyChanges, type Actor, type IssuedKey, type KeyOwner, type KeyTold } from '@waymark/service';
import { CommandFault } from './command-fault.js';
import { call } from './http.js';
import type { Place } from './own-tables.js';
import { inRegistry } from './registry.js';
import type { ExitCode } from './run-command.js';

const COMMAND = 'keys';
const BY: Actor = { who: 'command line', role: 'command' };

/**
 * `waymark keys issue|revoke|list`: through the program that runs on the data directory, else by itself. What is issued is
 * printed this once.
 */
export async function keysCommand(args: string[]): Promise<ExitCode> {
  const { action, keyId, owner, test, place } = argumentsOf(args);
  if (action === 'list') list(await listed(owner, place));
  else if (action === 'issue') say((await issued(owner, test, place)).key);
  else {
    await revoked(owner, keyId, place);
    say(`${keyId} is revoked`);
  }
  return 0;
}

function argumentsOf(args: string[]) {
  const { values, positionals } = parse(args);
  const [action, keyId = '', ...more] = positionals;
  if (action !== 'issue' && action !== 'revoke' && action !== 'list')
    throw new CommandFault(`waymark ${COMMAND}: say issue, revoke or list`);
  if (more.length > 0 || (action === 'revoke') !== (keyId !== ''))
    throw new CommandFault(
      `waymark ${COMMAND}: revoke takes the id of one key, as listed; issue and list take none`,
    );
  const { provider, supplier, test = false, to, key } = values;
  const place: Place = { to, key };
  return { action, keyId, owner: ownerOf(provider, supplier), test, place };
}

function parse(args: string[]) {
  const text = { type: 'string' } as const;
  const options = {
    provider: text,
    supplier: text,
    test: { type: 'boolean' },
    to: text,
    key: text,
  } as const;
  return parseArgs({ args, allowPositionals: true, options });
}

function ownerOf(provider: string | undefined, supplier: string | undefined): KeyOwner {
  if (provider !== undefined && supplier === undefined) return { provider };
  if (supplier !== undefined && provider === undefined) return { supplier };
  throw new CommandFault(`waymark ${COMMAND}: name one --provider ID or one --supplier ID`);
}

function pathOf(owner: KeyOwner): string {
  return 'provider' in owner
    ? `/api/v1/providers/${encodeURIComponent(owner.provider)}/keys`
    : `/api/v1/admin/suppliers/${encodeURIComponent(owner.supplier)}/keys`;
}

function listed(owner: KeyOwner, place: Place): Promise<KeyTold[]> {
  return inRegistry(COMMAND, place, {
    there: async (target) => ((await call(target, pathOf(owner))) as { keys: KeyTold[] }).keys,
    here: async (registry, log) => new KeyChanges(registry, log).list(owner),
  });
}

function issued(owner: KeyOwner, test: boolean, place: Place): Promise<IssuedKey> {
  const headers = { 'content-type': 'application/json' };
  const request = { method: 'POST', headers, body: JSON.stringify({ test }) };
  return inRegistry(COMMAND, place, {
    there: async (target) => (await call(target, pathOf(owner), request)) as IssuedKey,
    here: (registry, log) => new KeyChanges(registry, log).issue(BY, owner, { test }),
  });
}

function revoked(owner: KeyOwner, keyId: string, place: Place): Promise<void> {
  return inRegistry(COMMAND, place, {
    there: async (target) => {
      await call(target, `${pathOf(owner)}/${encodeURIComponent(keyId)}`, { method: 'DELETE' });
    },
    here: (registry, log) => new KeyChanges(registry, log).revoke(BY, owner, keyId),
  });
}

function list(keys: readonly KeyTold[]): void {
  for (const { id, test, createdAt, revokedAt } of keys)
    say(
      `${id} ${test ? 'test' : 'live'} issued ${createdAt}${revokedAt === undefined ? '' : ` revoked ${revokedAt}`}`,
    );
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
