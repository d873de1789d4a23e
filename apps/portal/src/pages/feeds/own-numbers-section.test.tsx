import { screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import type { FakeApi } from '../../testing/fake-api.js';
import { json, problem, PROVIDER } from '../../testing/fake-api.js';
import { fakeAtRisk, fakeFeed, fakeFeedApi } from '../../testing/fake-feed.js';
import { closePortal, faults, openPortal } from '../../testing/open-portal.js';
import { textOf } from '../../testing/text-of.js';

const saved: Blob[] = [];

beforeEach(() => {
  saved.length = 0;
  URL.createObjectURL = jest.fn((file: Blob) => {
    saved.push(file);
    return 'blob:own';
  });
  URL.revokeObjectURL = jest.fn();
  jest.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => undefined);
});
afterEach(() => {
  closePortal();
  jest.restoreAllMocks();
  localStorage.clear();
  sessionStorage.clear();
});

/** What the server makes of a number. */
const codeOf = (number: string): string =>
  `x1.${Array.from(number, (letter) => letter.charCodeAt(0).toString(16)).join('')}`.padEnd(67, '0');

const [ANN, BEN, CAT] = ['485 777 0014', 'C002', '007'] as const;

interface Fake {
  api: FakeApi;
  /** The bodies in which pseudonyms were asked for, and of whom. */
  asked: { provider: string | null; kind: string; values: string[] }[];
}

/** Lists that name Ann, Ben and Cat by codes: Ann in two of them. */
function fake(): Fake {
  const [person] = fakeAtRisk().listed;
  const [session] = fakeFeed().withoutOutcome.listed;
  const feed = fakeFeed({
    withoutOutcome: { from: '2026-09-29', total: 1, listed: [{ ...session!, subject: codeOf(ANN) }] },
    orphans: { total: 1, listed: [{ subject: codeOf(CAT), events: 2 }] },
  });
  const listed = [ANN, BEN].map((number) => ({ ...person!, subject: codeOf(number) }));
  const api = fakeFeedApi(feed, fakeAtRisk({ listed }));
  const asked: Fake['asked'] = [];
  api.answer(/^\/v1\/pseudonyms$/, (_, { body, headers }) => {
    const { kind, values } = JSON.parse(String(body)) as { kind: string; values: string[] };
    asked.push({ provider: headers.get('waymark-provider'), kind, values });
    return json({ pseudonyms: values.map(codeOf) });
  });
  return { api, asked };
}

const part = (name: string) => screen.findByRole('region', { name });
const rowsOf = (region: HTMLElement): string[] =>
  within(region)
    .getAllByRole('rowheader')
    .map(({ textContent }) => textContent);

async function opened(): Promise<HTMLElement> {
  await within(await part('People who may be about to stop')).findByRole('table');
  await userEvent.click(screen.getByText('Show our own client numbers'));
  return screen.getByLabelText('Your client numbers, one on a line');
}

async function shown(pasted: string): Promise<void> {
  await userEvent.click(await opened());
  await userEvent.paste(pasted);
  await userEvent.click(screen.getByRole('button', { name: 'Show them in the lists' }));
}

test('own numbers stand in place of their codes in every list of the page, and what matched nothing is counted', async () => {
  const { api, asked } = fake();
  const { container } = openPortal('/feeds', api);
  await shown(`${ANN}\r\n${BEN}\r\n${BEN}\r\nC003\r\n`);
  expect(
    await screen.findByText(
      '2 numbers stand in place of their codes, in the lists and in their files. 1 of 3 numbers is in no list. 1 code has no number among them.',
    ),
  ).toBeVisible();
  expect(asked).toEqual([{ provider: 'demo-leisure', kind: 'client', values: [ANN, BEN, 'C003'] }]);
  expect(rowsOf(await part('People who may be about to stop'))).toEqual([ANN, BEN]);
  const sessions = await part('Sessions without an outcome');
  expect(within(sessions).getByRole('cell', { name: ANN })).toBeVisible();
  expect(within(sessions).queryByText(/were made from yours on arrival/)).toBeNull();
  const notCounted = await part('What does not count as it is meant');
  expect(within(notCounted).getByRole('row', { name: /^x1\.303037000… 2$/ })).toBeVisible();
  expect(await faults(container)).toEqual([]);
});

test('they stand in the files made in the page, too, and a code without a number stays whole there', async () => {
  openPortal('/feeds', fake().api);
  await shown(`=${BEN}\n${BEN}`);
  await screen.findByText(/^1 number stands/);
  const people = within(await part('People who may be about to stop'));
  await userEvent.click(people.getByRole('button', { name: 'Download this list as CSV' }));
  const [, ann, ben] = (await textOf(saved[0])).split('\r\n');
  expect([ann?.split(',')[0], ben?.split(',')[0]]).toEqual([codeOf(ANN), BEN]);
});

test('they are in this page alone: not in its address, in no storage, in no address asked, and gone with it', async () => {
  const { api } = fake();
  const { address } = openPortal('/feeds', api);
  await shown(ANN);
  await screen.findByText(/^1 number stands/);
  const kept = JSON.stringify([
    address(),
    api.requests,
    Object.entries(localStorage),
    Object.entries(sessionStorage),
  ]);
  expect(kept).not.toMatch(/485|0014/);
  expect(api.requests).toContain('POST /v1/pseudonyms');
  expect(screen.getByText(/are gone when you reload or leave it/)).toBeVisible();
  closePortal();
  openPortal('/feeds', api);
  expect(await opened()).toHaveValue('');
  expect(screen.queryByText(ANN)).toBeNull();
});

test('the codes come back when they are asked for', async () => {
  openPortal('/feeds', fake().api);
  await shown(BEN);
  await screen.findByText(/^1 number stands/);
  await userEvent.click(screen.getByRole('button', { name: 'Show the codes again' }));
  expect(screen.queryByText(/number stands/)).toBeNull();
  const field = screen.getByLabelText('Your client numbers, one on a line');
  expect(field).toHaveFocus();
  expect(field).toHaveValue('');
  expect(rowsOf(await part('People who may be about to stop')).every((head) => head.startsWith('x1.'))).toBe(
    true,
  );
});

test('it goes by keyboard, and a fault is said at the field before anything is sent', async () => {
  const { api, asked } = fake();
  openPortal('/feeds', api);
  const field = await opened();
  await userEvent.tab();
  expect(field).toHaveFocus();
  await userEvent.tab();
  expect(screen.getByRole('button', { name: 'Show them in the lists' })).toHaveFocus();
  await userEvent.keyboard('{Enter}');
  expect(field).toHaveFocus();
  expect(field).toHaveAccessibleDescription(/Paste at least one client number/);
  await userEvent.paste(`C001\tAnn Lee`);
  await userEvent.tab();
  await userEvent.keyboard(' ');
  expect(field).toHaveAccessibleDescription(/column of client numbers alone/);
  expect(asked).toEqual([]);
  await userEvent.clear(field);
  await userEvent.paste(CAT);
  await userEvent.tab();
  await userEvent.keyboard('{Enter}');
  expect(await screen.findByText(/^1 number stands/)).toBeVisible();
});

test('more numbers than one call takes go in several, in their order', async () => {
  const { api, asked } = fake();
  openPortal('/feeds', api);
  await shown([...Array.from({ length: 7_000 }, (_, nth) => `K${nth}`), BEN].join('\n'));
  expect(await screen.findByText(/7,000 of 7,001 numbers are in no list/)).toBeVisible();
  expect(asked.map(({ values }) => values.length)).toEqual([5_000, 2_001]);
  expect(rowsOf(await part('People who may be about to stop'))).toContain(BEN);
});

test('where the server does not answer, the lists stay as they are and say why, and it can be tried again', async () => {
  const { api } = fake();
  api.answer(/^\/v1\/pseudonyms$/, () => problem(503, 'busy', 'As much is being taken in as can be held.'));
  openPortal('/feeds', api);
  await shown(BEN);
  expect(await screen.findByRole('alert')).toHaveTextContent('As much is being taken in as can be held.');
  api.answer(/^\/v1\/pseudonyms$/, () => json({ pseudonyms: [codeOf(BEN)] }));
  await userEvent.click(screen.getByRole('button', { name: 'Show them in the lists' }));
  expect(await screen.findByText(/^1 number stands/)).toBeVisible();
  expect(screen.queryByRole('alert')).toBeNull();
});

test('another of one’s own services begins with its codes', async () => {
  const { api, asked } = fake();
  api.me = { ...PROVIDER, scope: ['demo-leisure', 'demo-linkworkers'] };
  openPortal('/feeds', api);
  await shown(BEN);
  await screen.findByText(/^1 number stands/);
  await userEvent.selectOptions(screen.getByLabelText('Which of your services'), 'demo-linkworkers');
  await waitFor(() => expect(screen.queryByText(/^1 number stands/)).toBeNull());
  await shown(BEN);
  await waitFor(() =>
    expect(asked.map(({ provider }) => provider)).toEqual(['demo-leisure', 'demo-linkworkers']),
  );
});

test('nothing is offered where no list holds a code', async () => {
  openPortal('/feeds', fakeFeedApi());
  await within(await part('People who may be about to stop')).findByRole('table');
  expect(screen.queryByText('Show our own client numbers')).toBeNull();
});
