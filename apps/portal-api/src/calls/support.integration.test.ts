import type { ContactAction, Role } from '@waymark/events';
import { world } from '@waymark/pathways/testing';
import { expectValid, refusal } from '../testing/asking.js';
import { OTHER, OWN } from '../testing/country.js';
import { withPeople } from '../testing/engagement.js';
import { openTestPortal, type TestPortal } from '../testing/portal.js';
import type { SupportBody } from './support.schemas.js';

// Opening chDB takes long on a busy machine.
jest.setTimeout(60_000);

/**
 * Reached in OWN, by `north`: 30 by a link worker, 20 of them with a plan, 3 with a visit; 12 by a health coach, all motivated, 9
 * of them handed over to a link worker in the second month and reached three times. In OTHER, by `west`: 10 by a link worker,
 * with a review. 5 were not reached.
 */
let portal: TestPortal;
beforeAll(async () => {
  portal = await openTestPortal();
  await withPeople(portal);
  await portal.person('own-board', 'icb_analyst', [OWN]);
  const history = world();
  const some = (count: number, who: (i: number) => void): void =>
    Array.from({ length: count }, (_, i) => i).forEach(who);
  const referred = (subject: string, provider = 'north', icb = OWN) =>
    history.provider(provider).referral(subject).received('2025-01-02', { icb });
  const reached = (role: Role, ...actions: ContactAction[]) => ({ role, actions });
  some(30, (i) => {
    const plan: ContactAction[] = i < 20 ? ['personalised_plan'] : [];
    const visit: ContactAction[] = i < 3 ? ['accompanied_visit'] : [];
    referred(`lw-${i}`).contact('2025-01-04', reached('link_worker', ...plan, ...visit));
  });
  some(12, (i) => {
    const coached = referred(`hc-${i}`).contact('2025-01-04', reached('health_coach', 'motivation'));
    if (i < 9)
      coached
        .contact('2025-02-04', reached('link_worker', 'motivation'))
        .contact('2025-02-11', reached('link_worker'));
  });
  some(10, (i) =>
    referred(`west-${i}`, 'west', OTHER).contact('2025-01-04', reached('link_worker', 'review')),
  );
  some(5, (i) => referred(`not-${i}`).contact('2025-01-04', { outcome: 'no_answer', actions: ['reminder'] }));
  await portal.tell(history);
});
afterAll(() => portal.close());

async function ask(name: string, rest = ''): Promise<SupportBody & { notes?: string[] }> {
  const answer = await portal.get(`/api/v1/support?${rest}`, name);
  expectValid('SupportAnswer', answer);
  return answer.body as unknown as SupportBody & { notes?: string[] };
}

/** What was done for anybody, or is withheld, by the codes of the breakdown. */
const done = ({ rows }: SupportBody, by?: 'role_mix'): unknown[] =>
  rows
    .filter(({ numerator }) => numerator !== 0)
    .map((row) => [...(by ? [row[by]] : []), row.what, row.numerator, row.denominator]);

test('exactly, of those reached it is counted for how many each was done, by the roles of the first days', async () => {
  const body = await ask('controller', 'by=role_mix');
  expect(done(body, 'role_mix')).toEqual([
    ['health_coach_only', 'motivation', 12, 12],
    ['health_coach_only', 'handover', 9, 12],
    ['health_coach_only', 'contacts_3', 9, 12],
    ['link_worker_only', 'personalised_plan', 20, 40],
    ['link_worker_only', 'accompanied_visit', 3, 40],
    ['link_worker_only', 'review', 10, 40],
  ]);
  const plan = body.rows.find(({ numerator }) => numerator === 20);
  expect(plan).toMatchObject({
    value: 0.5,
    lower: expect.closeTo(0.352, 3),
    upper: expect.closeTo(0.648, 3),
  });
  expect(body.notes?.[0]).toMatch(/association, not the effect of a role/);
});

test('each group has a row for everything that may be done', async () => {
  const { rows } = await ask('controller');
  expect(rows.map(({ what }) => what)).toEqual([
    ...['personalised_plan', 'motivation', 'practical_help', 'accompanied_visit', 'reminder'],
    ...['follow_up_after_absence', 'review', 'other', 'handover', 'contacts_3'],
  ]);
  expect(rows.every(({ denominator }) => denominator === 52)).toBe(true);
});

test('a provider is shown its own, and an analyst its own boards, with few withheld', async () => {
  expect(done(await ask('service'))).toEqual([
    ['personalised_plan', 20, 42],
    ['motivation', 12, 42],
    ['accompanied_visit', 3, 42],
    ['handover', 9, 42],
    ['contacts_3', 9, 42],
  ]);
  expect(done(await ask('own-board'))).toEqual([
    ['personalised_plan', 20, 40],
    ['motivation', 10, 40],
    ['accompanied_visit', null, 40],
    ['handover', 10, 40],
    ['contacts_3', 10, 40],
  ]);
  expect(await refusal(portal, `/api/v1/support?by=sex&icb=${OTHER}`, 'own-board')).toEqual([
    ...[403, 'outside_scope'],
  ]);
});

test('for research nobody and everybody are withheld as few are, and the only other group with them', async () => {
  const { rows } = await ask('researcher', 'by=role_mix');
  // 20 of one group, of everybody, would say that there is nobody of the other.
  expect(rows.filter(({ numerator }) => numerator !== null)).toEqual([]);
  const held = ['numerator', 'value', 'lower', 'upper'];
  expect(rows.find(({ what }) => what === 'motivation')).toMatchObject({ denominator: 10, suppressed: held });
  const all = (await ask('researcher')).rows.filter(({ numerator }) => numerator !== null);
  expect(all.map(({ what, numerator }) => `${what} ${numerator}`)).toEqual([
    ...['personalised_plan 20', 'motivation 10', 'review 10', 'handover 10', 'contacts_3 10'],
  ]);
});

test('in CSV stands what was done behind the breakdown', async () => {
  const { text } = await portal.get('/api/v1/support?by=role_mix', 'controller', { accept: 'text/csv' });
  const [head = '', first = ''] = text.split('\r\n');
  expect(head).toMatch(/^role_mix,.*what,numerator,denominator/);
  expect(first).toMatch(/^health_coach_only,.*personalised_plan,0,12/);
});

test('it is not asked by time, of which it has no end, nor by two breakdowns', async () => {
  expect(await refusal(portal, '/api/v1/support?by=month', 'controller')).toEqual([400, 'not_by_time']);
  expect(await refusal(portal, '/api/v1/support?by=role,sex', 'controller')).toEqual([
    ...[400, 'too_many_breakdowns'],
  ]);
});
