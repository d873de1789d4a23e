import path from 'node:path';
import { DEMO_REFERRALS, readSettings, SettingsFault } from './settings.js';

const KEY = 'a secret of more than thirty-two characters';
const KAFKA = { KAFKA_BROKERS: 'one:9092, two:9092', WAYMARK_PSEUDONYM_KEY: KEY };

function faultsOf(env: NodeJS.ProcessEnv): readonly string[] {
  try {
    readSettings(env);
  } catch (fault) {
    if (fault instanceof SettingsFault) return fault.faults;
    throw fault;
  }
  return [];
}

test('without any setting: a local run on loopback, embedded, with the demonstration', () => {
  expect(readSettings({})).toEqual({
    port: 8080,
    host: '127.0.0.1',
    dataDir: path.resolve('.waymark'),
    logLevel: 'info',
    seedReferrals: DEMO_REFERRALS,
  });
});

test('every setting is read', () => {
  const env = {
    ...KAFKA,
    WAYMARK_PORT: '0',
    WAYMARK_HOST: '::1',
    WAYMARK_DATA_DIR: '/data',
    WAYMARK_LOG_LEVEL: 'debug',
    FARO_FORWARD_URL: 'http://alloy:12347/collect',
  };
  expect(readSettings({ ...env, CLICKHOUSE_URL: 'https://ch:8443', WAYMARK_SEED: '250' })).toEqual({
    port: 0,
    host: '::1',
    dataDir: '/data',
    logLevel: 'debug',
    kafkaBrokers: ['one:9092', 'two:9092'],
    clickhouseUrl: 'https://ch:8443',
    pseudonymKey: KEY,
    faroForwardUrl: 'http://alloy:12347/collect',
    seedReferrals: 250,
  });
});

test.each([
  [{}, DEMO_REFERRALS],
  [{ WAYMARK_SEED: 'demo' }, DEMO_REFERRALS],
  [{ WAYMARK_SEED: 'none' }, 0],
  [{ WAYMARK_SEED: '0' }, 0],
  [KAFKA, 0],
  [{ ...KAFKA, WAYMARK_SEED: 'demo' }, DEMO_REFERRALS],
])('%j seeds %i referrals', (env, referrals) => expect(readSettings(env).seedReferrals).toBe(referrals));

test('an empty setting is an absent one', () => {
  expect(readSettings({ WAYMARK_PORT: '', KAFKA_BROKERS: '', CLICKHOUSE_URL: '' })).toEqual(readSettings({}));
});

test.each([
  ['an unknown name', { WAYMARK_PROT: '1' }, 'WAYMARK_PROT'],
  ['a port that is none', { WAYMARK_PORT: '65536' }, 'WAYMARK_PORT'],
  ['a port that is no number', { WAYMARK_PORT: 'http' }, 'WAYMARK_PORT'],
  ['an unknown log level', { WAYMARK_LOG_LEVEL: 'loud' }, 'WAYMARK_LOG_LEVEL'],
  ['a broker without a port', { KAFKA_BROKERS: 'one', WAYMARK_PSEUDONYM_KEY: KEY }, 'KAFKA_BROKERS'],
  ['a trailing comma', { KAFKA_BROKERS: 'one:1,', WAYMARK_PSEUDONYM_KEY: KEY }, 'KAFKA_BROKERS'],
  ['an address that is none', { CLICKHOUSE_URL: 'clickhouse' }, 'CLICKHOUSE_URL'],
  ['another protocol', { CLICKHOUSE_URL: 'file:///etc' }, 'CLICKHOUSE_URL'],
  ['a key that can be guessed', { WAYMARK_PSEUDONYM_KEY: 'short' }, 'WAYMARK_PSEUDONYM_KEY'],
  ['Kafka without the key', { KAFKA_BROKERS: 'one:9092' }, 'WAYMARK_PSEUDONYM_KEY'],
  ['a seed that is none', { WAYMARK_SEED: 'some' }, 'WAYMARK_SEED'],
  ['an identity provider', { OIDC_ISSUER: 'https://id.example' }, 'OIDC_ISSUER'],
  ['an open address on local sign-in', { WAYMARK_HOST: '0.0.0.0' }, 'WAYMARK_HOST'],
  ['an open name on local sign-in', { WAYMARK_HOST: 'localhost.example' }, 'WAYMARK_HOST'],
])('refuses %s, by name', (_what, env, name) => {
  const faults = faultsOf(env);
  expect(faults).toHaveLength(1);
  expect(faults[0]).toMatch(new RegExp(`^${name}[:.]`));
});

test('a container may listen everywhere when its port is published on loopback', () => {
  expect(readSettings({ WAYMARK_HOST: '0.0.0.0', WAYMARK_PUBLISHED_ON: 'loopback' }).host).toBe('0.0.0.0');
});

test('all faults are told together, and none quotes a value', () => {
  const secret = 'hunter2-hunter2';
  const env = {
    WAYMARK_PASSWORT: secret,
    WAYMARK_PORT: secret,
    WAYMARK_PSEUDONYM_KEY: secret,
    WAYMARK_LOG_LEVEL: secret,
    WAYMARK_SEED: secret,
    WAYMARK_HOST: secret,
    CLICKHOUSE_URL: secret,
    KAFKA_BROKERS: secret,
    OIDC_ISSUER: secret,
  };
  const faults = faultsOf(env);
  for (const name of Object.keys(env)) expect(faults.join('\n')).toContain(name);
  const message = new SettingsFault(faults).message;
  expect(message.split('\n')).toHaveLength(1 + faults.length);
  expect(message).not.toContain('hunter2');
});

test('names of the tests’ own are no settings', () => {
  expect(faultsOf({ WAYMARK_TEST_KAFKA_BROKERS: 'one:9092' })).toEqual([]);
});
