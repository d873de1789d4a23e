import { act, screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { CONTROLLER, FakeApi, json, problem, PROVIDER } from '../../testing/fake-api.js';
import { FAKE_ENVELOPE } from '../../testing/fake-envelope.js';
import { fakeFunnel, withheldPoint } from '../../testing/fake-funnel.js';
import { closePortal, faults, openPortal } from '../../testing/open-portal.js';

afterEach(() => {
  closePortal();
  jest.restoreAllMocks();
});

function fakeApi(me = CONTROLLER): FakeApi {
  const api = new FakeApi();
  api.me = me;
  api.answer(/\/api\/v1\/funnel/, (url) => json(fakeFunnel(url.searchParams, me.role === 'provider')));
  api.answer(/\/measures\/days_to_contact/, (url) => json(days(url.searchParams.has('by'))));
  return api;
}

function days(byProvider: boolean): object {
  const figures = { numerator: null, denominator: 200, value: 9, lower: 8, upper: 11 };
  const late = { ...figures, value: 21, lower: 18, upper: 25 };
  const rows = byProvider
    ? [
        { provider: 'demo-leisure', ...figures },
        { provider: 'demo-linkworkers', ...late },
      ]
    : [figures];
  return { ...FAKE_ENVELOPE, measure: 'days_to_contact.p50', version: 1, unit: 'days', rows };
}

const FUNNEL = /Arrow keys move between providers, from the smallest to the largest/;

async function pageShown(): Promise<void> {
  await screen.findByLabelText(FUNNEL);
  await waitFor(() => {
    if (document.querySelector('[aria-busy="true"]')) throw new Error('a part of the page is still loading');
  });
}

describe('the providers page', () => {
  test('says who differs by more than chance and who cannot be shown, without faults for axe', async () => {
    const { container } = openPortal('/providers', fakeApi());
    await pageShown();
    expect(
      screen.getByText(
        'Of 5 providers, 1 (Demo Leisure Trust) lies beyond the 99.8% limits for uptake within 8 weeks around an average of 60%, and 0 more beyond the 95% limits only. 1 provider is not shown: too few people.',
      ),
    ).toBeVisible();
    expect(await faults(container)).toEqual([]);
  });

  test('a provider sees itself named and all others without names, and asks for no place and no filter', async () => {
    const { api } = openPortal('/providers?area=QKS&sex=female', fakeApi(PROVIDER));
    await pageShown();
    expect(screen.getByText(/Yours, Demo Leisure Trust, is at 40%: below the 99\.8% limits\./)).toBeVisible();
    const chart = screen.getByLabelText(FUNNEL);
    expect(within(chart).getAllByRole('img', { name: /^Another provider: 60\.0%/ })).toHaveLength(4);
    expect(
      within(chart).getByRole('img', { name: /^Demo Leisure Trust: 40\.0% of 300/ }),
    ).toBeInTheDocument();
    expect(screen.queryByLabelText('Area')).toBeNull();
    const asked = api.requests.filter((each) => each.includes('/funnel'));
    expect(asked).toEqual(['/api/v1/funnel?boundaries=current&measure=attendance']);
  });

  test('arrow keys go from the smallest to the largest, and the chosen one is told under the chart', async () => {
    const user = userEvent.setup();
    openPortal('/providers', fakeApi());
    await pageShown();
    const chart = screen.getByLabelText(FUNNEL);
    act(() =>
      within(chart)
        .getByRole('img', { name: /^provider-0/ })
        .focus(),
    );
    await user.keyboard('{End}');
    expect(within(chart).getByRole('img', { name: /^provider-4/ })).toHaveFocus();
    expect(screen.getByText('60.0% of 600, within the limits')).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Smaller' }));
    expect(screen.getByText('40.0% of 300, below the 99.8% limits')).toBeVisible();
  });

  test('the table holds every provider, also those outside of the comparison', async () => {
    openPortal('/providers', fakeApi());
    await pageShown();
    await userEvent.click(screen.getByText('Show the providers as a table'));
    const table = screen.getByRole('table', { name: 'Uptake within 8 weeks by provider' });
    expect(within(table).getAllByRole('row')).toHaveLength(7);
    expect(within(table).getByRole('row', { name: /^provider-small withheld.*not compared$/ })).toBeVisible();
  });

  test('recording and response time stand by provider beside everybody', async () => {
    openPortal('/providers', fakeApi());
    await pageShown();
    expect(screen.getByText(/^Over 2 providers, outcome recorded/)).toBeVisible();
    expect(
      screen.getByText(/: from 9 days \(Demo Leisure Trust\) to 21 days \(demo-linkworkers\)/),
    ).toBeVisible();
  });

  test('a change of measure is in the address', async () => {
    const user = userEvent.setup();
    const { address } = openPortal('/providers', fakeApi());
    await pageShown();
    await user.selectOptions(screen.getByLabelText('Measure'), 'attendance');
    await waitFor(() => expect(address()).toBe('/providers?measure=attendance'));
  });

  test('a measure that is no share has no funnel, and the page leads on', async () => {
    openPortal('/providers?measure=referrals', fakeApi());
    expect(
      await screen.findByRole('heading', { name: 'Providers cannot be compared by this measure' }),
    ).toBeVisible();
  });

  test('when nobody can be shown there is a sentence and a table, and no empty chart', async () => {
    const api = fakeApi();
    api.answer(/\/api\/v1\/funnel/, (url) =>
      json({
        ...fakeFunnel(url.searchParams, false),
        ...{ average: null, lines: [], points: [withheldPoint()] },
      }),
    );
    openPortal('/providers', api);
    expect(await screen.findByText(/^No provider can be shown for uptake within 8 weeks/)).toBeVisible();
    expect(screen.queryByLabelText(FUNNEL)).toBeNull();
    expect(screen.getByText('Show the providers as a table')).toBeVisible();
  });

  test('a failed funnel shows the reason, and recording stays', async () => {
    const api = fakeApi();
    api.answer(/\/api\/v1\/funnel/, () => problem(400, 'not_a_benchmark', 'Over whole quarters.'));
    openPortal('/providers', api);
    expect(await screen.findByRole('alert')).toHaveTextContent('Over whole quarters.');
    expect(await screen.findByText(/^Over 2 providers, outcome recorded/)).toBeVisible();
  });
});
