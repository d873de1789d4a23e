import { MEASURES } from '@waymark/measures';
import { expectValid, openCountry } from '../testing/asking.js';
import type { TestPortal } from '../testing/portal.js';

// Opening chDB takes long on a busy machine.
jest.setTimeout(120_000);

let portal: TestPortal;
beforeAll(async () => {
  portal = await openCountry();
});
afterAll(() => portal.close());

/** What a call may refuse of a measure that it has no answer for. */
const REFUSALS = ['not_a_proportion', 'not_by_time'];
const CALLS = [
  ['spc', 'SpcAnswer'],
  ['funnel', 'FunnelAnswer'],
  ['inequality', 'InequalityAnswer'],
  ['compare', 'CompareAnswer'],
] as const;

describe.each(CALLS)('/api/v1/%s', (call, schema) => {
  test.each(['controller', 'researcher', 'analyst', 'service'])(
    'answers every measure that it has an answer for, as described, to a %s',
    async (name) => {
      for (const { id } of MEASURES) {
        const answer = await portal.get(`/api/v1/${call}?measure=${id}`, name);
        if (answer.status === 400)
          expect([id, REFUSALS.includes(answer.body.code ?? '')]).toEqual([id, true]);
        else expectValid(schema, answer);
      }
    },
  );
});

test.each(['spc', 'funnel', 'inequality', 'compare', 'pathway', 'feeds'])(
  '/api/v1/%s is for whoever may see data, and every look is recorded before it leaves',
  async (call) => {
    const path = `/api/v1/${call}${['pathway', 'feeds'].includes(call) ? '' : '?measure=uptake.first_session'}`;
    expect((await portal.get(path)).status).toBe(401);
    expect((await portal.get(path, 'admin')).status).toBe(403);
    const before = (await portal.audit()).length;
    await portal.get(path, 'analyst');
    expect((await portal.audit()).slice(before)).toMatchObject([
      { who: 'analyst', call, outcome: { is: 'answered', profile: 'hes' } },
    ]);
    portal.broken.auditWrites = true;
    try {
      expect((await portal.get(path, 'analyst')).status).toBe(503);
    } finally {
      portal.broken.auditWrites = false;
    }
  },
);

test.each([
  ['text/csv', 'text/csv; charset=utf-8; header=present'],
  [
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  ],
])('each answers in %s', async (accept, type) => {
  for (const path of [
    ...CALLS.map(([call]) => `${call}?measure=uptake.first_session`),
    ...['spc?measure=referrals&by=icb', 'pathway?by=sex', 'feeds'],
  ]) {
    const { status, headers } = await portal.get(`/api/v1/${path}`, 'analyst', { accept });
    expect([path, status, headers['content-type']]).toEqual([path, 200, type]);
  }
});
