import { world } from '@waymark/pathways/testing';
import { expectValid, refusal } from '../testing/asking.js';
import { withFeedStaff } from '../testing/feed-staff.js';
import { openTestPortal, type Answer, type TestPortal } from '../testing/portal.js';
import { AT_RISK_RULE } from './feed-at-risk.js';
import type { AtRiskAnswer } from './feed-at-risk.schemas.js';

jest.setTimeout(120_000);

const PATH = '/api/v1/feed/at-risk';
const DAY_MS = 86_400_000;
const NOW = Date.now();
const ago = (days: number): string => new Date(NOW - days * DAY_MS).toISOString();

let portal: TestPortal;

beforeAll(async () => {
  portal = await openTestPortal();
  await withFeedStaff(portal);
  for (const role of ['icb_analyst', 'researcher', 'controller', 'admin'] as const)
    await portal.person(role, role, role === 'icb_analyst' ? ['QKS'] : []);
  const history = world();
  const came = (provider: string, subject: string, days: number) =>
    history
      .provider(provider)
      .referral(subject)
      .received(ago(60))
      .booked(ago(50), `${subject}-b`, ago(days))
      .attended(ago(days), `${subject}-b`);
  came('trust', 'silent', 30).booked(ago(5), 'silent-next', ago(-3));
  came('trust', 'well', 3);
  came('other', 'theirs', 30);
  await portal.tell(history);
});
afterAll(() => portal.close());

const bodyOf = ({ body }: Answer): AtRiskAnswer => body as unknown as AtRiskAnswer;

test('staff are told of their own people by own referral id, with the rule in words', async () => {
  const answer = await portal.get(PATH, 'staff');
  expectValid('AtRisk', answer);
  expect(bodyOf(answer)).toMatchObject({
    ...{ provider: 'trust', rule: AT_RISK_RULE, total: 1 },
    listed: [
      {
        ...{ subject: 'silent', why: ['no_session_for_three_weeks'], missed: 0 },
        ...{ lastAttended: ago(30), nextBooked: ago(-3) },
      },
    ],
  });
  expect(answer.text).not.toContain('theirs');
  expect(answer.headers['cache-control']).toBe('no-store');
});

test('nobody but the staff of the provider is told: no other role, no other provider, no program', async () => {
  for (const role of ['icb_analyst', 'researcher', 'controller', 'admin'])
    expect(await refusal(portal, PATH, role)).toEqual([403, 'wrong_role']);
  expect(await refusal(portal, PATH)).toEqual([401, 'not_signed_in']);
  expect(await refusal(portal, `${PATH}?provider=other`, 'staff')).toEqual([403, 'outside_scope']);
  const { key } = await portal.registry.issueKey('trust');
  expect((await portal.get(PATH, undefined, { authorization: `Bearer ${key}` })).status).toBe(403);
});

test('who has several services names one', async () => {
  expect(await refusal(portal, PATH, 'both')).toEqual([400, 'missing_parameter']);
  const { listed } = bodyOf(await portal.get(`${PATH}?provider=other`, 'both'));
  expect(listed.map(({ subject }) => subject)).toEqual(['theirs']);
  expect(await refusal(portal, `${PATH}?from=2026-01`, 'staff')).toEqual([400, 'unknown_parameter']);
});

test('every look is in the audit trail, with how many were listed and no id of anybody', async () => {
  await portal.get(PATH, 'staff');
  const last = (await portal.audit()).at(-1);
  expect(last).toMatchObject({
    ...{ who: 'staff', role: 'provider', call: 'feed/at-risk' },
    outcome: { is: 'answered', rows: 1, scope: { kind: 'providers', providers: ['trust'] } },
  });
  expect(JSON.stringify(last)).not.toContain('silent');
});

test('with the tables away, or no audit to be written, it is 503 and tells nothing', async () => {
  portal.broken.warehouse = true;
  expect(await refusal(portal, PATH, 'staff')).toEqual([503, 'warehouse_unavailable']);
  portal.broken.warehouse = false;
  portal.broken.auditWrites = true;
  expect(await refusal(portal, PATH, 'staff')).toEqual([503, 'audit_unavailable']);
  portal.broken.auditWrites = false;
});
