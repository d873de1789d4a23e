import { screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { FakeApi, PROVIDER, json, problem } from '../../testing/fake-api.js';
import { closePortal, faults, openPortal } from '../../testing/open-portal.js';
import { textOf } from '../../testing/text-of.js';

afterEach(closePortal);

async function headlinesShown(): Promise<void> {
  await screen.findByRole('heading', { level: 1, name: /^Overview/ });
  await waitFor(() => expect(document.querySelector('[aria-busy="true"]')).toBeNull());
}

const card = (name: string): HTMLElement => screen.getByRole('region', { name });

describe('the overview', () => {
  test("shows five measures of the reader's own board, each beside England with its limits and its signal, without faults for axe", async () => {
    const { container } = openPortal('/');
    await headlinesShown();
    expect(screen.getByRole('heading', { level: 1 })).toHaveTextContent('Overview NHS Kent and Medway');
    const uptake = card('Uptake within 8 weeks');
    expect(uptake).toHaveTextContent(/\d+%April to June 2026, 95% limits \d+% to \d+%, .*England \(\d+%\)\./);
    expect(uptake).toHaveTextContent('Signal of concern: lower than usual');
    for (const name of [
      'Days to first session for half',
      'Attendance',
      'Retained at 12 weeks',
      'Disengaged within 12 weeks',
    ])
      expect(card(name)).toBeVisible();
    expect(await faults(container)).toEqual([]);
  });

  test('beside a board stands its region, added up of the boards that can be shown', async () => {
    openPortal('/');
    await headlinesShown();
    expect(card('Uptake within 8 weeks')).toHaveTextContent(/England \(\d+%\)\. South East: \d+%\./);
    expect(card('Days to first session for half')).not.toHaveTextContent('South East');
  });

  test('what changed names each signal once', async () => {
    openPortal('/');
    await headlinesShown();
    const changes = card('What changed');
    expect(
      within(changes).getByText('Signal of concern: lower than usual in uptake within 8 weeks.'),
    ).toBeVisible();
  });

  test('without a signal the page says that nothing changed', async () => {
    const api = new FakeApi();
    api.answer(/\/spc/, () => problem(503, 'warehouse_unavailable', 'The tables cannot be read now.'));
    api.answer(/\/measures\//, () =>
      json({
        ...{
          measure: 'any',
          version: 1,
          unit: 'proportion',
          asOf: '2026-11-24T10:42:00.000Z',
          profile: 'hes',
        },
        ...{ editions: [], excluded: {} },
        rows: [
          { quarter: '2026-Q1', numerator: 100, denominator: 200, value: 0.5, lower: 0.43, upper: 0.57 },
        ],
      }),
    );
    openPortal('/', api);
    await headlinesShown();
    expect(screen.getByText(/No signal of change in these measures/)).toBeVisible();
  });

  test('an analyst asks in detail of the own board alone, and of England as a benchmark', async () => {
    const { api } = openPortal('/?area=QRL');
    await headlinesShown();
    expect(screen.getByRole('heading', { level: 1 })).toHaveTextContent('NHS Kent and Medway');
    const asked = api.requests.filter((each) => /measures\/|spc/.test(each));
    expect(asked.every((each) => /icb=QKS|of=england|by=icb,quarter/.test(each))).toBe(true);
  });

  test('a name leads to its trend in the same place, and to its definition', async () => {
    openPortal('/');
    await headlinesShown();
    const retained = within(card('Retained at 12 weeks'));
    expect(retained.getByRole('link', { name: 'Retained at 12 weeks' })).toHaveAttribute(
      'href',
      '/trends?area=QKS&measure=retained.12w',
    );
    expect(retained.getByRole('link', { name: /^What this counts/ })).toHaveAttribute(
      'href',
      '/measures/retained.12w',
    );
  });

  test('a card is had as its figures and as a picture, which says what it shows', async () => {
    const saved: Blob[] = [];
    URL.createObjectURL = jest.fn((file: Blob) => (saved.push(file), 'blob:card'));
    jest.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => undefined);
    openPortal('/');
    await headlinesShown();
    const uptake = within(card('Uptake within 8 weeks'));
    await userEvent.click(uptake.getByText(/^Download/, { selector: 'summary *' }));
    const files = uptake.getByRole('group', { name: 'Download Uptake within 8 weeks' });
    expect(files).toBeVisible();
    expect(within(files).getAllByRole('button')).toHaveLength(4);
    await userEvent.click(within(files).getByRole('button', { name: /as Picture \(SVG\)$/ }));
    const text = (await textOf(saved[0])).replaceAll(/<\/text><text[^>]*>/g, ' ');
    expect(text).toContain('Uptake within 8 weeks, NHS Kent and Medway');
    expect(text).toMatch(/\d+%, April to June 2026, 95% limits/);
    expect(text).toMatch(/Line: the area, dashed: England\./);
    expect(text.match(/<path /g)?.length).toBeGreaterThanOrEqual(2);
    jest.restoreAllMocks();
  });

  test('one measure that cannot be had leaves the others, and can be tried again', async () => {
    const api = new FakeApi();
    let failing = true;
    api.answer(/measures\/attendance/, (url) =>
      failing ? problem(503, 'warehouse_unavailable', 'The tables cannot be read now.') : api.measured(url),
    );
    openPortal('/', api);
    await headlinesShown();
    const attendance = within(card('Attendance'));
    expect(attendance.getByRole('alert')).toHaveTextContent('warehouse_unavailable');
    expect(card('Retained at 12 weeks')).toHaveTextContent('95% limits');
    failing = false;
    await userEvent.click(attendance.getByRole('button', { name: 'Try again' }));
    await waitFor(() => expect(card('Attendance')).toHaveTextContent('95% limits'));
  });

  test('a provider sees its own service', async () => {
    const api = new FakeApi();
    api.me = PROVIDER;
    openPortal('/', api);
    await headlinesShown();
    expect(screen.getByRole('heading', { level: 1 })).toHaveTextContent('Overview Your service');
  });
});
