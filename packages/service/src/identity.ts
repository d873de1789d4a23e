import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';

export const USER_ROLES = ['provider', 'icb_analyst', 'researcher', 'controller', 'admin'] as const;
export type UserRole = (typeof USER_ROLES)[number];

/** Who is calling: a provider's system by its key, or a signed-in person. */
export type Identity = ProviderIdentity | UserIdentity;

export interface ProviderIdentity {
  kind: 'provider';
  providerId: string;
  keyId: string;
  sourcePrefixes: string[];
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

/** A key is kept as its SHA-256: 256 random bits need no slow hash, and the key itself is shown once. */
export const storedKey = z.strictObject({
  id: z.string(),
  sha256,
  createdAt: instant,
  revokedAt: instant.optional(),
});

export const providerEntity = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'lower-case letters, digits and hyphens'),
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
export function newSecret(kind: 'provider' | 'user'): string {
  return `${kind === 'provider' ? 'wmk_live' : 'wmu'}_${randomBytes(32).toString('base64url')}`;
}
