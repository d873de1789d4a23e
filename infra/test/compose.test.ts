import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { ingestOpenApi } from '@waymark/ingest-api';
import { portalOpenApi } from '@waymark/portal-api';
import { ALL_ROLES, readSettings } from '@waymark/service';
import { parse } from 'yaml';
import { deadLettersOpenApi } from '../../apps/waymark/src/dead-letters-openapi.js';
import { keysOpenApi } from '../../apps/waymark/src/keys-openapi.js';
import { rebuildOpenApi } from '../../apps/waymark/src/rebuild-openapi.js';

const root = path.resolve(__dirname, '../..');
const file = path.join(root, 'docker-compose.yml');
const KEY = 'x'.repeat(32);

interface Service {
  image?: string;
  build?: { dockerfile: string };
  command?: string[];
  environment?: Record<string, string>;
  ports?: string[];
  volumes?: string[];
}

const compose = parse(fs.readFileSync(file, 'utf8'), { merge: true }) as {
  services: Record<string, Service>;
  volumes: Record<string, unknown>;
};
const roles = Object.entries(compose.services).filter(([, service]) => service.image === 'waymark');

describe('docker-compose.yml', () => {
  test('runs every role, each once', () => {
    const asked = roles.map(([, { command }]) => command?.at(-1));
    expect(asked.sort()).toEqual([...ALL_ROLES].sort());
  });

  test.each(roles)('%s starts with its settings', (_, { environment }) => {
    const settings = readSettings({ ...environment, WAYMARK_PSEUDONYM_KEY: KEY });
    expect(settings.kafkaBrokers).toEqual(['kafka:9092']);
    expect(settings.clickhouseUrl).toMatch(/@clickhouse:8123$/);
  });

  test('publishes on this machine’s loopback only', () => {
    const ports = Object.values(compose.services).flatMap((service) => service.ports ?? []);
    expect(ports.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
    expect(ports).toHaveLength(1);
  });

  test('names only files and volumes that are there', () => {
    for (const { build, volumes = [] } of Object.values(compose.services)) {
      if (build) expect(fs.existsSync(path.join(root, build.dockerfile))).toBe(true);
      for (const [source = ''] of volumes.map((volume) => volume.split(':'))) {
        const there = source.startsWith('.')
          ? fs.existsSync(path.join(root, source))
          : source in compose.volumes;
        expect([source, there]).toEqual([source, true]);
      }
    }
  });

  test('has one address for all of them: each path goes to the role that answers it', () => {
    const conf = fs.readFileSync(path.join(root, 'infra/docker/gateway.conf'), 'utf8');
    const routes = [...conf.matchAll(/location (\S+) \{ proxy_pass http:\/\/(\w+):8080; \}/g)];
    // As nginx does: the longest prefix.
    const roleOf = (address: string): string | undefined =>
      routes
        .filter(([, prefix = '']) => address.startsWith(prefix))
        .sort(([, a = ''], [, b = '']) => b.length - a.length)[0]?.[2];
    expect(routes.every(([, , role = '']) => role in compose.services)).toBe(true);
    for (const { paths } of [rebuildOpenApi(), deadLettersOpenApi()])
      for (const address of Object.keys(paths))
        expect([address, roleOf(address)]).toEqual([address, 'processor']);
    for (const address of Object.keys(ingestOpenApi().paths))
      expect([address, roleOf(address)]).toEqual([address, 'ingest']);
    for (const { paths } of [portalOpenApi(), keysOpenApi()])
      for (const address of Object.keys(paths))
        expect([address, roleOf(address)]).toEqual([address, 'portal']);
  });

  test('is what docker compose takes, where it is installed', () => {
    const env = { ...process.env, WAYMARK_PSEUDONYM_KEY: KEY };
    const installed = spawnSync('docker', ['compose', 'version'], { stdio: 'ignore' }).status === 0;
    if (!installed) {
      process.stdout.write(
        '!!! docker compose is not installed: docker-compose.yml was only read, not checked by it\n',
      );
      return;
    }
    const { status, stderr } = spawnSync('docker', ['compose', '-f', file, 'config', '-q'], { env });
    expect([status, stderr.toString()]).toEqual([0, '']);
  });
});
