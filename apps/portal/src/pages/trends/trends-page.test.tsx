import { act, screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { CONTROLLER, FakeApi, PROVIDER } from '../../testing/fake-api.js';
import { closePortal, faults, figuresShown, openPortal, PERIODS } from '../../testing/open-portal.js';

afterEach(() => {
  closePortal();
  jest.restoreAllMocks();
});

function as(me: FakeApi['me']): FakeApi {
  const api = new FakeApi();
  api.me = me;
  return api;
}

describe('the trends page', () => {
  test('says in words what both charts show, what is counted and how fresh it is, without faults for axe', async () => {
    const { container } = openPortal('/trends');
    await figuresShown();
    const sentences = screen.getAllByRole('status').map(({ textContent }) => textContent);
    expect(sentences[0]).toMatch(
      /^In April to June 2026, uptake within 8 weeks in NHS Kent and Medway was \d+%/,
    );
    expect(sentences[2]).toMatch(/^In April to June 2026, \d+ of 11 boards stood above England/);
    expect(screen.getAllByText(/Figures hold everything received up to /)[0]).toBeVisible();
    expect(screen.getByText('Referrals (journeys with an initial referral)')).toBeVisible();
    expect(screen.getByText('3,120 too recent to be counted yet')).toBeVisible();
    expect(screen.getByText('A few (withheld) before their provider’s records are complete')).toBeVisible();
    expect(screen.getByText(/Counts of 1 to 7 people are withheld/)).toBeVisible();
    expect(screen.getByText(/come from an invented edition/)).toBeVisible();
    expect(document.title).toBe('Uptake within 8 weeks, NHS Kent and Medway – Waymark');
    expect(await faults(container)).toEqual([]);
  });

  test('each chart is a figure with a caption, and has its table with a caption and headers', async () => {
    openPortal('/trends');
    await figuresShown();
    expect(screen.getAllByRole('figure')).toHaveLength(3);
    await userEvent.click(screen.getByText('Show the trend as a table'));
    const table = screen.getByRole('table', {
      name: 'Uptake within 8 weeks, NHS Kent and Medway, by quarter',
    });
    const row = within(table).getByRole('row', { name: /^April to June 2026/ });
    expect(within(row).getAllByRole('cell')[0]).toHaveTextContent(/^\d\d\.\d%$/);
    expect(within(table).getByRole('columnheader', { name: 'England' })).toBeVisible();
  });

  test('a change of measure, area or period is in the address, and back again', async () => {
    const user = userEvent.setup();
    const { address, router } = openPortal('/trends');
    await figuresShown();
    await user.selectOptions(screen.getByLabelText('Measure'), 'dna');
    await waitFor(() => expect(address()).toBe('/trends?measure=dna'));
    await user.selectOptions(screen.getByLabelText('Area'), 'England');
    await waitFor(() => expect(address()).toBe('/trends?measure=dna&area=england'));
    expect(await screen.findByRole('heading', { name: 'England over time' })).toBeVisible();
    act(() => router.history.back());
    await waitFor(() => expect(screen.getByLabelText('Area')).toHaveValue('QKS'));
    expect(address()).toBe('/trends?measure=dna');
  });

  test('the same address shows the same view', async () => {
    openPortal(
      '/trends?measure=attendance&by=month&from=2025-03&to=2025-06&at=2025-Q4&sex=female&activity=gym,walking',
    );
    await figuresShown();
    expect(screen.getByLabelText('Measure')).toHaveValue('attendance');
    expect(screen.getByRole('radio', { name: 'Month' })).toBeChecked();
    expect(screen.getByLabelText('From')).toHaveDisplayValue('Mar 2025');
    expect(screen.getByLabelText('To')).toHaveDisplayValue('Jun 2025');
    expect(screen.getByLabelText('Quarter', { selector: 'select' })).toHaveDisplayValue(
      'October to December 2025',
    );
    expect(screen.getByRole('button', { name: /Remove the filter Activity: Gym/ })).toBeVisible();
  });

  test('a filter is asked of the API for the own board, never for the other boards, and can be taken off', async () => {
    const user = userEvent.setup();
    const { api, address } = openPortal('/trends');
    await figuresShown();
    await user.click(screen.getByText('Filter by who is counted, or by what they went to'));
    await user.click(screen.getByLabelText('Female'));
    await waitFor(() => expect(address()).toBe('/trends?sex=female'));
    await waitFor(() => expect(api.requests.some((each) => each.includes('icb=QKS&sex=female'))).toBe(true));
    expect(api.requests.filter((each) => each.includes('by=icb') && each.includes('sex='))).toEqual([]);
    await user.click(screen.getByRole('button', { name: 'Remove all filters' }));
    await waitFor(() => expect(address()).toBe('/trends'));
  });

  test('the points of a chart are one Tab stop, walked with arrow keys, each one with its figures as its name', async () => {
    const user = userEvent.setup();
    openPortal('/trends');
    await figuresShown();
    const chart = screen.getByLabelText(PERIODS);
    const points = within(chart).getAllByRole('img');
    expect(points.filter(({ tabIndex }) => tabIndex === 0)).toHaveLength(1);
    act(() => points.find(({ tabIndex }) => tabIndex === 0)?.focus());
    await user.keyboard('{Home}');
    expect(document.activeElement).toHaveAccessibleName(
      /^July to September 2024: NHS Kent and Medway \d\d\.\d% .*England/,
    );
    await user.keyboard('{ArrowRight}');
    expect(document.activeElement).toHaveAccessibleName(/^October to December 2024/);
    await user.keyboard('{End}');
    expect(document.activeElement).toHaveAccessibleName(/Not final: the period is not over/);
  });

  test('two buttons reach the same points without a keyboard or a steady hand', async () => {
    const user = userEvent.setup();
    openPortal('/trends');
    await figuresShown();
    const [earlier] = screen.getAllByRole('button', { name: 'Earlier' });
    await user.click(earlier!);
    expect(screen.getByText('January to March 2026', { selector: 'strong' })).toBeVisible();
  });

  test('a count is shown without denominator, limits or England', async () => {
    openPortal('/trends?measure=referrals');
    await figuresShown();
    expect(screen.getByRole('heading', { name: 'NHS Kent and Medway over time' })).toBeVisible();
    expect(screen.getByText(/Nothing: this is a count, without a denominator/)).toBeVisible();
    expect(screen.getAllByRole('status')[0]).toHaveTextContent(
      /^In .*, referrals in NHS Kent and Medway: \d+\./,
    );
  });

  test("a region is the sum of its boards' figures for an analyst, and asked as itself by a controller", async () => {
    const { api } = openPortal('/trends?area=Y58');
    await figuresShown();
    expect(screen.getByRole('heading', { name: 'South West over time, against England' })).toBeVisible();
    expect(api.requests.some((each) => each.includes('region='))).toBe(false);
    closePortal();
    const controller = openPortal('/trends?area=Y58', as(CONTROLLER));
    await figuresShown();
    expect(controller.api.requests.some((each) => each.includes('region=Y58'))).toBe(true);
  });

  test('a provider sees its own service, set beside England', async () => {
    openPortal('/trends', as(PROVIDER));
    await figuresShown();
    expect(screen.getByRole('heading', { name: 'Your service over time, against England' })).toBeVisible();
    expect(screen.getByRole('heading', { name: 'Your service, board by board' })).toBeVisible();
  });

  test('an administrator is told that there is nothing to see, and asks for nothing', async () => {
    const { api } = openPortal('/trends', as({ name: 'Al', role: 'admin', scope: [] }));
    expect(await screen.findByText(/and see no figures/)).toBeVisible();
    expect(api.requests.some((each) => each.startsWith('/api/v1/measures'))).toBe(false);
  });

  test("the download is the API's own CSV of the question on show", async () => {
    const saved: Blob[] = [];
    URL.createObjectURL = (blob) => `blob:${saved.push(blob as Blob)}`;
    jest.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => undefined);
    const { api } = openPortal('/trends');
    await figuresShown();
    await userEvent.click(screen.getByRole('button', { name: 'Download these figures as CSV' }));
    await waitFor(() => expect(saved).toHaveLength(1));
    const address = '/api/v1/measures/uptake.first_session?boundaries=current&by=quarter&icb=QKS';
    expect(api.requests.at(-1)).toBe(address);
    const { body } = await api.respond('GET', new URL(address, 'http://waymark.test'), 'text/csv');
    expect(saved[0]?.size).toBe(body.length);
  });
});
