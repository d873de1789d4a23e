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
  providerEntity,
  supplierEntity,
  userEntity,
  type Identity,
  type ProviderEntity,
  type SupplierEntity,
  type UserEntity,
} from './identity.js';
import { allKeys, identitiesOf, isOwner, keyEntity, makeKey, type KeyEntity, type KeyOwner } from './keys.js';
import { logger } from './logging.js';

/** How a process's registry is. */
export interface RegistryHealth {
  /** False while the topic cannot be read: what was changed since, above all keys revoked elsewhere, is not known here. */
  current: boolean;
  /** Why not, in words without record contents. */
  fault?: string;
}

/**
 * Providers, suppliers, keys, users, import jobs, profiles and snapshots: a fold over the compacted registry topic, held in memory and
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

  suppliers(): SupplierEntity[] {
    return this.all<SupplierEntity>('supplier').sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  supplier(id: string): SupplierEntity | undefined {
    return this.entity<SupplierEntity>('supplier', id);
  }

  /** Every key, revoked ones included; never what it is, only its hash. */
  keys(): KeyEntity[] {
    return allKeys(this.providers(), this.all<KeyEntity>('key'));
  }

  /** @throws {RegistryFault} when a prefix begins, or is begun by, another provider's. */
  checkProvider(provider: ProviderEntity): void {
    providerEntity.parse(provider);
    for (const other of this.providers()) {
      if (other.id === provider.id) continue;
      const clash = provider.sourcePrefixes.find((mine) =>
        other.sourcePrefixes.some((theirs) => mine.startsWith(theirs) || theirs.startsWith(mine)),
      );
      if (clash !== undefined)
        throw new RegistryFault('prefix_taken', `a source prefix overlaps one of ${other.id}`);
    }
  }

  /** Registers or changes a provider. @throws {RegistryFault} as `checkProvider` does. */
  async putProvider(provider: ProviderEntity): Promise<void> {
    this.checkProvider(provider);
    await this.put('provider', provider.id, provider);
  }

  /** @throws {RegistryFault} when one of the providers is not there. */
  checkSupplier(supplier: SupplierEntity): void {
    supplierEntity.parse(supplier);
    if (supplier.providers.some((id) => !this.provider(id)))
      throw new RegistryFault('unknown_provider', 'one of the providers is not registered');
  }

  /** Registers or changes a supplier and whom it sends for. @throws {RegistryFault} as `checkSupplier` does. */
  async putSupplier(supplier: SupplierEntity): Promise<void> {
    this.checkSupplier(supplier);
    await this.put('supplier', supplier.id, supplier);
  }

  async putKey(key: KeyEntity): Promise<void> {
    await this.put('key', key.id, keyEntity.parse(key));
  }

  /** Makes a key for a provider; the key itself is returned once and kept only as its hash. */
  async issueKey(providerId: string, options?: { test?: boolean }): Promise<{ keyId: string; key: string }> {
    if (!this.provider(providerId)) throw new RegistryFault('unknown_provider', 'no provider has this id');
    const { key, entity } = makeKey({ provider: providerId }, options);
    await this.putKey(entity);
    return { keyId: entity.id, key };
  }

  async revokeKey(providerId: string, keyId: string): Promise<void> {
    const owner: KeyOwner = { provider: providerId };
    const key = this.keys().find((each) => each.id === keyId && isOwner(each, owner));
    if (!key) throw new RegistryFault('unknown_key', 'no such key');
    await this.putKey({ ...key, revokedAt: new Date().toISOString() });
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
    this.identities = identitiesOf({
      ...{ providers: this.providers(), suppliers: this.suppliers() },
      ...{ keys: this.keys(), users: this.users() },
    });
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
