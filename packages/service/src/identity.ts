import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';

export const USER_ROLES = ['provider', 'icb_analyst', 'researcher', 'controller', 'admin'] as const;
export type UserRole = (typeof USER_ROLES)[number];

/** Who is calling: a provider's system or its supplier's by a key, or a signed-in person. */
export type Identity = ProviderIdentity | SupplierIdentity | UserIdentity;

export interface ProviderIdentity {
  kind: 'provider';
  providerId: string;
  keyId: string;
  sourcePrefixes: string[];
  /** A test key: everything is checked and answered as for a live one, and nothing is stored. */
  test?: true;
}

/** A software supplier's key: it sends for several providers, told apart by the prefixes of their sources. */
export interface SupplierIdentity {
  kind: 'supplier';
  supplierId: string;
  keyId: string;
  /** Each as its own key would have it. */
  serves: ProviderIdentity[];
  test?: true;
}

export interface UserIdentity {
  kind: 'user';
  name: string;
  role: UserRole;
  /** ICB codes (current boundaries) of an analyst, provider ids of a provider's person; [] = by role alone. */
  scope: string[];
}

const instant = z.iso.datetime();
const day = z.iso.date();
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** A key from before keys were entities of their own (`keyEntity`). */
const storedKey = z.strictObject({
  id: z.string(),
  sha256,
  createdAt: instant,
  revokedAt: instant.optional(),
});

export const entityId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'lower-case letters, digits and hyphens');

export const providerEntity = z.strictObject({
  id: entityId,
  name: z.string().min(1).max(120),
  sourcePrefixes: z
    .array(
      z
        .string()
        .min(2)
        .max(200)
        .regex(/[/:#]$/, 'a prefix ends at / : or #'),
    )
    .min(1),
  keys: z.array(storedKey),
  /** The feed is complete from and up to these dates (inclusive); absent = always. */
  completeFrom: day.optional(),
  completeTo: day.optional(),
});
export type ProviderEntity = z.infer<typeof providerEntity>;

/** A software supplier, and the providers that its keys send for. */
export const supplierEntity = z.strictObject({
  id: entityId,
  name: z.string().min(1).max(120),
  providers: z.array(entityId).min(1).max(1_000),
});
export type SupplierEntity = z.infer<typeof supplierEntity>;

export const userEntity = z.strictObject({
  name: z.string().min(1).max(120),
  role: z.enum(USER_ROLES),
  scope: z.array(z.string()),
  tokenSha256: sha256,
});
export type UserEntity = z.infer<typeof userEntity>;

export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret, 'utf8').digest('hex');
}

/** 256 random bits behind a prefix that tells what it is when it turns up where it should not. */
export function newSecret(kind: 'provider' | 'test' | 'user'): string {
  return `${SECRET_PREFIX[kind]}_${randomBytes(32).toString('base64url')}`;
}

const SECRET_PREFIX = { provider: 'wmk_live', test: 'wmk_test', user: 'wmu' } as const;
