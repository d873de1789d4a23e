import { screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { FakeApi, PROVIDER } from '../testing/fake-api.js';
import { fakeFeeds } from '../testing/fake-feeds.js';
import { closePortal, faults, figuresShown, openPortal } from '../testing/open-portal.js';

afterEach(closePortal);

describe('the way between pages', () => {
  test('an old link to the first page that names a measure leads to its trend', async () => {
    const { address } = openPortal('/?measure=dna&sex=female');
    await figuresShown();
    expect(address()).toBe('/trends?measure=dna&sex=female');
  });

  test('the menu opens and closes with its button and with Escape, and marks where one is', async () => {
    const user = userEvent.setup();
    const { container } = openPortal('/trends');
    await figuresShown();
    const menu = screen.getByRole('button', { name: 'Menu' });
    expect(menu).toHaveAttribute('aria-expanded', 'false');
    await user.click(menu);
    expect(menu).toHaveAttribute('aria-expanded', 'true');
    expect(screen.getByRole('link', { name: 'You are in: Trends' })).toHaveAttribute('href', '/trends');
    expect(await faults(container)).toEqual([]);
    await user.keyboard('{Escape}');
    expect(menu).toHaveAttribute('aria-expanded', 'false');
    expect(menu).toHaveFocus();
  });

  test('a view of the past says so, asks for that day in every question, and leads back to the latest', async () => {
    const { api, address } = openPortal('/trends?asOf=2026-03-31');
    await figuresShown();
    expect(screen.getByText('As known at the end of 31 March 2026.')).toBeVisible();
    const asked = api.requests.filter((each) => each.startsWith('/api/v1/measures/'));
    expect(asked.every((each) => each.includes('asOf=2026-03-31'))).toBe(true);
    await userEvent.click(screen.getByRole('button', { name: 'Show the latest' }));
    await waitFor(() => expect(address()).toBe('/trends'));
  });

  test('while the tables of a past day are prepared the page says how far they are, and shows them when they are there', async () => {
    const api = new FakeApi();
    let asked = 0;
    api.answer(/asOf=.*by=quarter&icb=QKS|by=quarter.*icb=QKS/, (url) => {
      asked += 1;
      if (asked > 1) return api.measured(url);
      return {
        status: 202,
        type: 'application/json',
        body: JSON.stringify({ status: 'preparing', share: 0.4 }),
      };
    });
    openPortal('/trends?asOf=2026-03-31', api);
    expect(await screen.findByText(/as they were known then: 40% done/)).toBeVisible();
    await figuresShown();
  });

  test('the link of a citation pins the instant, the version and the areas, and writes defaults out', async () => {
    openPortal('/trends');
    await figuresShown();
    const [cite] = screen.getAllByText('Cite this figure');
    await userEvent.click(cite!);
    const text = screen.getByText(/^Waymark\. Uptake within 8 weeks, NHS Kent and Medway\./);
    expect(text).toHaveTextContent('As known at 24 November 2026, 10:42.');
    const link = new URL(/http\S+/.exec(text.textContent)?.[0] ?? '');
    expect(Object.fromEntries(link.searchParams)).toEqual({
      ...{ measure: 'uptake.first_session', area: 'QKS', by: 'quarter' },
      ...{ asOf: '2026-11-24T10:42:00.000Z', versions: '1', editions: 'synthetic-1' },
    });
  });

  test('an area that is for some roles only is in the menu of those alone', async () => {
    openPortal('/measures');
    await screen.findByRole('link', { name: 'You are in: Measures' });
    expect(screen.queryByRole('link', { name: 'Feeds' })).toBeNull();
    closePortal();
    const api = new FakeApi();
    api.me = PROVIDER;
    openPortal('/measures', api);
    expect(await screen.findByRole('link', { name: 'Feeds' })).toHaveAttribute('href', '/feeds');
  });

  test('the pages of an area stand one beside the other, the one on show marked', async () => {
    openPortal('/feeds/send', fakeFeeds().api);
    const pages = await screen.findByRole('navigation', { name: 'Feeds' });
    const marked = within(pages).getAllByRole('link', { current: 'page' });
    expect(marked.map(({ textContent }) => textContent)).toEqual(['Send a file']);
  });
});
