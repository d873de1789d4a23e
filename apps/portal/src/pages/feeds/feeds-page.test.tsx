import { act, screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { ANALYST, json, problem, PROVIDER } from '../../testing/fake-api.js';
import { fakeAtRisk, fakeFeed, fakeFeedApi } from '../../testing/fake-feed.js';
import { closePortal, faults, openPortal } from '../../testing/open-portal.js';
import { textOf } from '../../testing/text-of.js';

const saved: { name: string; file: Blob }[] = [];

beforeEach(() => {
  saved.length = 0;
  URL.createObjectURL = jest.fn((file: Blob) => {
    saved.push({ name: '', file });
    return 'blob:own';
  });
  URL.revokeObjectURL = jest.fn();
  jest.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    const last = saved.at(-1);
    if (last) last.name = this.download;
  });
});
afterEach(() => {
  closePortal();
  jest.restoreAllMocks();
});

const NOTHING = { total: 0, listed: [] };
const part = (name: string | RegExp) => screen.findByRole('region', { name });

async function pageShown(): Promise<void> {
  await screen.findByRole('heading', { name: 'Your results' });
  await waitFor(() => {
    if (document.querySelector('[aria-busy="true"], .wm-loading')) throw new Error('still loading');
  });
}

test('a provider sees what waits for it, people first, and each is a way to its part of the page', async () => {
  const { container } = openPortal('/feeds', fakeFeedApi());
  await pageShown();
  const waiting = screen.getByRole('navigation', { name: 'What waits for you' });
  expect(
    within(waiting)
      .getAllByRole('link')
      .map((link) => [link.textContent, link.getAttribute('href')]),
  ).toEqual([
    ['2 people who may be about to stop', '#at-risk'],
    ['12 events refused, the last on 17 November 2026', '#refused'],
    ['3 rows refused in the last files', '#imports'],
    ['1 session without an outcome', '#without-outcome'],
    ['3 events and referrals not counted as meant', '#not-counted'],
    ['Your results', '#results'],
  ]);
  for (const [, id = ''] of [...container.innerHTML.matchAll(/href="#(?!maincontent)([\w-]+)"/g)])
    expect(document.getElementById(id)).not.toBeNull();
  expect(await faults(container)).toEqual([]);
});

test('this week stands beside a normal one, in a chart walked by arrow keys and in a table', async () => {
  openPortal('/feeds', fakeFeedApi());
  const chart = await screen.findByLabelText(/Events of the last seven days\. Arrow keys move between days/);
  const days = within(chart).getAllByRole('img');
  expect(days).toHaveLength(7);
  act(() => days.at(-1)?.focus());
  await userEvent.keyboard('{Home}');
  expect(days[0]).toHaveFocus();
  expect(days[0]).toHaveAccessibleName('Wednesday 18 November: 11 events; 12 on a normal day');
  await userEvent.click(screen.getByText('Show the week as a table'));
  expect(screen.getByRole('row', { name: 'Friday 20 November 0 13' })).toBeVisible();
});

test('each chart of the feed is had as its figures, as a picture and on paper', async () => {
  window.print = jest.fn();
  openPortal('/feeds', fakeFeedApi());
  for (const [name, what] of [
    ['Did my events arrive?', 'the week'],
    ['How complete your records are', 'the months'],
  ] as const) {
    const section = await part(name);
    const files = within(within(section).getByRole('group', { name: `Download ${what}` }));
    expect(files.getAllByRole('button').map((button) => button.textContent)).toEqual([
      ...['CSV', 'Excel (XLSX)', 'Picture (PNG)', 'Picture (SVG)'].map(
        (ending) => `Download ${what} as ${ending}`,
      ),
      `Print ${what} on one page`,
    ]);
    await userEvent.click(files.getByRole('button', { name: `Print ${what} on one page` }));
    expect(section).toHaveAttribute('data-printed');
    window.dispatchEvent(new Event('afterprint'));
    expect(section).not.toHaveAttribute('data-printed');
  }
});

test('the picture of the week is its chart with what its bars and marks are', async () => {
  openPortal('/feeds', fakeFeedApi());
  const section = within(await part('Did my events arrive?'));
  await userEvent.click(section.getByRole('button', { name: 'Download the week as Picture (SVG)' }));
  expect(saved[0]?.name).toBe('waymark-demo-leisure-week.svg');
  const picture = await textOf(saved[0]?.file);
  expect(picture).toContain('Did my events arrive?');
  expect(picture).toContain('Events received by day.');
  expect(picture).toContain('Normal for this weekday');
  expect(picture).toContain('Sunday 22 November: 0 events');
});

test('the week is downloaded as a workbook, too', async () => {
  openPortal('/feeds', fakeFeedApi());
  const section = within(await part('Did my events arrive?'));
  await userEvent.click(section.getByRole('button', { name: 'Download the week as Excel (XLSX)' }));
  await waitFor(() => expect(saved[0]?.name).toBe('waymark-demo-leisure-week.xlsx'));
  expect((await textOf(saved[0]?.file)).slice(0, 2)).toBe('PK');
});

test('what was refused is told with the place, the reason and the way to put it right', async () => {
  openPortal('/feeds', fakeFeedApi());
  const refused = await part('What was refused, and why');
  expect(
    within(refused).getByRole('heading', {
      name: '12 × outcome in data: The value is not one of the listed codes.',
    }),
  ).toBeVisible();
  expect(within(refused).getByText(/Use one of the listed codes/)).toBeVisible();
  expect(
    within(refused).getByText(/Nothing of them was stored: put right, they are sent again/),
  ).toBeVisible();
  expect(await part('Last files')).toHaveTextContent(
    '3 × Attended: The value is not one of the listed codes.',
  );
});

test('what was taken and not understood is told apart, and is not the sender’s to repair', async () => {
  const [refused] = fakeFeed().rejects;
  const unread = { ...refused!, where: 'log' as const, code: 'not_json', detail: '', pointer: '', count: 1 };
  openPortal('/feeds', fakeFeedApi(fakeFeed({ rejects: [unread] })));
  const refusals = within(await part('What was refused, and why'));
  expect(
    refusals.getByText(
      'Nothing that you sent in the last 28 days was refused. 1 record was taken, and not understood when it was read.',
    ),
  ).toBeVisible();
  expect(refusals.getByRole('heading', { name: '1 × the event as a whole: Not json.' })).toBeVisible();
  expect(refusals.getByText(/Nothing needs to be sent again/)).toBeVisible();
});

test('sessions without an outcome are downloaded by own booking id, and no id becomes a formula', async () => {
  openPortal('/feeds', fakeFeedApi());
  const sessions = await part('Sessions without an outcome');
  await userEvent.click(within(sessions).getByRole('button', { name: 'Download these sessions as CSV' }));
  expect(saved[0]?.name).toBe('waymark-demo-leisure-without-outcome.csv');
  expect(await textOf(saved[0]?.file)).toBe(
    "Booking,Referral,Start,Activity,Attended\r\n'=b-1,r-1,2026-11-10 10:00,walking,\r\n",
  );
});

test('what is not counted as it is meant is listed with what would put it right', async () => {
  openPortal('/feeds', fakeFeedApi());
  const notCounted = await part('What does not count as it is meant');
  expect(notCounted).toHaveTextContent('4 events came twice and were counted once: that is as it should be.');
  expect(within(notCounted).getByRole('row', { name: /^e-9 r-9/ })).toBeVisible();
  expect(within(notCounted).getByRole('row', { name: 'r-7 2' })).toBeVisible();
  expect(within(notCounted).getByRole('row', { name: /^r-5 .* no partOf, no NHS number$/ })).toBeVisible();
  expect(within(notCounted).getByText(/^1 × no NHS number: send the person’s NHS number/)).toBeVisible();
});

test('who may be about to stop is told by own referral id, with the rule, the reasons and the next session', async () => {
  openPortal('/feeds', fakeFeedApi());
  const people = await part('People who may be about to stop');
  await within(people).findByRole('table');
  expect(people).toHaveTextContent(
    '2 people of yours may be about to stop: 2 missed at least two sessions in a row, 1 have not come for three weeks.',
  );
  expect(
    within(people).getByRole('row', {
      name: 'r-3 missed two or more in a row and no session for three weeks 20 October 2026, 10:00 3 nothing booked',
    }),
  ).toBeVisible();
  await userEvent.click(within(people).getByText('Who is listed'));
  expect(within(people).getByText(/^People who have come, and missed/)).toBeVisible();
  await userEvent.click(within(people).getByRole('button', { name: 'Download this list as CSV' }));
  expect(await textOf(saved[0]?.file)).toContain('r-4,missed two or more in a row,2026-11-10 10:00,2,');
});

test('an id that was made on arrival is shortened in the table, explained, and whole in the file', async () => {
  const made = `x1.${'0a'.repeat(32)}`;
  const [first] = fakeAtRisk().listed;
  openPortal(
    '/feeds',
    fakeFeedApi(fakeFeed(), fakeAtRisk({ total: 1, listed: [{ ...first!, subject: made }] })),
  );
  const people = await part('People who may be about to stop');
  expect(await within(people).findByRole('row', { name: /^x1\.0a0a0a0a0… / })).toBeVisible();
  expect(within(people).getByText(/were made from yours on arrival/)).toBeVisible();
  await userEvent.click(within(people).getByRole('button', { name: 'Download this list as CSV' }));
  expect(await textOf(saved[0]?.file)).toContain(made);
});

test('own results are exact and stand beside the others without their names', async () => {
  const { api } = openPortal('/feeds', fakeFeedApi());
  await pageShown();
  const card = screen.getByRole('region', { name: 'Attendance' });
  expect(within(card).getByText(/\d of .*\(95% limits/)).toBeVisible();
  expect(
    within(card).getByText('All 5 providers: 60% on average. Yours lies below the 99.8% limits.'),
  ).toBeVisible();
  expect(within(card).getByRole('link', { name: /^Beside other providers ?: Attendance$/ })).toHaveAttribute(
    'href',
    '/providers?measure=attendance',
  );
  expect(api.requests).toContain('/api/v1/measures/retained.12w?boundaries=current&provider=demo-leisure');
});

test('a feed of which nothing came leads to the two ways to begin', async () => {
  const feed = fakeFeed({ last: null, events: 0, rejects: [], imports: [] });
  const { container } = openPortal('/feeds', fakeFeedApi(feed));
  expect(await screen.findByText('Nothing of yours has arrived yet.')).toBeVisible();
  const main = within(screen.getByRole('main'));
  const ways = main.getAllByRole('link').map((link) => link.getAttribute('href'));
  expect(ways).toEqual(expect.arrayContaining(['/feeds/send', '/feeds/developers']));
  expect(await faults(container)).toEqual([]);
});

test('a feed of which all was refused says why, also before anything was taken', async () => {
  openPortal('/feeds', fakeFeedApi(fakeFeed({ last: null, events: 0 })));
  expect(await screen.findByText(/12 events were refused/)).toBeVisible();
  expect(screen.getByText(/^No event of yours has arrived yet\./)).toBeVisible();
});

test('a silent feed is said loudly, and that what people did since is not known', async () => {
  const last = { receivedAt: '2026-10-01T10:00:00.000Z', time: '2026-10-01T09:00:00.000Z' };
  openPortal('/feeds', fakeFeedApi(fakeFeed({ last })));
  expect(await screen.findByRole('heading', { name: /Nothing has come for more than a week/ })).toBeVisible();
  expect(await screen.findByText(/Your feed has been silent, too/)).toBeVisible();
});

test('a feed in which all is well says so', async () => {
  const well = fakeFeed({
    ...{ rejects: [], imports: [], conflicts: NOTHING, orphans: NOTHING },
    ...{ unlinked: { ...NOTHING, onward: 3 }, withoutOutcome: { ...NOTHING, from: '2026-09-29' } },
    duplicates: { answered: 0, inLog: 0 },
  });
  const { container } = openPortal('/feeds', fakeFeedApi(well, fakeAtRisk(NOTHING)));
  expect(await screen.findByRole('heading', { name: 'Nothing waits for you' })).toBeVisible();
  expect(await screen.findByText(/^Nobody has missed two sessions in a row/)).toBeVisible();
  expect(screen.getByText('Nothing that you sent in the last 28 days was refused.')).toBeVisible();
  expect(screen.getByText('Nothing came twice. Everything else that was taken counts.')).toBeVisible();
  expect(await faults(container)).toEqual([]);
});

test('while the tables do not answer it says that nothing is lost, and asks again', async () => {
  const api = fakeFeedApi();
  api.answer(/^\/api\/v1\/feed/, () =>
    problem(503, 'warehouse_unavailable', 'The tables do not answer now.'),
  );
  openPortal('/feeds', api);
  const alert = await screen.findByRole('alert');
  expect(alert).toHaveTextContent(/Waymark is not ready to answer.*nothing that you send is lost/);
  api.answer(/^\/api\/v1\/feed(\?|$)/, () => json(fakeFeed()));
  api.answer(/^\/api\/v1\/feed\/at-risk/, () => problem(503, 'audit_unavailable', 'No record.'));
  await userEvent.click(within(alert).getByRole('button', { name: 'Try again' }));
  expect(await screen.findByRole('heading', { name: 'Did my events arrive?' })).toBeVisible();
  // One part that fails takes none of the others with it.
  const people = within(await part('People who may be about to stop'));
  await waitFor(() => expect(people.getByRole('alert')).toHaveTextContent('No record.'));
});

test('who looks after several services chooses one, in the address; who looks after none is told', async () => {
  const api = fakeFeedApi();
  api.me = { ...PROVIDER, scope: ['demo-leisure', 'demo-linkworkers'] };
  const { address } = openPortal('/feeds', api);
  await userEvent.selectOptions(await screen.findByLabelText('Which of your services'), 'demo-linkworkers');
  await waitFor(() => expect(address()).toBe('/feeds?provider=demo-linkworkers'));
  await waitFor(() => expect(api.requests).toContain('/api/v1/feed?provider=demo-linkworkers'));
  const neighbours = within(screen.getByRole('navigation', { name: 'Feeds' }));
  expect(neighbours.getByRole('link', { name: 'Send a file' })).toHaveAttribute(
    'href',
    '/feeds/send?provider=demo-linkworkers',
  );
  closePortal();
  const nobody = fakeFeedApi();
  nobody.me = { ...PROVIDER, scope: [] };
  openPortal('/feeds', nobody);
  expect(await screen.findByText('You do not look after a service yet.')).toBeVisible();
});

test('somebody of another role reads whom the page is for, and nothing is asked on their behalf', async () => {
  const api = fakeFeedApi();
  api.me = ANALYST;
  openPortal('/feeds', api);
  expect(await screen.findByText(/This page is for providers/)).toBeVisible();
  expect(api.requests.filter((each) => each.startsWith('/api/v1/feed'))).toEqual([]);
});
