import type { EventLog } from '@waymark/event-log';
import { writeAudit } from './audit.js';
import type { ProviderEntity, SupplierEntity, UserRole } from './identity.js';
import { isOwner, makeKey, type KeyEntity, type KeyOwner } from './keys.js';
import { Problem } from './problem.js';
import { RegistryFault, type Registry } from './registry.js';

/** Who changes something: a person, or the command line on the data directory. */
export interface Actor {
  who: string;
  role: UserRole | 'command';
}

/** A key as it may be shown: without what it is. */
export interface KeyTold {
  id: string;
  test: boolean;
  createdAt: string;
  revokedAt?: string;
}

export interface IssuedKey extends KeyTold {
  /** Shown this once. */
  key: string;
}

export type ProviderSettings = Omit<ProviderEntity, 'keys'>;

/** Two are enough for a change of keys, some more for several systems; a script that runs wild ends here. */
export const LIVE_KEYS_MAX = 20;
const REFUSAL =
  'Every change of keys and providers is recorded, and the record cannot be written now. Ask again.';

/** Changes of keys, providers and suppliers by people: each recorded in the audit topic, durable, before it is made. */
export class KeyChanges {
  constructor(
    private readonly registry: Registry,
    private readonly log: Pick<EventLog, 'append'>,
  ) {}

  /** The owner's keys, revoked ones included, the oldest first. @throws {Problem} 404. */
  list(owner: KeyOwner): KeyTold[] {
    this.check(owner);
    return this.keysOf(owner).map(told);
  }

  /** @throws {Problem} 404, 409 too_many_keys, 503. */
  async issue(by: Actor, owner: KeyOwner, { test }: { test: boolean }): Promise<IssuedKey> {
    this.check(owner);
    if (this.keysOf(owner).filter(({ revokedAt }) => revokedAt === undefined).length >= LIVE_KEYS_MAX)
      throw new Problem(
        409,
        'too_many_keys',
        `At most ${LIVE_KEYS_MAX} keys are valid at once; revoke one first.`,
      );
    const { key, entity } = makeKey(owner, { test });
    await this.record(by, 'keys.issue', { ...owner, key: entity.id, test });
    await this.registry.putKey(entity);
    return { ...told(entity), key };
  }

  /** Revoking again changes nothing. @throws {Problem} 404, 503. */
  async revoke(by: Actor, owner: KeyOwner, keyId: string): Promise<void> {
    this.check(owner);
    const key = this.keysOf(owner).find(({ id }) => id === keyId);
    if (!key) throw new Problem(404, 'unknown_key', 'No such key stands here.');
    if (key.revokedAt !== undefined) return;
    await this.record(by, 'keys.revoke', { ...owner, key: key.id });
    await this.registry.putKey({ ...key, revokedAt: new Date().toISOString() });
  }

  /** Registers or changes a provider; its keys stay. @throws {Problem} 409 prefix_taken, 503. */
  async setProvider(by: Actor, settings: ProviderSettings): Promise<void> {
    const keys = this.registry.provider(settings.id)?.keys ?? [];
    const provider = { ...settings, keys };
    refusing(() => this.registry.checkProvider(provider));
    await this.record(by, 'providers.set', { ...settings });
    await this.registry.putProvider(provider);
  }

  /** Registers or changes a supplier and whom it sends for. @throws {Problem} 404 unknown_provider, 503. */
  async setSupplier(by: Actor, supplier: SupplierEntity): Promise<void> {
    refusing(() => this.registry.checkSupplier(supplier));
    await this.record(by, 'suppliers.set', { ...supplier });
    await this.registry.putSupplier(supplier);
  }

  private keysOf(owner: KeyOwner): KeyEntity[] {
    return this.registry
      .keys()
      .filter((key) => isOwner(key, owner))
      .sort((a, b) => (a.createdAt < b.createdAt ? -1 : 1));
  }

  private check(owner: KeyOwner): void {
    if ('provider' in owner) {
      if (!this.registry.provider(owner.provider))
        throw new Problem(404, 'unknown_provider', 'No provider has this id.');
    } else if (!this.registry.supplier(owner.supplier))
      throw new Problem(404, 'unknown_supplier', 'No supplier has this id.');
  }

  private async record({ who, role }: Actor, call: string, what: object): Promise<void> {
    const record = { at: new Date().toISOString(), who, role, call, ...what, outcome: { is: 'changed' } };
    await writeAudit(this.log, who, record, REFUSAL);
  }
}

function told({ id, test, createdAt, revokedAt }: KeyEntity): KeyTold {
  return { id, test: test ?? false, createdAt, ...(revokedAt !== undefined && { revokedAt }) };
}

function refusing(check: () => void): void {
  try {
    check();
  } catch (fault) {
    if (!(fault instanceof RegistryFault)) throw fault;
    throw new Problem(fault.code === 'prefix_taken' ? 409 : 404, fault.code, `${fault.message}.`);
  }
}
