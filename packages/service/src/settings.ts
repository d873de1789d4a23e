import path from 'node:path';
import { z } from 'zod';

export const ALL_ROLES = ['ingest', 'processor', 'portal'] as const;
export type ProcessRole = (typeof ALL_ROLES)[number];

/** `demo` is the demonstration's size. */
export const DEMO_REFERRALS = 60_000;

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|::1)$/;

const environment = z.object({
  WAYMARK_PORT: z.coerce.number().int().min(0).max(65_535).default(8080),
  /** Loopback unless asked otherwise: local sign-in must not be reachable from elsewhere. */
  WAYMARK_HOST: z.string().min(1).default('127.0.0.1'),
  /**
   * `loopback`: the operator states that the port is published on this machine's loopback only (a container has to
   * listen on every address to be published at all).
   */
  WAYMARK_PUBLISHED_ON: z.enum(['loopback']).optional(),
  WAYMARK_DATA_DIR: z.string().min(1).default('.waymark'),
  WAYMARK_LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
  KAFKA_BROKERS: z
    .string()
    .transform((text) => text.split(',').map((broker) => broker.trim()))
    .pipe(z.array(z.string().regex(/^[^:\s]+:\d+$/, 'each broker is host:port')).min(1))
    .optional(),
  CLICKHOUSE_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** 32 characters is the least that cannot be guessed by trying; the key is fixed for the life of a log. */
  WAYMARK_PSEUDONYM_KEY: z.string().min(32, 'at least 32 characters').optional(),
  WAYMARK_SEED: z
    .union([z.enum(['demo', 'none']), z.string().regex(/^\d{1,8}$/, 'demo, none, or a number of referrals')])
    .optional(),
  /** A Faro receiver (Grafana Alloy) that is sent a copy of the portal's scrubbed telemetry. */
  FARO_FORWARD_URL: z.url({ protocol: /^https?$/ }).optional(),
  OIDC_ISSUER: z.url().optional(),
});

export interface Settings {
  port: number;
  host: string;
  dataDir: string;
  logLevel: 'debug' | 'info' | 'warn' | 'error';
  /** Absent: the embedded log. */
  kafkaBrokers?: string[];
  /** Absent: chDB. */
  clickhouseUrl?: string;
  /** Absent: a 0600 file made in the data directory (embedded log only). */
  pseudonymKey?: string;
  /** Absent: telemetry of the portal stays here. */
  faroForwardUrl?: string;
  /** Referrals to synthesise into an empty log. */
  seedReferrals: number;
}

/** All faults of the settings at once, one line each, without any value (a value may be a secret). */
export class SettingsFault extends Error {
  override readonly name = 'SettingsFault';
  constructor(readonly faults: readonly string[]) {
    super(`Waymark cannot start with these settings:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
  }
}

/**
 * Parses the settings once. Refuses unknown `WAYMARK_*` names (a misspelt setting must not silently be a default).
 * @throws {SettingsFault} listing every fault.
 */
export function readSettings(env: NodeJS.ProcessEnv = process.env): Settings {
  const given = emptyAsAbsent(env);
  const faults = [...unknownNames(env), ...combinationFaults(given)];
  const parsed = environment.safeParse(given);
  if (!parsed.success) {
    faults.push(...parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`));
    throw new SettingsFault(faults);
  }
  if (faults.length > 0) throw new SettingsFault(faults);
  const set = parsed.data;
  return {
    port: set.WAYMARK_PORT,
    host: set.WAYMARK_HOST,
    dataDir: path.resolve(set.WAYMARK_DATA_DIR),
    logLevel: set.WAYMARK_LOG_LEVEL,
    ...(set.KAFKA_BROKERS && { kafkaBrokers: set.KAFKA_BROKERS }),
    ...(set.CLICKHOUSE_URL && { clickhouseUrl: set.CLICKHOUSE_URL }),
    ...(set.WAYMARK_PSEUDONYM_KEY && { pseudonymKey: set.WAYMARK_PSEUDONYM_KEY }),
    ...(set.FARO_FORWARD_URL && { faroForwardUrl: set.FARO_FORWARD_URL }),
    seedReferrals: seedReferrals(set.WAYMARK_SEED, set.KAFKA_BROKERS === undefined),
  };
}

/** What no setting can tell alone. Read before parsing, so that these faults are reported together with the others. */
function combinationFaults(given: NodeJS.ProcessEnv): string[] {
  const faults: string[] = [];
  if (given['KAFKA_BROKERS'] !== undefined && given['WAYMARK_PSEUDONYM_KEY'] === undefined) {
    faults.push('WAYMARK_PSEUDONYM_KEY: required with KAFKA_BROKERS, the same for every process on one log');
  }
  if (given['OIDC_ISSUER'] !== undefined) {
    faults.push('OIDC_ISSUER: sign-in by an identity provider is not built yet');
  }
  const host = given['WAYMARK_HOST'];
  if (host !== undefined && !LOOPBACK.test(host) && given['WAYMARK_PUBLISHED_ON'] !== 'loopback') {
    faults.push('WAYMARK_HOST: a server reachable from elsewhere refuses to start on local sign-in');
  }
  return faults;
}

function unknownNames(env: NodeJS.ProcessEnv): string[] {
  const known = new Set(Object.keys(environment.shape));
  return Object.keys(env)
    .filter((name) => name.startsWith('WAYMARK_') && !name.startsWith('WAYMARK_TEST_') && !known.has(name))
    .map((name) => `${name}: no setting has this name`);
}

function emptyAsAbsent(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
}

function seedReferrals(seed: string | undefined, embedded: boolean): number {
  const asked = seed ?? (embedded ? 'demo' : 'none');
  if (asked === 'none') return 0;
  return asked === 'demo' ? DEMO_REFERRALS : Number(asked);
}
