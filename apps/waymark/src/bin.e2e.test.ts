import { spawnSync } from 'node:child_process';
import path from 'node:path';

test('npx waymark runs the program after npm ci', () => {
  const executable = path.resolve(__dirname, '../../../node_modules/.bin/waymark');
  const { status, stderr } = spawnSync(executable, ['help'], { encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, expect.stringMatching(/waymark serve/)]);
});
