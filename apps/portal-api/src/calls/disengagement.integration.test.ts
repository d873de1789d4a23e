import { world } from '@waymark/pathways/testing';
import { expectValid, refusal } from '../testing/asking.js';
import { OWN } from '../testing/country.js';
import { attendee, weekly, withPeople } from '../testing/engagement.js';
import { openTestPortal, type TestPortal } from '../testing/portal.js';
import type { DisengagementBody } from './disengagement.schemas.js';

// Opening chDB takes long on a busy machine.
jest.setTimeout(60_000);

const daysAgo = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);

let portal: TestPortal;
beforeAll(async () => {
  portal = await openTestPortal();
  await withPeople(portal);
  const history = world();
  const some = (count: number, who: (i: number) => void): void =>
    Array.from({ length: count }, (_, i) => i).forEach(who);
  const referred = (subject: string) =>
    history.provider('north').referral(subject).received('2025-01-02', { icb: OWN });
  some(20, (i) => referred(`cost-${i}`).closed('2025-02-10', 'withdrawn', { reason: 'cost' }));
  some(11, (i) => referred(`timing-${i}`).closed('2025-03-10', 'withdrawn', { reason: 'timing' }));
  some(3, (i) => referred(`stigma-${i}`).closed('2025-02-10', 'withdrawn', { reason: 'stigma' }));
  some(4, (i) => referred(`declined-${i}`).declined('2025-02-10', 'person', { reason: 'no_reply' }));
  // Still engaged: 12 with a barrier, 9 without.
  const first = daysAgo(120);
  const engaged = (subject: string) =>
    attendee(history, subject, { provider: 'north', icb: OWN, first, days: weekly(119) });
  some(12, (i) => engaged(`met-${i}`).contact(first, { barriers: ['transport'] }));
  some(9, (i) => engaged(`none-${i}`));
  await portal.tell(history);
});
afterAll(() => portal.close());

async function ask(name: string, rest = ''): Promise<DisengagementBody> {
  const answer = await portal.get(`/api/v1/disengagement?${rest}`, name);
  expectValid('DisengagementAnswer', answer);
  return answer.body as unknown as DisengagementBody;
}

const endings = ({ endings: rows }: DisengagementBody): unknown[] =>
  rows.map(({ ending, why, numerator, denominator }) => [ending, why, numerator, denominator]);

test('exactly, reasons are counted within their ending, and barriers among those still engaged', async () => {
  const body = await ask('controller');
  expect(endings(body)).toEqual([
    ['declined_by_person', 'no_reply', 4, 4],
    ['withdrawn', 'cost', 20, 34],
    ['withdrawn', 'stigma', 3, 34],
    ['withdrawn', 'timing', 11, 34],
  ]);
  expect(body.barriers).toMatchObject([{ barrier: 'transport', numerator: 12, denominator: 21 }]);
  expect(body.barriers[0]?.value).toBeCloseTo(12 / 21, 12);
});

test('by month, endings are of the month they ended in', async () => {
  const body = await ask('controller', 'by=month&to=2025-12');
  expect(body.endings.map(({ month, why, numerator }) => [month, why, numerator])).toEqual([
    ['2025-02', 'no_reply', 4],
    ['2025-02', 'cost', 20],
    ['2025-02', 'stigma', 3],
    ['2025-03', 'timing', 11],
  ]);
});

test('under control, few of a reason or of an ending are withheld, and a second reason with the only one', async () => {
  const body = await ask('analyst', `icb=${OWN}`);
  // All 34 less 20 and 11 would tell the three.
  expect(endings(body)).toEqual([
    ['declined_by_person', 'no_reply', null, null],
    ['withdrawn', 'cost', 20, 35],
    ['withdrawn', 'stigma', null, 35],
    ['withdrawn', 'timing', null, 35],
  ]);
  expect(body.barriers).toMatchObject([{ numerator: 10, denominator: 20, value: 0.5 }]);
});

test('a range is answered as the sum of its periods, so that it tells no more than they do', async () => {
  const body = await ask('analyst', `icb=${OWN}&from=2025-02&to=2025-03`);
  // February: 20 of 23 for cost, so that 3 were for stigma; March: the 11 for timing, which of all time hide these 3.
  expect(endings(body)).toEqual([
    ['declined_by_person', 'no_reply', null, null],
    ['withdrawn', 'cost', null, 35],
    ['withdrawn', 'stigma', null, 35],
    ['withdrawn', 'timing', null, 35],
  ]);
});

test('in CSV stand ending and reason, and two breakdowns are refused', async () => {
  const { text } = await portal.get('/api/v1/disengagement', 'controller', { accept: 'text/csv' });
  expect(
    text
      .split('\r\n')
      .slice(0, 2)
      .map((line) => line.split(',').slice(0, 4).join(',')),
  ).toEqual([...['ending,why,numerator,denominator', 'declined_by_person,no_reply,4,4']]);
  expect(await refusal(portal, '/api/v1/disengagement?by=sex,icb', 'controller')).toEqual([
    ...[400, 'too_many_breakdowns'],
  ]);
});
