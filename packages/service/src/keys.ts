import { z } from 'zod';
import {
  entityId,
  hashSecret,
  newSecret,
  type Identity,
  type ProviderEntity,
  type ProviderIdentity,
  type SupplierEntity,
  type UserEntity,
} from './identity.js';

/** Whose a key is: one provider's, or a supplier's that sends for several. */
export const keyOwner = z.union([
  z.strictObject({ provider: entityId }),
  z.strictObject({ supplier: entityId }),
]);
export type KeyOwner = z.infer<typeof keyOwner>;

/**
 * A key in the registry: an entity of its own, so that nobody who changes a provider elsewhere in the same moment takes back a
 * revocation. It is kept as its SHA-256: 256 random bits need no slow hash, and the key itself is shown once.
 */
export const keyEntity = z.strictObject({
  id: z.string().regex(/^key-[0-9a-f]{8,64}$/),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  owner: keyOwner,
  /** Everything is checked and answered as for a live key, and nothing is stored. */
  test: z.literal(true).optional(),
  createdAt: z.iso.datetime(),
  revokedAt: z.iso.datetime().optional(),
});
export type KeyEntity = z.infer<typeof keyEntity>;

/** A new key and how it is kept. */
export function makeKey(owner: KeyOwner, { test = false } = {}): { key: string; entity: KeyEntity } {
  const key = newSecret(test ? 'test' : 'provider');
  const sha256 = hashSecret(key);
  const entity: KeyEntity = {
    // Long enough that no two keys of a platform share it.
    ...{ id: `key-${sha256.slice(0, 16)}`, sha256, owner },
    ...(test && { test }),
    createdAt: new Date().toISOString(),
  };
  return { key, entity };
}

export const isOwner = (key: KeyEntity, owner: KeyOwner): boolean =>
  'provider' in owner
    ? 'provider' in key.owner && key.owner.provider === owner.provider
    : 'supplier' in key.owner && key.owner.supplier === owner.supplier;

/** Keys from before they were entities of their own stand in their provider; a revocation of one is an entity like any other. */
export function allKeys(providers: readonly ProviderEntity[], entities: readonly KeyEntity[]): KeyEntity[] {
  const known = new Set(entities.map(({ id }) => id));
  const within = providers.flatMap(({ id: provider, keys }) =>
    keys.filter(({ id }) => !known.has(id)).map((key): KeyEntity => ({ ...key, owner: { provider } })),
  );
  return [...within, ...entities];
}

export interface Known {
  providers: readonly ProviderEntity[];
  suppliers: readonly SupplierEntity[];
  keys: readonly KeyEntity[];
  users: readonly UserEntity[];
}

/** Who is behind each secret, by its hash: of keys that are not revoked and whose owner is there. */
export function identitiesOf({ providers, suppliers, keys, users }: Known): Map<string, Identity> {
  const byId = new Map(providers.map((provider) => [provider.id, provider]));
  const supplierById = new Map(suppliers.map((supplier) => [supplier.id, supplier]));
  const identities = new Map<string, Identity>();
  for (const key of keys) {
    if (key.revokedAt !== undefined) continue;
    const identity =
      'provider' in key.owner
        ? providerIdentity(byId.get(key.owner.provider), key)
        : supplierIdentity(supplierById.get(key.owner.supplier), byId, key);
    if (identity) identities.set(key.sha256, identity);
  }
  for (const { name, role, scope, tokenSha256 } of users)
    identities.set(tokenSha256, { kind: 'user', name, role, scope });
  return identities;
}

function providerIdentity(
  provider: ProviderEntity | undefined,
  { id: keyId, test }: Pick<KeyEntity, 'id' | 'test'>,
): ProviderIdentity | undefined {
  if (!provider) return undefined;
  const { id: providerId, sourcePrefixes } = provider;
  return { kind: 'provider', providerId, keyId, sourcePrefixes, ...(test && { test }) };
}

function supplierIdentity(
  supplier: SupplierEntity | undefined,
  providers: ReadonlyMap<string, ProviderEntity>,
  key: KeyEntity,
): Identity | undefined {
  if (!supplier) return undefined;
  const serves = supplier.providers.flatMap((id) => providerIdentity(providers.get(id), key) ?? []);
  const { id: keyId, test } = key;
  return { kind: 'supplier', supplierId: supplier.id, keyId, serves, ...(test && { test }) };
}
