import { screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { ANALYST, FakeApi, json, problem } from '../../testing/fake-api.js';
import { closePortal, faults, figuresShown, openPortal, PERIODS } from '../../testing/open-portal.js';

const UNAVAILABLE = problem(503, 'warehouse_unavailable', 'The tables cannot be read now.');

afterEach(() => {
  closePortal();
  jest.restoreAllMocks();
});

describe('the dark corners of the trends page', () => {
  test('while an answer is on its way it says so', async () => {
    const api = new FakeApi();
    api.answer(/by=icb/, () => new Promise(() => undefined));
    const { container } = openPortal('/trends', api);
    expect(await screen.findByText('Loading figures')).toBeVisible();
    expect(await faults(container)).toEqual([]);
  });

  test('a failed answer shows the reason and the code, and can be tried again', async () => {
    const api = new FakeApi();
    let failing = true;
    api.answer(/by=quarter.*icb=QKS/, (url) =>
      failing ? UNAVAILABLE : json({ ...EMPTY, rows: [ROW], profile: url.pathname }),
    );
    const { container } = openPortal('/trends', api);
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('The tables cannot be read now.');
    expect(alert).toHaveTextContent('warehouse_unavailable');
    expect(await faults(container)).toEqual([]);
    failing = false;
    await userEvent.click(within(alert).getByRole('button', { name: 'Try again' }));
    expect(
      await screen.findByText(/In January to March 2026, uptake within 8 weeks in NHS Kent/),
    ).toBeVisible();
    expect(screen.queryByRole('alert')).toBeNull();
  });

  test('without England the area is still shown, and the page says so', async () => {
    const api = new FakeApi();
    let failing = true;
    api.answer(/of=england/, () => (failing ? UNAVAILABLE : json({ ...EMPTY, rows: [ROW] })));
    openPortal('/trends', api);
    await figuresShown();
    const note = screen.getByText(/England cannot be shown at the moment/);
    failing = false;
    await userEvent.click(within(note).getByRole('button', { name: 'Try again' }));
    await waitFor(() => expect(note).not.toBeInTheDocument());
  });

  test('nothing found is told, with a way on', async () => {
    const api = new FakeApi();
    api.answer(/measures\/.*by=/, () => json(EMPTY));
    const { container } = openPortal('/trends?sex=female', api);
    expect(await screen.findByText('There are no figures for this choice.')).toBeVisible();
    expect(screen.getByText('Remove a filter, or choose a longer time.')).toBeVisible();
    expect(await screen.findByText('There are no figures by board for this choice.')).toBeVisible();
    expect(await faults(container)).toEqual([]);
  });

  test('withheld figures are asterisks and words, never zeros, and are counted', async () => {
    const api = new FakeApi();
    const kept = {
      numerator: null,
      denominator: null,
      value: null,
      lower: null,
      upper: null,
      suppressed: ['value'],
    };
    api.answer(/by=quarter.*icb=QKS/, () => json({ ...EMPTY, rows: [ROW, { quarter: '2026-Q2', ...kept }] }));
    openPortal('/trends', api);
    await figuresShown();
    expect(screen.getByText(/The figure for April to June 2026 is withheld/)).toBeVisible();
    expect(screen.getByText(/An asterisk on the axis: withheld/)).toBeVisible();
    expect(screen.getByText(/1 figure behind this page is withheld/)).toBeVisible();
    const chart = screen.getByLabelText(PERIODS);
    expect(
      within(chart).getByRole('img', { name: /April to June 2026: NHS Kent and Medway withheld/ }),
    ).toBeVisible();
  });

  test('when everything is withheld there is a sentence and a table instead of an empty chart', async () => {
    const api = new FakeApi();
    api.answer(/by=quarter.*icb=QKS/, () =>
      json({ ...EMPTY, rows: [{ quarter: '2026-Q2', value: null, suppressed: ['value'] }] }),
    );
    openPortal('/trends', api);
    expect(await screen.findByText(/Every figure for NHS Kent and Medway is withheld here/)).toBeVisible();
    expect(screen.queryByLabelText(PERIODS)).toBeNull();
    expect(screen.getByText('Show the trend as a table')).toBeVisible();
  });

  test('figures that lag behind what was received are loud', async () => {
    const api = new FakeApi();
    api.status = { ...api.status, lag: 12 };
    const { container } = openPortal('/trends', api);
    expect(await screen.findByText(/These figures may be out of date/)).toBeVisible();
    expect(screen.getAllByText(/12 records received since are not in them yet/).length).toBeGreaterThan(0);
    expect(await faults(container)).toEqual([]);
  });

  test('an address that names a measure without a trend leads on', async () => {
    openPortal('/trends?measure=uptake.ever');
    expect(await screen.findByRole('heading', { name: 'This measure has no trend' })).toBeVisible();
    expect(screen.getByRole('link', { name: 'Go to a measure that has one' })).toHaveAttribute(
      'href',
      '/trends',
    );
  });

  test('a code in the address that the API does not know is answered with its reason, and can be taken off', async () => {
    const api = new FakeApi();
    api.answer(/sex=martian/, () => problem(400, 'unknown_code', 'The value is not one of those allowed.'));
    const { address } = openPortal('/trends?sex=martian', api);
    const [alert] = await screen.findAllByRole('alert');
    expect(alert).toHaveTextContent('unknown_code');
    await userEvent.click(screen.getByRole('button', { name: /Remove the filter Sex: martian/ }));
    await waitFor(() => expect(address()).toBe('/trends'));
    await figuresShown();
  });

  test('a session that ends under the open page leads to sign-in and back to the same view', async () => {
    const { api, address } = openPortal('/trends?measure=dna');
    await figuresShown();
    api.me = undefined;
    await userEvent.selectOptions(screen.getByLabelText('Measure'), 'attendance');
    expect(await screen.findByRole('heading', { name: 'Sign in to Waymark' })).toBeVisible();
    expect(new URLSearchParams(address().split('?')[1]).get('next')).toContain('measure=attendance');
    await userEvent.type(screen.getByLabelText('Access token'), 'wmu_ada');
    await userEvent.click(screen.getByRole('button', { name: 'Sign in' }));
    await waitFor(() => expect(address()).toBe('/trends?measure=attendance'));
    expect(api.me).toEqual(ANALYST);
  });

  test('an address without a page says so', async () => {
    openPortal('/nowhere');
    expect(await screen.findByRole('heading', { name: 'Page not found' })).toBeVisible();
  });
});

const EMPTY = {
  ...{ measure: 'uptake.first_session', version: 1, unit: 'proportion', asOf: '2026-11-24T10:42:00.000Z' },
  ...{ profile: 'hes', editions: [], excluded: {}, rows: [] as object[] },
};
const ROW = { quarter: '2026-Q1', numerator: 100, denominator: 200, value: 0.5, lower: 0.43, upper: 0.57 };
