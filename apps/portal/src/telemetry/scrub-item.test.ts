import type { TransportItem } from '@grafana/faro-web-sdk';
import { scrubTransportItem } from './scrub-item.js';

function scrubbed(type: string, payload: unknown): unknown {
  const meta = { page: { url: 'https://way.example/?q=1' }, user: { id: '1' } };
  return scrubTransportItem({ type, payload, meta } as unknown as TransportItem);
}

describe('what Faro is about to send', () => {
  test.each([
    ['exception', { type: 'Error', value: 'to jo@nhs.example' }, { type: 'Error', value: 'to [email]' }],
    [
      'event',
      { name: 'click', domain: 'browser', attributes: { q: 'x' } },
      { name: 'click', attributes: {} },
    ],
    ['log', { message: 'at SW1A 2AA', level: 'warn' }, { message: 'at [postcode]', level: 'warn' }],
    [
      'measurement',
      { type: 'web-vitals', values: { cls: 0 } },
      { type: 'web-vitals', values: { cls: 0 }, context: {} },
    ],
  ])('of kind %s is scrubbed, and so is where it happened', (type, payload, left) =>
    expect(scrubbed(type, payload)).toEqual({ type, payload: left, meta: { page: { url: '/' } } }),
  );

  test.each([
    ['trace', { resourceSpans: [] }],
    ['of-a-later-version', { message: 'x' }],
    ['event', { attributes: {} }],
  ])('of kind %s without anything known in it is not sent', (type, payload) =>
    expect(scrubbed(type, payload)).toBeNull(),
  );
});
