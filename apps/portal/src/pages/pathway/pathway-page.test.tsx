import { act, screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { CONTROLLER, FakeApi, json, problem, PROVIDER } from '../../testing/fake-api.js';
import { FAKE_ENVELOPE } from '../../testing/fake-envelope.js';
import { fakePathway, withheldRows } from '../../testing/fake-pathway.js';
import { closePortal, faults, openPortal } from '../../testing/open-portal.js';

afterEach(() => {
  closePortal();
  jest.restoreAllMocks();
});

function fakeApi(me?: FakeApi['me']): FakeApi {
  const api = new FakeApi();
  if (me) api.me = me;
  api.answer(/\/api\/v1\/pathway/, (url) => json(fakePathway(url.searchParams)));
  api.answer(/\/measures\/.*by=imd_quintile/, (url) => json(byQuintile(url)));
  return api;
}

function byQuintile(url: URL): object {
  const measure = url.pathname.split('/').at(-1) ?? '';
  const days = measure.startsWith('days');
  const figures = days ? { value: 12, lower: 10, upper: 15 } : { value: 0.1, lower: 0.05, upper: 0.2 };
  return {
    ...{ ...FAKE_ENVELOPE, measure, version: 1, unit: days ? 'days' : 'proportion' },
    rows: [
      { imd_quintile: '1', numerator: days ? null : 10, denominator: 100, ...figures },
      { imd_quintile: '2', numerator: null, denominator: null, value: null, suppressed: ['value'] },
    ],
  };
}

async function pageShown(): Promise<void> {
  await screen.findByLabelText(/Arrow keys move between stages/);
  await waitFor(() => {
    if (document.querySelector('[aria-busy="true"]')) throw new Error('a part of the page is still loading');
  });
}

describe('the pathway page', () => {
  test('says how many come how far by both denominators and where most are lost, without faults for axe', async () => {
    const { container } = openPortal('/pathway', fakeApi());
    await pageShown();
    expect(
      screen.getByText(
        'Of 400 people referred in NHS Kent and Medway, 38% (150) went to a first session and 10% (40) completed. Of those who went to a first session, 27% completed. Most were lost between “Booked a session” and “Went to a session”: 90 of 240 came no further.',
      ),
    ).toBeVisible();
    expect(document.title).toBe('Pathway, NHS Kent and Medway – Waymark');
    expect(await faults(container)).toEqual([]);
  });

  test('every stage is read out with its count and its three shares, and stands in a table', async () => {
    openPortal('/pathway', fakeApi());
    await pageShown();
    expect(
      screen.getByRole('img', {
        name: 'Went to a session: 150, 37.5% of all referred, 100.0% of those who started, 62.5% of those at the stage before.',
      }),
    ).toBeInTheDocument();
    await userEvent.click(screen.getByText('Show the pathway as a table'));
    const table = screen.getByRole('table', { name: 'Pathway, NHS Kent and Medway' });
    const row = within(table).getByRole('row', { name: /^Completed/ });
    expect(
      within(row)
        .getAllByRole('cell')
        .map(({ textContent }) => textContent),
    ).toEqual([...['40', '10.0%', '26.7%', '66.7%'], expect.stringMatching(/^\d\d\.\d% to \d\d\.\d%$/)]);
  });

  test('the step of every group stands beside everybody, and what is withheld is an asterisk and words', async () => {
    openPortal('/pathway', fakeApi());
    await pageShown();
    const chart = screen.getByLabelText(/^Who comes further, by deprivation quintile\. Arrow/);
    expect(within(chart).getByRole('img', { name: /^1 \(most deprived\): 62\.5%/ })).toBeInTheDocument();
    expect(within(chart).getByRole('img', { name: /^3: withheld/ })).toBeInTheDocument();
    expect(
      screen.getByText(/Clearly above everybody \(63%\): 0; clearly below: 1\. 1 figure is withheld\./),
    ).toBeVisible();
  });

  test('arrow keys go from stage to stage', async () => {
    const user = userEvent.setup();
    openPortal('/pathway', fakeApi());
    await pageShown();
    act(() => screen.getByRole('img', { name: /^Referred: 400/ }).focus());
    await user.keyboard('{ArrowDown}');
    expect(screen.getByRole('img', { name: /^Accepted: 360/ })).toHaveFocus();
    await user.keyboard('{End}');
    expect(screen.getByRole('img', { name: /^Completed: 40/ })).toHaveFocus();
  });

  test('choices of breakdown, step and wait are in the address, and the address is asked', async () => {
    const user = userEvent.setup();
    const { api, address } = openPortal('/pathway?step=booked', fakeApi());
    await pageShown();
    expect(screen.getByLabelText('Step')).toHaveValue('booked');
    await user.selectOptions(screen.getByLabelText('By'), 'Sex');
    await waitFor(() => expect(address()).toBe('/pathway?by=sex&step=booked'));
    await waitFor(() =>
      expect(api.requests.some((each) => /pathway\?.*by=sex.*icb=QKS/.test(each))).toBe(true),
    );
    await user.selectOptions(screen.getByLabelText('Wait'), 'From the referral to the first contact');
    await waitFor(() => expect(address()).toContain('wait=days_to_contact'));
  });

  test('an analyst who asks for another board is led to the own one, and nothing is asked of the other', async () => {
    const { api } = openPortal('/pathway?area=QVV', fakeApi());
    expect(await screen.findByText('The pathway is shown for your own boards only.')).toBeVisible();
    expect(api.requests.filter((each) => each.includes('pathway'))).toEqual([]);
    await userEvent.click(screen.getByRole('button', { name: 'Show NHS Kent and Medway' }));
    await pageShown();
  });

  test('a provider sees its own service, a controller England', async () => {
    const own = openPortal('/pathway', fakeApi(PROVIDER));
    expect(await screen.findByText(/people referred in your service/)).toBeVisible();
    expect(own.api.requests.filter((each) => /pathway.*icb=/.test(each))).toEqual([]);
    closePortal();
    openPortal('/pathway', fakeApi(CONTROLLER));
    expect(await screen.findByText(/people referred in England/)).toBeVisible();
  });

  test('when everything is withheld there is a sentence and a table, and no empty chart', async () => {
    const api = fakeApi();
    api.answer(/\/api\/v1\/pathway/, (url) =>
      json({ ...fakePathway(url.searchParams), rows: url.searchParams.has('by') ? [] : withheldRows({}) }),
    );
    openPortal('/pathway', api);
    expect(
      await screen.findByText(/How many were referred in NHS Kent and Medway is withheld/),
    ).toBeVisible();
    expect(screen.queryByLabelText(/Arrow keys move between stages/)).toBeNull();
    expect(screen.getByText('Show the pathway as a table')).toBeVisible();
  });

  test('a failed answer shows the reason and leaves the other parts standing', async () => {
    const api = fakeApi();
    api.answer(/\/measures\/unlinked/, () =>
      problem(503, 'warehouse_unavailable', 'The tables cannot be read now.'),
    );
    openPortal('/pathway', api);
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('The tables cannot be read now.');
    expect(screen.getByText(/^Of 400 people referred/)).toBeVisible();
  });
});
