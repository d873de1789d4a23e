import { LogUnavailable, OffsetOutOfRange, TOPICS, type EventLog, type NewRecord } from '@waymark/event-log';
import { hashSecret } from './identity.js';
import { Registry } from './registry.js';
import { BreakableReads } from './testing/breakable-reads.js';
import { temporaryLog } from './testing/temporary-log.js';

let log: EventLog;
let close: () => Promise<void>;
let registry: Registry;
const others: Registry[] = [];

beforeEach(async () => {
  ({ log, close } = await temporaryLog());
  registry = await Registry.open(log);
});
afterEach(async () => {
  for (const each of [registry, ...others.splice(0)]) await each.close();
  await close();
});

/** The registry as another process has it. */
async function another(way = log): Promise<Registry> {
  const opened = await Registry.open(way);
  others.push(opened);
  return opened;
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}

const provider = (id: string, ...sourcePrefixes: string[]) => ({ id, name: id, sourcePrefixes, keys: [] });

describe('providers and keys', () => {
  test('a key signs in its provider, with the prefixes it may use', async () => {
    await registry.putProvider(provider('acme', 'https://acme.example/', 'urn:acme:'));
    const { key, keyId } = await registry.issueKey('acme');
    expect(key).toMatch(/^wmk_live_[\w-]{43}$/);
    expect(registry.authenticate(key)).toEqual({
      kind: 'provider',
      providerId: 'acme',
      keyId,
      sourcePrefixes: ['https://acme.example/', 'urn:acme:'],
    });
    expect(registry.authenticate(`${key}x`)).toBeUndefined();
    expect(registry.authenticate('')).toBeUndefined();
  });

  test('several keys stand beside each other, and each is revoked alone and for good', async () => {
    await registry.putProvider(provider('acme', 'urn:acme:'));
    const [old, young] = [await registry.issueKey('acme'), await registry.issueKey('acme')];
    await registry.revokeKey('acme', old.keyId);
    expect(registry.authenticate(old.key)).toBeUndefined();
    expect(registry.authenticate(young.key)).toMatchObject({ keyId: young.keyId });
    expect((await another()).authenticate(old.key)).toBeUndefined();
  });

  test('keys and tokens stand in the log as their hash alone', async () => {
    await registry.putProvider(provider('acme', 'urn:acme:'));
    const { key } = await registry.issueKey('acme');
    const written = await contents();
    expect(written).toContain(hashSecret(key));
    expect(written).not.toContain(key.slice(9));
  });

  test('a change of prefixes holds for keys that are out', async () => {
    await registry.putProvider(provider('acme', 'urn:acme:'));
    const { key } = await registry.issueKey('acme');
    const stored = registry.provider('acme');
    await registry.putProvider({ ...stored!, sourcePrefixes: ['urn:new:'] });
    expect(registry.authenticate(key)).toMatchObject({ sourcePrefixes: ['urn:new:'] });
  });

  test.each([
    ['the same', 'urn:acme:'],
    ['one that begins another’s', 'urn:acme:north:'],
    ['one that another’s begins', 'urn:'],
  ])('a prefix is one provider’s: %s is refused', async (_what, prefix) => {
    await registry.putProvider(provider('acme', 'https://acme.example/', 'urn:acme:'));
    await expect(registry.putProvider(provider('leisure', 'urn:leisure:', prefix))).rejects.toMatchObject({
      name: 'RegistryFault',
      code: 'prefix_taken',
    });
    expect(registry.provider('leisure')).toBeUndefined();
    await registry.putProvider(provider('acme', 'urn:acme:', 'urn:acme:north:'));
  });

  test.each([
    ['a prefix that ends in the middle of a name', provider('acme', 'https://acme.example')],
    ['no prefix', provider('acme')],
    ['an id that is none', provider('ACME/1', 'urn:acme:')],
    ['more than it knows', { ...provider('acme', 'urn:acme:'), phone: '1' }],
    ['a date that is none', { ...provider('acme', 'urn:acme:'), completeFrom: '2026-02-30' }],
  ])('refuses a provider with %s', async (_what, wrong) => {
    await expect(registry.putProvider(wrong)).rejects.toThrow();
    expect(registry.providers()).toEqual([]);
  });

  test('there is no key of an unknown provider, and no revoking of an unknown key', async () => {
    await registry.putProvider(provider('acme', 'urn:acme:'));
    await expect(registry.issueKey('other')).rejects.toMatchObject({ code: 'unknown_provider' });
    await expect(registry.revokeKey('acme', 'key-0')).rejects.toMatchObject({ code: 'unknown_key' });
    await expect(registry.revokeKey('other', 'key-0')).rejects.toMatchObject({ code: 'unknown_key' });
  });
});

test('a person signs in with a token, and a new token takes the place of the old', async () => {
  const person = { name: 'ann', role: 'icb_analyst' as const, scope: ['QU9'] };
  await registry.putUser({ ...person, tokenSha256: hashSecret('first') });
  expect(registry.authenticate('first')).toEqual({ kind: 'user', ...person });
  await registry.putUser({ ...person, tokenSha256: hashSecret('second') });
  expect(registry.authenticate('first')).toBeUndefined();
  expect(registry.authenticate('second')).toMatchObject({ name: 'ann' });
});

describe('one fold in every process', () => {
  test('whoever opens it later knows the same, the last of each entity', async () => {
    await registry.putProvider(provider('acme', 'urn:acme:'));
    await registry.putProvider({ ...provider('acme', 'urn:acme:'), name: 'Acme Leisure' });
    await registry.put('import', 'acme/j-1', { rows: 7 });
    const opened = await another();
    expect(opened.providers()).toEqual(registry.providers());
    expect(opened.provider('acme')).toMatchObject({ name: 'Acme Leisure' });
    expect(opened.entity('import', 'acme/j-1')).toEqual({ rows: 7 });
    expect(opened.all('import')).toEqual([{ rows: 7 }]);
    expect(opened.entity('import', 'acme')).toBeUndefined();
  });

  test('a process that runs hears of what another does, revocations above all', async () => {
    const other = await another();
    await registry.putProvider(provider('acme', 'urn:acme:'));
    const { key, keyId } = await registry.issueKey('acme');
    await until(() => other.authenticate(key) !== undefined);
    await other.revokeKey('acme', keyId);
    expect(other.authenticate(key)).toBeUndefined();
    await until(() => registry.authenticate(key) === undefined);
  });

  test('a removed entity is gone, with whatever it let in', async () => {
    await registry.putProvider(provider('acme', 'urn:acme:'));
    const { key } = await registry.issueKey('acme');
    await log.append(TOPICS.registry.name, [{ key: 'provider/acme', value: null }]);
    await until(() => registry.provider('acme') === undefined);
    expect(registry.authenticate(key)).toBeUndefined();
  });

  test('two who write one entity end with the same, whatever each wrote last', async () => {
    const other = await another();
    for (let round = 0; round < 20; round += 1) {
      await Promise.all([registry.put('x', 'one', `a${round}`), other.put('x', 'one', `b${round}`)]);
    }
    await Promise.all([registry.put('x', 'end', 1), other.put('x', 'end', 2)]);
    await until(() => registry.entity('x', 'one') === other.entity('x', 'one'));
    expect((await another()).entity('x', 'one')).toBe(registry.entity('x', 'one'));
  });
});

test('what is read late never takes back what was written since', async () => {
  const read = log.read.bind(log);
  let release: () => void = () => undefined;
  let delivered = 0;
  async function* oneAtATime(...[topic, options]: Parameters<EventLog['read']>) {
    for await (const batch of read(topic, { ...options, maxRecords: 1 })) {
      await new Promise<void>((resolve) => (release = resolve));
      yield batch;
      delivered += 1;
    }
  }
  const reading = jest.spyOn(log, 'read');
  reading.mockImplementation((topic, options) => (options.until ? read : oneAtATime)(topic, options));
  const slow = await another();
  reading.mockRestore();
  await slow.put('x', 'one', 'first');
  await slow.put('x', 'one', 'second');
  for (const count of [1, 2]) {
    await until(() => {
      release();
      return delivered >= count;
    });
    expect(slow.entity('x', 'one')).toBe('second');
  }
});

describe('given a process whose reads of the log fail', () => {
  const away = new LogUnavailable('no broker answers');
  let reads: BreakableReads;
  let here: Registry;
  let key: string;
  let keyId: string;

  beforeEach(async () => {
    await registry.putProvider(provider('acme', 'urn:acme:'));
    ({ key, keyId } = await registry.issueKey('acme'));
    reads = new BreakableReads(log);
    here = await another(reads.log);
  });

  test('of what may pass, it answers from what it knows and says so, until it has heard of what it missed', async () => {
    expect(here.health()).toEqual({ current: true });
    reads.breakWith(away);
    await until(() => !here.health().current);
    expect(here.health()).toEqual({ current: false, fault: 'no broker answers' });
    await registry.revokeKey('acme', keyId);
    expect(here.authenticate(key)).toMatchObject({ keyId });

    reads.mend();
    await until(() => here.health().current);
    expect(here.authenticate(key)).toBeUndefined();
    await registry.put('x', 'one', 'later');
    await until(() => here.entity('x', 'one') === 'later');
  });

  test('again and again, it goes on where it had read to', async () => {
    for (const round of [1, 2, 3]) {
      const [end] = await log.ends(TOPICS.registry.name);
      reads.breakWith(away);
      await until(() => !here.health().current);
      await registry.put('x', 'one', round);
      reads.begunAt.length = 0;
      reads.mend();
      await until(() => here.health().current);
      expect(reads.begunAt[0]).toBe(end);
      expect(here.entity('x', 'one')).toBe(round);
    }
  });

  test('of what will not pass, it dies, so that it honours no revoked key for ever', async () => {
    const fault = new OffsetOutOfRange(TOPICS.registry.name, 0, 2, 'the log is another');
    reads.breakWith(fault);
    await expect(here.died).rejects.toBe(fault);
  });

  test('it stops when it is told to, while they fail', async () => {
    reads.breakWith(away);
    await until(() => !here.health().current);
    await here.close();
  });
});

test('a change that is not durable is not made', async () => {
  const refuse = async (_topic: string, _records: readonly NewRecord[]): Promise<never> => {
    throw new LogUnavailable('the disk is full');
  };
  const append = jest.spyOn(log, 'append').mockImplementation(refuse);
  await expect(registry.putProvider(provider('acme', 'urn:acme:'))).rejects.toThrow(LogUnavailable);
  expect(registry.provider('acme')).toBeUndefined();
  append.mockRestore();
  await registry.putProvider(provider('acme', 'urn:acme:'));
  expect(registry.provider('acme')).toBeDefined();
});

async function contents(): Promise<string> {
  const [end = 0] = await log.ends(TOPICS.registry.name);
  let text = '';
  const range = { from: new Map([[0, 0]]), until: new Map([[0, end]]) };
  for await (const { records } of log.read(TOPICS.registry.name, range)) {
    for (const { key, value } of records) text += `${key} ${Buffer.from(value ?? []).toString()}\n`;
  }
  return text;
}
