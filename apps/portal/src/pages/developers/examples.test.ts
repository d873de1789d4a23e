import { readFileSync } from 'node:fs';
import path from 'node:path';
import { EXAMPLES } from './examples.js';

test('the examples of the page are those of docs/developers.md, which the tests run', () => {
  const doc = readFileSync(path.resolve(__dirname, '../../../../../docs/developers.md'), 'utf8');
  const blocks = [...doc.matchAll(/```\w+\n([\s\S]*?)```/g)].map(([, text]) => text);
  expect(Object.values(EXAMPLES)).toEqual(blocks);
});
