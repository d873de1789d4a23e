import { scrubAddress } from '@waymark/telemetry';
import { PAGES } from '../pages/pages.js';

test('every page of the portal is told by its name: its words stand in packages/telemetry/src/path-words.ts', () => {
  const paths = ['/', '/sign-in', ...PAGES.map(({ path }) => path)];
  expect(paths.map(scrubAddress)).toEqual(paths);
});
