import { readFileSync } from 'node:fs';
import path from 'node:path';
import { BUILD } from './build.js';

test('the version that telemetry tells is that of the package', () => {
  const file = readFileSync(path.resolve(__dirname, '../../package.json'), 'utf8');
  expect((JSON.parse(file) as { version: string }).version).toBe(BUILD);
});
