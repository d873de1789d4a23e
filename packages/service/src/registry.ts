import {
  LogUnavailable,
  patiently,
  TOPICS,
  unlessAborted,
  type EventLog,
  type LogRecord,
  type ReadOptions,
} from '@waymark/event-log';
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

/** How a process's registry is. */
export interface RegistryHealth {
  /** False while the topic cannot be read: what was changed since, above all keys revoked elsewhere, is not known here. */
  current: boolean;
  /** Why not, in words without record contents. */
  fault?: string;
}

/**
 * Providers, keys, users, import jobs, profiles and snapshots: a fold over the compacted registry topic, held in memory and
 * followed live, so that every process of the platform knows the same without a second database.
 * An entity is JSON under the key `<kind>/<id>`.
 *
 * While the topic cannot be read it answers from what it knows and says so in its health. A process that ended instead
 * would take the portal with it whenever a broker is away for seconds; nothing can be revoked then either, because the log
 * takes no writes, unless this process alone has lost its way to the broker.
 */
export class Registry {
  /** Rejects when it can follow the topic no more, for a fault that will not pass. */
  readonly died: Promise<never>;
  private readonly entities = new Map<string, unknown>();
  private readonly appliedOffset = new Map<string, number>();
  private identities = new Map<string, Identity>();
  private readonly stopping = new AbortController();
  private following: Promise<void> = Promise.resolve();
  private die: (fault: unknown) => void = () => undefined;
  private next = 0;
  private fault: string | undefined;

  private constructor(private readonly log: EventLog) {
    this.died = new Promise<never>((_, reject) => (this.die = reject));
    this.died.catch(() => undefined);
  }

  /** Reads the whole topic, then follows it. The topic must exist. */
  static async open(log: EventLog): Promise<Registry> {
    const registry = new Registry(log);
    await registry.catchUp();
    registry.following = registry.follow();
    return registry;
  }

  async close(): Promise<void> {
    this.stopping.abort();
    await this.following;
  }

  health(): RegistryHealth {
    return this.fault === undefined ? { current: true } : { current: false, fault: this.fault };
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

  /** Takes an entity away; the log keeps a tombstone until it is compacted. */
  async remove(kind: string, id: string): Promise<void> {
    const key = `${kind}/${id}`;
    const [position] = await this.log.append(TOPICS.registry.name, [{ key, value: null }]);
    if (!position) throw new Error('append answered without a position');
    this.apply({ ...position, key, value: null });
    this.indexIdentities();
  }

  /** Every entity of a kind. The caller knows its shape. */
  all<T>(kind: string): T[] {
    const prefix = `${kind}/`;
    return [...this.entities].filter(([key]) => key.startsWith(prefix)).map(([, value]) => value as T);
  }

  private async follow(): Promise<void> {
    const { signal } = this.stopping;
    const onRetry = (fault: unknown): void => this.lostSight(fault);
    try {
      await patiently(
        async (wentWell) => {
          if (this.fault !== undefined) await this.seeAgain();
          wentWell();
          await this.read({ signal });
        },
        { signal, onRetry },
      );
    } catch (fault) {
      // What will not pass would leave it honouring revoked keys for ever: better no process than that one.
      logger.fatal({ err: fault }, 'registry_lost');
      this.die(fault);
    }
  }

  private async catchUp(): Promise<void> {
    const { signal } = this.stopping;
    const [end = 0] = await unlessAborted(signal, 'the registry', this.log.ends(TOPICS.registry.name));
    await this.read({ signal, until: new Map([[0, end]]) });
  }

  /** Goes on where the last reading ended. */
  private async read(options: Omit<ReadOptions, 'from'>): Promise<void> {
    const from = new Map([[0, this.next]]);
    for await (const { records } of this.log.read(TOPICS.registry.name, { from, ...options })) {
      for (const record of records) {
        this.apply(record);
        this.next = record.offset + 1;
      }
      this.indexIdentities();
    }
  }

  private lostSight(fault: unknown): void {
    this.fault = fault instanceof LogUnavailable ? fault.message : 'unknown';
    logger.error({ fault: this.fault }, 'registry_cannot_be_followed_and_will_be_tried_again');
  }

  /** A topic where nothing happens says nothing: only an end that was reached shows that it can be read again. */
  private async seeAgain(): Promise<void> {
    await this.catchUp();
    if (this.stopping.signal.aborted) return;
    this.fault = undefined;
    logger.warn('registry_followed_again');
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
