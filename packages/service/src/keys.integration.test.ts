import { TOPICS, type EventLog } from '@waymark/event-log';
import { hashSecret, type ProviderEntity } from './identity.js';
import { KeyChanges, LIVE_KEYS_MAX } from './key-changes.js';
import { Registry } from './registry.js';
import { temporaryLog } from './testing/temporary-log.js';

let log: EventLog;
let close: () => Promise<void>;
let registry: Registry;
let elsewhere: Registry;
let changes: KeyChanges;

const ann = { who: 'ann', role: 'provider' as const };
const acme = { provider: 'acme' };
const provider = (id: string): ProviderEntity => ({ id, name: id, sourcePrefixes: [`urn:${id}:`], keys: [] });

beforeEach(async () => {
  ({ log, close } = await temporaryLog());
  registry = await Registry.open(log);
  elsewhere = await Registry.open(log);
  changes = new KeyChanges(registry, log);
  await registry.putProvider(provider('acme'));
  await registry.putProvider(provider('trust'));
});
afterEach(async () => {
  await registry.close();
  await elsewhere.close();
  await close();
});

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 1));
}

async function audit(): Promise<unknown[]> {
  const [end = 0] = await log.ends(TOPICS.audit.name);
  const found: unknown[] = [];
  const range = { from: new Map([[0, 0]]), until: new Map([[0, end]]) };
  for await (const { records } of log.read(TOPICS.audit.name, range))
    for (const { value } of records) found.push(JSON.parse(Buffer.from(value ?? []).toString()));
  return found;
}

describe('a change of keys', () => {
  test('has two valid side by side until the old one is revoked', async () => {
    const old = await changes.issue(ann, acme, { test: false });
    const young = await changes.issue(ann, acme, { test: false });
    expect([old.key, young.key].map((key) => registry.authenticate(key)?.kind)).toEqual([
      'provider',
      'provider',
    ]);
    await changes.revoke(ann, acme, old.id);
    expect(registry.authenticate(old.key)).toBeUndefined();
    expect(registry.authenticate(young.key)).toMatchObject({ keyId: young.id });
    expect(changes.list(acme)).toEqual([
      { id: old.id, test: false, createdAt: old.createdAt, revokedAt: expect.any(String) },
      { id: young.id, test: false, createdAt: young.createdAt },
    ]);
  });

  test('is recorded before it is made: who, what, and never the key', async () => {
    const { id, key } = await changes.issue(ann, acme, { test: true });
    await changes.revoke(ann, acme, id);
    await changes.revoke(ann, acme, id);
    const written = await audit();
    expect(written).toMatchObject([
      { who: 'ann', role: 'provider', call: 'keys.issue', provider: 'acme', key: id, test: true },
      { who: 'ann', role: 'provider', call: 'keys.revoke', provider: 'acme', key: id },
    ]);
    expect(JSON.stringify(written)).not.toContain(key.slice(9));
    expect(JSON.stringify(written)).not.toContain(hashSecret(key));
  });

  test('is nobody else’s to make, and ends where a script runs wild', async () => {
    const { id } = await changes.issue(ann, acme, { test: false });
    await expect(changes.revoke(ann, { provider: 'trust' }, id)).rejects.toMatchObject({
      code: 'unknown_key',
    });
    await expect(changes.issue(ann, { provider: 'no-one' }, { test: false })).rejects.toMatchObject({
      status: 404,
    });
    for (let count = 1; count < LIVE_KEYS_MAX; count += 1) await changes.issue(ann, acme, { test: false });
    await expect(changes.issue(ann, acme, { test: false })).rejects.toMatchObject({ code: 'too_many_keys' });
    await changes.revoke(ann, acme, id);
    await changes.issue(ann, acme, { test: false });
  });
});

describe('a revoked key', () => {
  test('is refused in another process a moment later, mostly well within the second that is promised', async () => {
    const waits: number[] = [];
    for (let round = 0; round < 9; round += 1) {
      const { id, key } = await changes.issue(ann, acme, { test: false });
      await until(() => elsewhere.authenticate(key) !== undefined);
      const from = performance.now();
      await changes.revoke(ann, acme, id);
      await until(() => elsewhere.authenticate(key) === undefined);
      waits.push(performance.now() - from);
    }
    // The middle of nine: one pause of a busy machine says nothing of the registry.
    expect(waits.sort((a, b) => a - b)[4]).toBeLessThan(1_000);
  });

  test('stays refused, whatever another process writes of its provider meanwhile', async () => {
    const { id, key } = await changes.issue(ann, acme, { test: false });
    await until(() => elsewhere.authenticate(key) !== undefined);
    const asSeenElsewhere = elsewhere.provider('acme');
    await Promise.all([
      changes.revoke(ann, acme, id),
      elsewhere.putProvider({ ...asSeenElsewhere!, name: 'Acme Leisure' }),
      new KeyChanges(elsewhere, log).issue(ann, acme, { test: false }),
    ]);
    await until(() => elsewhere.authenticate(key) === undefined);
    const later = await Registry.open(log);
    expect([later.authenticate(key), later.provider('acme')?.name]).toEqual([undefined, 'Acme Leisure']);
    expect(later.keys().filter(({ revokedAt }) => revokedAt === undefined)).toHaveLength(1);
    await later.close();
  });

  test('from before keys were entities of their own is refused, too', async () => {
    const secret = 'wmk_live_of_before';
    const stored = { id: 'key-01234567', sha256: hashSecret(secret), createdAt: '2026-01-01T00:00:00Z' };
    await registry.putProvider({ ...provider('acme'), keys: [stored] });
    expect(registry.authenticate(secret)).toMatchObject({ providerId: 'acme' });
    await changes.revoke(ann, acme, 'key-01234567');
    expect(registry.authenticate(secret)).toBeUndefined();
    await changes.setProvider(ann, { id: 'acme', name: 'Acme', sourcePrefixes: ['urn:acme:'] });
    expect(registry.authenticate(secret)).toBeUndefined();
  });
});

describe('a supplier', () => {
  const software = { supplier: 'software' };

  test('has keys that act for its providers, each with its own prefixes as they are now', async () => {
    await changes.setSupplier(ann, { id: 'software', name: 'Software', providers: ['acme', 'trust'] });
    const { key, id } = await changes.issue(ann, software, { test: false });
    await registry.putProvider({ ...provider('trust'), sourcePrefixes: ['urn:new:'] });
    const common = { kind: 'provider', keyId: id };
    expect(registry.authenticate(key)).toEqual({
      ...{ kind: 'supplier', supplierId: 'software', keyId: id },
      serves: [
        { ...common, providerId: 'acme', sourcePrefixes: ['urn:acme:'] },
        { ...common, providerId: 'trust', sourcePrefixes: ['urn:new:'] },
      ],
    });
    await changes.setSupplier(ann, { id: 'software', name: 'Software', providers: ['trust'] });
    expect(registry.authenticate(key)).toMatchObject({ serves: [{ providerId: 'trust' }] });
    await changes.revoke(ann, software, id);
    expect(registry.authenticate(key)).toBeUndefined();
  });

  test('serves registered providers only, and its keys are not theirs', async () => {
    const wrong = { id: 'software', name: 'Software', providers: ['acme', 'no-one'] };
    await expect(changes.setSupplier(ann, wrong)).rejects.toMatchObject({
      status: 404,
      code: 'unknown_provider',
    });
    await changes.setSupplier(ann, { ...wrong, providers: ['acme'] });
    await changes.issue(ann, software, { test: false });
    expect(changes.list(acme)).toEqual([]);
  });
});

test('a test key says so by its name and to the process', async () => {
  const { key, test: isTest } = await changes.issue(ann, acme, { test: true });
  expect([key.slice(0, 9), isTest]).toEqual(['wmk_test_', true]);
  expect(registry.authenticate(key)).toMatchObject({ providerId: 'acme', test: true });
});

test('a prefix that another holds is refused before anything is recorded', async () => {
  const taken = { id: 'late', name: 'Late', sourcePrefixes: ['urn:acme:north:'] };
  await expect(changes.setProvider(ann, taken)).rejects.toMatchObject({ status: 409, code: 'prefix_taken' });
  expect(await audit()).toEqual([]);
});
