import { z } from 'zod';
import { call, push, shown, tokenOf } from '../testing/calls.js';
import {
  environment,
  newDataDir,
  runProgram,
  startProgram,
  type RunningProgram,
} from '../testing/running-program.js';

jest.setTimeout(240_000);

const dataDir = newDataDir();
let program: RunningProgram;
let to: string[];

beforeAll(async () => {
  program = await startProgram({ dataDir });
  to = ['--to', program.url];
});
afterAll(() => program.stop());

const run = (...args: string[]) => runProgram(args, environment(dataDir));

interface Key {
  id: string;
  key: string;
  test: boolean;
  revokedAt?: string;
}
const keysPath = (provider: string): string => `${program.url}/api/v1/providers/${provider}/keys`;
const post = (body?: object): { method: string; body?: string } => ({
  method: 'POST',
  ...(body && { body: JSON.stringify(body) }),
});
const event = (source: string): object => ({
  ...{ specversion: '1.0', source, subject: 'person-1', id: 'e-1', time: '2026-02-03T10:00:00Z' },
  ...{ type: 'org.waymark.referral.received.v1', data: { person: { id: '1' }, icb: 'S0E4D' } },
});
const pushWith = async (key: string, source: string): Promise<number> =>
  (
    await call(`${program.url}/v1/events`, key, {
      ...{ method: 'POST', headers: { 'content-type': 'application/json' } },
      body: JSON.stringify(event(source)),
    })
  ).status;

/** Against the schema of the document that the program serves. */
async function expectDescribed(name: string, body: unknown): Promise<void> {
  type Document = { components: { schemas: Record<string, Parameters<typeof z.fromJSONSchema>[0]> } };
  const document = (await (await fetch(`${program.url}/openapi.json`)).json()) as Document;
  const schema = document.components.schemas[name];
  if (schema === undefined) throw new Error(`the document has no schema ${name}`);
  expect([name, z.fromJSONSchema(schema).safeParse(body).error?.issues]).toEqual([name, undefined]);
}

const SOURCE = 'https://demo-leisure.waymark.example/keys';

describe('a provider’s own administrator', () => {
  test('issues, rotates and revokes its keys, sees them without what they are, and no other provider’s', async () => {
    const token = tokenOf(program, 'provider');
    const own = keysPath('demo-leisure');
    const { status, body: young } = await call<Key>(own, token, post());
    await expectDescribed('IssuedKey', young);
    expect([status, young.key]).toEqual([201, expect.stringMatching(/^wmk_live_/)]);
    const { body: test } = await call<Key>(own, token, post({ test: true }));
    expect(test).toMatchObject({ test: true, key: expect.stringMatching(/^wmk_test_/) });

    expect(await pushWith(test.key, SOURCE)).toBe(202);
    expect((await call(`${program.url}/v1/feed`, test.key)).status).toBe(403);
    expect(await pushWith(young.key, SOURCE)).toBe(202);
    const old = program.credentials.providers['demo-leisure']?.key ?? '';
    expect(await pushWith(old, SOURCE)).toBe(202);
    await shown(program);
    const feed = await call<{ events: number }>(`${program.url}/v1/feed`, young.key);
    await expectDescribed('Feed', feed.body);
    expect(feed.body).toMatchObject({ provider: 'demo-leisure', events: 1 });

    expect((await call(`${own}/${young.id}`, token, { method: 'DELETE' })).status).toBe(204);
    expect(await pushWith(young.key, SOURCE)).toBe(401);
    const { body: listed } = await call<{ keys: Key[]; suppliers: object[] }>(own, token);
    await expectDescribed('ProviderKeys', listed);
    expect(listed.keys.find(({ id }) => id === young.id)).toHaveProperty('revokedAt');
    expect(JSON.stringify(listed)).not.toContain('wmk_');
    expect(await call(keysPath('demo-linkworkers'), token)).toMatchObject({
      status: 403,
      body: { code: 'outside_scope' },
    });
    expect((await call(keysPath('demo-leisure'), tokenOf(program, 'controller'))).status).toBe(403);
    expect((await call(`${own}?x=1`, token)).status).toBe(400);
    expect((await call(own, token, post({ test: 'yes' }))).status).toBe(400);
    expect((await call(`${own}/key-none`, token, { method: 'DELETE' })).status).toBe(404);
  });
});

describe('the command line', () => {
  test('registers a provider, and a supplier whose key sends for two, through the running program', async () => {
    expect(
      await run('providers', 'set', 'acme', '--name', 'Acme', '--prefix', 'urn:acme:', ...to),
    ).toMatchObject({ code: 0 });
    expect(
      await run('providers', 'set', 'late', '--name', 'Late', '--prefix', 'urn:acme:x:', ...to),
    ).toMatchObject({
      ...{ code: 2, output: expect.stringContaining('prefix_taken') },
    });
    const serves = ['--serves', 'acme', '--serves', 'demo-leisure'];
    expect(await run('suppliers', 'set', 'software', '--name', 'Software', ...serves, ...to)).toMatchObject({
      code: 0,
    });
    const { code, output } = await run('keys', 'issue', '--supplier', 'software', ...to);
    expect(code).toBe(0);
    const key = output.trim();
    expect(await pushWith(key, 'urn:acme:crm')).toBe(202);
    expect(await pushWith(key, 'https://demo-leisure.waymark.example/software')).toBe(202);
    expect(await pushWith(key, 'urn:other:crm')).toBe(422);
    const { body } = await call(keysPath('acme'), tokenOf(program, 'admin'));
    expect(body).toEqual({
      ...{ keys: [], suppliers: [{ id: 'software', name: 'Software' }] },
      sourcePrefixes: ['urn:acme:'],
    });
    const admin = tokenOf(program, 'admin');
    for (const [name, address] of [
      ['Providers', 'providers'],
      ['Suppliers', 'suppliers'],
      ['Keys', 'suppliers/software/keys'],
    ] as const)
      await expectDescribed(name, (await call(`${program.url}/api/v1/admin/${address}`, admin)).body);
    const listed = await run('keys', 'list', '--supplier', 'software', ...to);
    const keyId = /key-\w+/.exec(listed.output)?.[0] ?? '';
    expect((await run('keys', 'revoke', keyId, '--supplier', 'software', ...to)).code).toBe(0);
    expect(await pushWith(key, 'urn:acme:crm')).toBe(401);
  });

  test('does the same by itself where none runs, and says what it cannot do', async () => {
    expect(await program.stop()).toBe(0);
    expect(await run('providers', 'set', 'acme', '--complete-from', '2026-01-01')).toMatchObject({ code: 0 });
    expect(await run('providers', 'list')).toMatchObject({
      output: expect.stringContaining('acme "Acme" urn:acme:'),
    });
    const { output } = await run('keys', 'issue', '--provider', 'acme', '--test');
    expect(output.trim()).toMatch(/^wmk_test_[\w-]{43}$/);
    expect(await run('keys', 'list', '--provider', 'acme')).toMatchObject({
      output: expect.stringContaining(' test issued '),
    });
    expect(await run('keys', 'list', '--provider', 'no-one')).toMatchObject({
      code: 2,
      output: expect.stringContaining('No provider'),
    });
    expect((await run('keys', 'issue')).code).toBe(2);
    expect((await run('keys', 'revoke', '--provider', 'acme')).code).toBe(2);
    expect((await run('providers', 'set', 'No One')).code).toBe(2);
    expect((await run('suppliers', 'set', 'x', '--name', 'X', '--serves', 'no-one')).code).toBe(2);
    program = await startProgram({ dataDir });
    expect(await pushWith(output.trim(), 'urn:acme:crm')).toBe(202);
    expect((await push(program, 'demo-leisure', [event(SOURCE)])).body.duplicates).toBeLessThanOrEqual(1);
  });
});
