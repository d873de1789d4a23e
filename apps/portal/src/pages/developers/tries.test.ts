import { admit, Pseudonyms } from '@waymark/events';
import { triesOf } from './tries.js';

test('of the events to try all are taken but the one that says so', () => {
  const context = {
    provider: { id: 'acme', sourcePrefixes: ['urn:acme:'] },
    now: new Date('2026-11-28T12:00:00Z'),
    pseudonyms: new Pseudonyms('a key of the tests, 32 characters or more'),
  };
  const results = triesOf('urn:acme:').map(({ event }) => admit(event, context));
  expect(results.map((result) => (result.ok ? 'ok' : result.code))).toEqual([
    ...['ok', 'ok', 'ok', 'ok', 'not_in_list'],
  ]);
});
