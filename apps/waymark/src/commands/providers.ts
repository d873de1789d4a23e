import { parseArgs } from 'node:util';
import {
  entityId,
  KeyChanges,
  type Actor,
  type ProviderSettings,
  type SupplierEntity,
} from '@waymark/service';
import type { z } from 'zod';
import {
  providerSettings,
  supplierSettings,
  type ProvidersTold,
  type SuppliersTold,
} from '../keys-openapi.js';
import { CommandFault } from './command-fault.js';
import { call } from './http.js';
import type { Place } from './own-tables.js';
import { inRegistry } from './registry.js';
import type { ExitCode } from './run-command.js';

const BY: Actor = { who: 'command line', role: 'command' };
const PROVIDERS = '/api/v1/admin/providers';
const SUPPLIERS = '/api/v1/admin/suppliers';

type Provider = ProvidersTold['providers'][number];

/** `waymark providers set ID|list`: what is not said of a provider that is there stays as it is. */
export async function providersCommand(args: string[]): Promise<ExitCode> {
  const { id, place, values } = argumentsOf('providers', args);
  const known = await listProviders(place);
  if (id === undefined) {
    for (const { id: each, name, sourcePrefixes } of known)
      say(`${each} "${name}" ${sourcePrefixes.join(' ')}`);
    return 0;
  }

  const settings = checked('providers', providerSettings, {
    ...withoutId({ ...known.find((provider) => provider.id === id) }),
    ...given({ name: values.name, sourcePrefixes: values.prefix }),
    ...given({ completeFrom: values['complete-from'], completeTo: values['complete-to'] }),
  });
  await setProvider({ id, ...settings }, place);
  say(`${id} is set`);
  return 0;
}

/** `waymark suppliers set ID|list`: a software supplier, and the providers that its keys send for. */
export async function suppliersCommand(args: string[]): Promise<ExitCode> {
  const { id, place, values } = argumentsOf('suppliers', args);
  const known = await listSuppliers(place);
  if (id === undefined) {
    for (const { id: each, name, providers } of known) say(`${each} "${name}" ${providers.join(' ')}`);
    return 0;
  }
  const settings = checked('suppliers', supplierSettings, {
    ...withoutId({ ...known.find((supplier) => supplier.id === id) }),
    ...given({ name: values.name, providers: values.serves }),
  });
  await setSupplier({ id, ...settings }, place);
  say(`${id} is set`);
  return 0;
}

function argumentsOf(command: string, args: string[]) {
  const { values, positionals } = parse(command, args);
  const [action, id, ...more] = positionals;
  const { to, key, ...rest } = values;
  const place: Place = { to, key };
  if (action === 'list' && id === undefined) return { id, place, values: rest };
  if (action !== 'set' || !entityId.safeParse(id).success || more.length > 0)
    throw new CommandFault(
      `waymark ${command}: say list, or set ID (lower-case letters, digits and hyphens)`,
    );
  return { id, place, values: rest };
}

function parse(command: string, args: string[]) {
  const text = { type: 'string' } as const;
  const several = { type: 'string', multiple: true } as const;
  const own = { name: text, prefix: several, serves: several, 'complete-from': text, 'complete-to': text };
  return parseArgs({ args, allowPositionals: true, options: { ...own, to: text, key: text } });
}

const given = (values: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));

function withoutId(settings: Record<string, unknown>): Record<string, unknown> {
  const { id: _, ...rest } = settings;
  return rest;
}

function checked<T>(command: string, schema: z.ZodType<T>, settings: object): T {
  const parsed = schema.safeParse(settings);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new CommandFault(`waymark ${command}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
}

function listProviders(place: Place): Promise<Provider[]> {
  return inRegistry('providers', place, {
    there: async (target) => ((await call(target, PROVIDERS)) as ProvidersTold).providers,
    here: async (registry) => registry.providers().map(({ keys: _, ...provider }) => provider),
  });
}

function listSuppliers(place: Place): Promise<SupplierEntity[]> {
  return inRegistry('suppliers', place, {
    there: async (target) => ((await call(target, SUPPLIERS)) as SuppliersTold).suppliers,
    here: async (registry) => registry.suppliers(),
  });
}

async function setProvider(settings: ProviderSettings, place: Place): Promise<void> {
  await inRegistry<unknown>('providers', place, {
    there: (target) => call(target, `${PROVIDERS}/${settings.id}`, put(withoutId({ ...settings }))),
    here: (registry, log) => new KeyChanges(registry, log).setProvider(BY, settings),
  });
}

async function setSupplier(supplier: SupplierEntity, place: Place): Promise<void> {
  await inRegistry<unknown>('suppliers', place, {
    there: (target) => call(target, `${SUPPLIERS}/${supplier.id}`, put(withoutId({ ...supplier }))),
    here: (registry, log) => new KeyChanges(registry, log).setSupplier(BY, supplier),
  });
}

function put(body: object): RequestInit & { headers: Record<string, string> } {
  return { method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
