import fc from 'fast-check';
import { ITEMS_MAX, scrubPayload } from './scrub-payload.js';

const AT = '2026-11-28T10:00:00.123Z';

/** Members as Faro 2.12.1 sends them, with what it sends too much. */
const PAYLOAD = {
  meta: {
    sdk: { name: '@grafana/faro-core', version: '2.12.1', integrations: [{ name: 'x', version: '1' }] },
    app: { name: 'waymark', version: '0.1.0' },
    browser: {
      name: 'Chrome',
      version: '147.0.7727.15',
      os: 'Linux x86_64',
      mobile: false,
      brands: 'x',
      userAgent: 'y',
    },
    page: { url: 'https://way.example/places?nhsNumber=943 476 5919', id: '/places' },
    view: { name: '/places' },
    session: { id: 'Wq3bMkYtPz', attributes: { isSampled: 'true', previousSession: 'x' } },
    user: { id: '1', email: 'jo@nhs.example' },
  },
  events: [
    {
      name: 'faro.performance.navigation',
      domain: 'browser',
      timestamp: AT,
      attributes: {
        name: 'https://way.example/?q=jo@nhs.example',
        httpHost: 'way.example',
        duration: '120.30000000447035',
        transferSize: '9434765919',
        faroNavigationId: 'abc',
      },
      trace: { trace_id: 'x', span_id: 'y' },
    },
  ],
  measurements: [
    {
      type: 'web-vitals',
      timestamp: AT,
      values: { lcp: 1200.12345, nhs: 9_434_765_919, cls: 0 },
      context: { rating: 'good', id: 'v5-1-2', element: '#jo' },
    },
  ],
  exceptions: [
    {
      type: 'TypeError',
      timestamp: AT,
      value: 'no person 943 476 5919 at SW1A 2AA',
      context: { name: 'Jo' },
      stacktrace: {
        frames: [
          {
            filename: 'https://way.example/assets/index-abc.js?x=1',
            function: 'draw',
            lineno: 1,
            colno: 2345,
          },
        ],
      },
    },
  ],
  logs: [{ level: 'error', timestamp: AT, message: 'to jo@nhs.example', context: { a: 'b' } }],
  traces: { resourceSpans: [{}] },
  other: 'jo@nhs.example',
};

test('of a payload, members that are known stay, scrubbed; all others are dropped', () => {
  expect(scrubPayload(PAYLOAD)).toEqual({
    meta: {
      sdk: { name: '@grafana/faro-core', version: '2.12.1' },
      app: { name: 'waymark', version: '0.1.0' },
      browser: { name: 'Chrome', version: '147', os: 'Linux x86_64', mobile: false },
      page: { url: '/places', id: '/places' },
      view: { name: '/places' },
      session: { id: 'Wq3bMkYtPz' },
    },
    events: [
      { name: 'faro.performance.navigation', timestamp: AT, attributes: { name: '/', duration: '120.3' } },
    ],
    measurements: [
      { type: 'web-vitals', timestamp: AT, values: { lcp: 1200.123, cls: 0 }, context: { rating: 'good' } },
    ],
    exceptions: [
      {
        type: 'TypeError',
        timestamp: AT,
        value: 'no person [number] at [postcode]',
        stacktrace: {
          frames: [{ filename: '/assets/index-abc.js', function: 'draw', lineno: 1, colno: 2345 }],
        },
      },
    ],
    logs: [{ level: 'error', timestamp: AT, message: 'to [email]' }],
  });
});

test('scrubbed again, as the collector does, a payload is the same', () => {
  const once = scrubPayload(PAYLOAD);
  expect(scrubPayload(once)).toEqual(once);
});

test.each([undefined, null, 'text', 7, [], { meta: 'x', events: 'y', logs: [null, 3, {}] }])(
  'of %j nothing is kept, and nothing breaks',
  (payload) => expect(scrubPayload(payload)).toEqual({ meta: {} }),
);

test('a list that is too long is cut', () => {
  const events = Array.from({ length: ITEMS_MAX + 1 }, () => ({ name: 'click' }));
  expect(scrubPayload({ events }).events).toHaveLength(ITEMS_MAX);
});

test('no canary is in what is left, wherever in a payload of any shape it stands', () => {
  const canary = fc.constantFrom(
    ...['943 476 5919', '9434765919', 'jo.bloggs@nhs.example', 'SW1A 2AA', 'wmu_canary', '?q=bloggs'],
    ...['https://way.example/people/9434765919?name=bloggs', '{"token":"canary"}'],
    9_434_765_919,
  );
  const known = [
    'meta',
    'app',
    'page',
    'url',
    'events',
    'name',
    'attributes',
    'values',
    'context',
    'message',
  ];
  const more = [
    'value',
    'stacktrace',
    'frames',
    'filename',
    'function',
    'logs',
    'exceptions',
    'measurements',
  ];
  const key = fc.oneof(
    fc.constantFrom(...known, ...more, 'type', 'id', 'session', 'timestamp', 'level'),
    fc.string(),
  );
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { maxDepth: 6 },
      canary,
      fc.array(tie('tree'), { maxLength: 3 }),
      fc.dictionary(key, tie('tree'), { maxKeys: 5 }),
    ),
  }));
  fc.assert(
    fc.property(tree, fc.dictionary(key, canary), (any, flat) => {
      const items = [
        any,
        flat,
        { ...flat, name: 'click', type: 'x', attributes: flat, values: flat, context: flat },
      ];
      const payload = { meta: any, events: items, measurements: items, logs: items, exceptions: items };
      const left = JSON.stringify(scrubPayload(payload));
      expect(left).not.toMatch(/943\D?476\D?5919|bloggs|SW1A|canary/i);
    }),
    { numRuns: 500 },
  );
});
