import { createHash, randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import {
  hashSecret,
  newSecret,
  type ProviderEntity,
  type Registry,
  type Settings,
  type UserEntity,
} from '@waymark/service';
import { readCredentials, writeCredentials, writePrivately, type Credentials } from './credentials.js';

/** The two providers that every local run can push as. */
export const LOCAL_PROVIDERS = ['demo-linkworkers', 'demo-leisure'] as const;

/** One person per role; the analyst's board is today's successor of the project's home board. */
const LOCAL_USERS: Pick<UserEntity, 'role' | 'scope'>[] = [
  { role: 'provider', scope: ['demo-leisure'] },
  { role: 'icb_analyst', scope: ['S0E4D'] },
  { role: 'researcher', scope: [] },
  { role: 'controller', scope: [] },
  { role: 'admin', scope: [] },
];

/** The pseudonym key: from the settings, else a file made once in the data directory; fixed for the life of its log. */
export function pseudonymKey(settings: Settings): string {
  if (settings.pseudonymKey !== undefined) return settings.pseudonymKey;
  const file = path.join(settings.dataDir, 'pseudonym.key');
  if (!fs.existsSync(file)) writePrivately(file, `${randomBytes(32).toString('hex')}\n`);
  return fs.readFileSync(file, 'utf8').trim();
}

/**
 * Makes sure that the credentials file of this data directory opens this registry: keys of the local providers and a
 * token per role. Existing ones are kept, so that scripts go on working after a restart.
 */
export async function ensureCredentials(
  dataDir: string,
  registry: Registry,
  known: ProviderEntity[],
): Promise<Credentials> {
  const credentials = readCredentials(dataDir) ?? { providers: {}, users: {} };
  for (const id of LOCAL_PROVIDERS) {
    const provider =
      registry.provider(id) ?? known.find((candidate) => candidate.id === id) ?? localProvider(id);
    if (!registry.provider(id)) await registry.putProvider(provider);
    const mine = credentials.providers[id];
    if (mine && registry.authenticate(mine.key)) continue;
    const { key } = await registry.issueKey(id);
    credentials.providers[id] = { key, sourcePrefix: provider.sourcePrefixes[0] ?? '' };
  }
  for (const { role, scope } of LOCAL_USERS) {
    const token = credentials.users[role]?.token ?? newSecret('user');
    credentials.users[role] = { token, scope };
    if (registry.authenticate(token)) continue;
    const name = `local-${role}-${createHash('sha256').update(token).digest('hex').slice(0, 6)}`;
    await registry.putUser({ name, role, scope, tokenSha256: hashSecret(token) });
  }
  writeCredentials(dataDir, credentials);
  return credentials;
}

function localProvider(id: string): ProviderEntity {
  return { id, name: id, sourcePrefixes: [`https://${id}.waymark.example/`], keys: [] };
}
