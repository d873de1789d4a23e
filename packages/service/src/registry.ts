import { TOPICS, type EventLog, type LogRecord } from '@waymark/event-log';
import {
  hashSecret,
  newSecret,
  providerEntity,
  userEntity,
  type Identity,
  type ProviderEntity,
  type UserEntity,
} from './identity.js';
import { logger } from './logging.js';

/**
 * Providers, keys, users, import jobs and profiles: a fold over the compacted registry topic, held in memory and
 * followed live, so that every process of the platform knows the same without a second database.
 * An entity is JSON under the key `<kind>/<id>`.
 */
export class Registry {
  private readonly entities = new Map<string, unknown>();
  private readonly appliedOffset = new Map<string, number>();
  private identities = new Map<string, Identity>();
  private readonly stopping = new AbortController();
  private following: Promise<void> = Promise.resolve();

  private constructor(private readonly log: EventLog) {}

  /** Reads the whole topic, then follows it. The topic must exist. */
  static async open(log: EventLog): Promise<Registry> {
    const registry = new Registry(log);
    const [end = 0] = await log.ends(TOPICS.registry.name);
    const start = new Map([[0, 0]]);
    for await (const batch of log.read(TOPICS.registry.name, { from: start, until: new Map([[0, end]]) })) {
      batch.records.forEach((record) => registry.apply(record));
    }
    registry.indexIdentities();
    registry.following = registry.follow(end);
    return registry;
  }

  async close(): Promise<void> {
    this.stopping.abort();
    await this.following;
  }

  /** The identity behind a provider's key or a person's token; undefined when there is none or it was revoked. */
  authenticate(secret: string): Identity | undefined {
    return this.identities.get(hashSecret(secret));
  }

  provider(id: string): ProviderEntity | undefined {
    return this.entity<ProviderEntity>('provider', id);
  }

  providers(): ProviderEntity[] {
    return this.all<ProviderEntity>('provider').sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  users(): UserEntity[] {
    return this.all<UserEntity>('user');
  }

  /**
   * Registers or changes a provider.
   * @throws {RegistryFault} when a prefix begins, or is begun by, another provider's.
   */
  async putProvider(provider: ProviderEntity): Promise<void> {
    providerEntity.parse(provider);
    for (const other of this.providers()) {
      if (other.id === provider.id) continue;
      const clash = provider.sourcePrefixes.find((mine) =>
        other.sourcePrefixes.some((theirs) => mine.startsWith(theirs) || theirs.startsWith(mine)),
      );
      if (clash !== undefined)
        throw new RegistryFault('prefix_taken', `a source prefix overlaps one of ${other.id}`);
    }
    await this.put('provider', provider.id, provider);
  }

  /** Makes a key for a provider; the key itself is returned once and kept only as its hash. */
  async issueKey(providerId: string): Promise<{ keyId: string; key: string }> {
    const provider = this.provider(providerId);
    if (!provider) throw new RegistryFault('unknown_provider', 'no provider has this id');
    const key = newSecret('provider');
    const keyId = `key-${hashSecret(key).slice(0, 8)}`;
    const stored = { id: keyId, sha256: hashSecret(key), createdAt: new Date().toISOString() };
    await this.putProvider({ ...provider, keys: [...provider.keys, stored] });
    return { keyId, key };
  }

  async revokeKey(providerId: string, keyId: string): Promise<void> {
    const provider = this.provider(providerId);
    if (!provider?.keys.some((key) => key.id === keyId))
      throw new RegistryFault('unknown_key', 'no such key');
    const revokedAt = new Date().toISOString();
    const keys = provider.keys.map((key) => (key.id === keyId ? { ...key, revokedAt } : key));
    await this.putProvider({ ...provider, keys });
  }

  async putUser(user: UserEntity): Promise<void> {
    await this.put('user', user.name, userEntity.parse(user));
  }

  /** Any entity by kind and id (import jobs, CSV profiles). The caller knows its shape: it wrote it. */
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters
  entity<T>(kind: string, id: string): T | undefined {
    return this.entities.get(`${kind}/${id}`) as T | undefined;
  }

  /** Stores an entity: durable and visible here when it resolves, visible to other processes shortly after. */
  async put(kind: string, id: string, value: unknown): Promise<void> {
    const key = `${kind}/${id}`;
    const bytes = new TextEncoder().encode(JSON.stringify(value));
    const [position] = await this.log.append(TOPICS.registry.name, [{ key, value: bytes }]);
    if (!position) throw new Error('append answered without a position');
    this.apply({ ...position, key, value: bytes });
    this.indexIdentities();
  }

  /** Every entity of a kind. The caller knows its shape. */
  all<T>(kind: string): T[] {
    const prefix = `${kind}/`;
    return [...this.entities].filter(([key]) => key.startsWith(prefix)).map(([, value]) => value as T);
  }

  private async follow(from: number): Promise<void> {
    const options = { from: new Map([[0, from]]), signal: this.stopping.signal };
    try {
      for await (const batch of this.log.read(TOPICS.registry.name, options)) {
        batch.records.forEach((record) => this.apply(record));
        this.indexIdentities();
      }
    } catch (fault) {
      if (this.stopping.signal.aborted) return;
      // A registry that no longer follows would honour revoked keys: better no process than that one.
      logger.fatal({ err: fault }, 'registry_lost');
      throw fault;
    }
  }

  private apply(record: LogRecord): void {
    if ((this.appliedOffset.get(record.key) ?? -1) >= record.offset) return;
    this.appliedOffset.set(record.key, record.offset);
    if (record.value === null) this.entities.delete(record.key);
    else this.entities.set(record.key, JSON.parse(new TextDecoder().decode(record.value)));
  }

  private indexIdentities(): void {
    const identities = new Map<string, Identity>();
    for (const provider of this.providers()) {
      for (const key of provider.keys) {
        if (key.revokedAt) continue;
        const { id: providerId, sourcePrefixes } = provider;
        identities.set(key.sha256, { kind: 'provider', providerId, keyId: key.id, sourcePrefixes });
      }
    }
    for (const { name, role, scope, tokenSha256 } of this.users()) {
      identities.set(tokenSha256, { kind: 'user', name, role, scope });
    }
    this.identities = identities;
  }
}

/** A change the registry refuses. */
export class RegistryFault extends Error {
  override readonly name = 'RegistryFault';
  constructor(
    readonly code: 'prefix_taken' | 'unknown_provider' | 'unknown_key',
    message: string,
  ) {
    super(message);
  }
}
