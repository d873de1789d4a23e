import fs from 'node:fs';
import path from 'node:path';

interface LockEntry {
  optionalDependencies?: Record<string, string>;
}

const lock = JSON.parse(fs.readFileSync(path.resolve(__dirname, '../../package-lock.json'), 'utf8')) as {
  packages: Record<string, LockEntry>;
};

test('every optional platform package is in the lock, so that npm ci accepts it on every machine', () => {
  const missing = Object.entries(lock.packages)
    .filter(([at]) => at !== '')
    .flatMap(([at, entry]) =>
      Object.keys(entry.optionalDependencies ?? {})
        .filter(
          (name) => !lock.packages[`${at}/node_modules/${name}`] && !lock.packages[`node_modules/${name}`],
        )
        .map((name) => `${name} (of ${at})`),
    );
  // When this fails: node infra/npm/complete-lock.mjs
  expect(missing).toEqual([]);
});

test('the lock names no machine of ours as a source', () => {
  const text = JSON.stringify(lock);
  expect(text).not.toMatch(/"resolved":"(?!https:\/\/registry\.npmjs\.org\/)[a-z]+:/);
});
