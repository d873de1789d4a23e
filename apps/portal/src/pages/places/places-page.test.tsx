import { act, configure, screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { CONTROLLER, FAKE_BOARDS, FakeApi, json, problem } from '../../testing/fake-api.js';
import { FAKE_ENVELOPE } from '../../testing/fake-envelope.js';
import { closePortal, faults, openPortal } from '../../testing/open-portal.js';

// axe reads three charts of every board; a busy machine takes its time.
jest.setTimeout(180_000);
configure({ asyncUtilTimeout: 60_000 });

afterEach(() => {
  closePortal();
  jest.restoreAllMocks();
});

const [ONE = '', OTHER = ''] = FAKE_BOARDS;

function fakeApi(me = CONTROLLER): FakeApi {
  const api = new FakeApi();
  api.me = me;
  api.answer(/\/api\/v1\/compare/, (url) => json(compared(url.searchParams)));
  api.answer(/\/measures\/.*by=(sub_icb|pcn)/, (url) => json(parts(url.searchParams.get('by') ?? '')));
  return api;
}

const HEAD = { ...FAKE_ENVELOPE, measure: 'uptake.first_session', version: 1, unit: 'proportion' };

function compared(params: URLSearchParams): object {
  const by = params.get('by') ?? '';
  const [first = '', second = ''] = (params.get(by) ?? '').split(',').sort();
  const figures = { denominator: 200, lower: 0.4, upper: 0.6 };
  return {
    ...{ ...HEAD, adjust: ['imd_quintile', 'age_band', 'sex'] },
    split: { first, second, difference: 0.12, mix: 0.03, rates: 0.09 },
    rows: [
      {
        [by]: first,
        ...figures,
        numerator: 110,
        value: 0.55,
        adjusted: { expected: 100, ratio: 1.1, lower: 0.9, upper: 1.3 },
      },
      { [by]: second, ...figures, numerator: 86, value: 0.43, adjusted: null, suppressed: ['adjusted'] },
    ],
  };
}

function parts(by: string): object {
  const figures = { numerator: 50, denominator: 100, value: 0.5, lower: 0.4, upper: 0.6 };
  return {
    ...HEAD,
    rows: [
      { [by]: `${by}-a`, ...figures },
      { [by]: `${by}-b`, ...figures, value: 0.7, lower: 0.6, upper: 0.8 },
    ],
  };
}

const MAP = /Arrow keys move between boards, from north to south/;

async function pageShown(): Promise<void> {
  await screen.findByLabelText(MAP);
  await waitFor(() => {
    if (document.querySelector('[aria-busy="true"]')) throw new Error('a part of the page is still loading');
  });
}

describe('the places page', () => {
  test('shows 36 boards as tiles, the same in order and over time', async () => {
    openPortal('/places', fakeApi());
    await pageShown();
    const map = screen.getByLabelText(MAP);
    expect(within(map).getAllByRole('img')).toHaveLength(36);
    expect(within(map).getAllByRole('img', { name: /nothing recorded/ })).toHaveLength(
      36 - FAKE_BOARDS.length,
    );
    expect(screen.getByText(/^In April to June 2026, NHS .* stood highest/)).toBeVisible();
    expect(screen.getByText(/^Of 11 boards with two full quarters or more/)).toBeVisible();
    expect(screen.getByLabelText(/over time by board/)).toBeInTheDocument();
  });

  test('the map and the small charts have their tables, which tell a figure that is not final from one that is not there', async () => {
    const api = fakeApi();
    api.answer(/\/measures\/.*by=icb,quarter/, (url) => {
      const answered = api.measured(url);
      const body = JSON.parse(answered.body) as {
        rows: { icb: string; quarter: string; flags?: string[] }[];
      };
      for (const row of body.rows) if (row.icb === ONE && row.quarter === '2026-Q2') row.flags = ['immature'];
      return json({
        ...body,
        rows: body.rows.filter(({ quarter, icb }) => icb !== OTHER || quarter !== '2026-Q2'),
      });
    });
    openPortal('/places', api);
    await pageShown();
    await userEvent.click(screen.getByText('Show the map as a table'));
    const map = within(screen.getByRole('region', { name: 'Table of the map' }));
    expect(map.getAllByRole('row').length).toBeGreaterThanOrEqual(FAKE_BOARDS.length);
    await userEvent.click(screen.getByText('Show the boards over time as a table'));
    const overTime = within(screen.getByRole('region', { name: 'Table of the boards over time' }));
    expect(overTime.getAllByRole('row')).toHaveLength(1 + FAKE_BOARDS.length);
    expect(overTime.getByRole('columnheader', { name: '2026-Q2' })).toBeVisible();
    expect(overTime.getAllByText('not final')).toHaveLength(1);
    expect(overTime.getAllByText('none')).toHaveLength(1);
  });

  test('is without faults for axe', async () => {
    const { container } = openPortal('/places', fakeApi());
    await pageShown();
    expect(await faults(container)).toEqual([]);
  });

  test('a quarter before April 2026 has the 42 boards of that time, or today’s where they are chosen', async () => {
    const { api, address } = openPortal('/places?at=2026-Q1', fakeApi());
    await pageShown();
    expect(within(screen.getByLabelText(MAP)).getAllByRole('img')).toHaveLength(42);
    expect(api.requests.some((each) => /boundaries=as_was.*from=2025-01.*to=2026-03/.test(each))).toBe(true);
    await userEvent.click(screen.getByLabelText('Today’s 36'));
    await waitFor(() => expect(address()).toContain('boundaries=current'));
    await waitFor(() => expect(within(screen.getByLabelText(MAP)).getAllByRole('img')).toHaveLength(36));
  });

  test('the difference of two places is told as mix and rates, from the first to the second', async () => {
    const { api } = openPortal(`/places?first=${OTHER}&second=${ONE}`, fakeApi());
    await pageShown();
    expect(
      api.requests.some((each) => each.includes(`/compare?`) && each.includes(`icb=${OTHER},${ONE}`)),
    ).toBe(true);
    const sign = OTHER < ONE ? '\\+' : '−';
    expect(
      screen.getByText(
        new RegExp(
          `Of the difference of ${sign}12\\.0 points, ${sign}3\\.0 points come from who is referred \\(deprivation, age and sex: the mix\\), and ${sign}9\\.0 points from what happens`,
        ),
      ),
    ).toBeVisible();
  });

  test('a quarter is set beside the same quarter of the year before', async () => {
    const { api } = openPortal('/places?area=QKS&level=quarter', fakeApi());
    await pageShown();
    await waitFor(() =>
      expect(
        api.requests.some((each) => {
          const [, last, before] =
            /\/compare\?.*by=quarter.*quarter=(\d{4}-Q\d),(\d{4}-Q\d)/.exec(each) ?? [];
          return last !== undefined && Number(last.slice(0, 4)) === Number(before?.slice(0, 4)) + 1;
        }),
      ).toBe(true),
    );
  });

  test('from a board the way leads into its parts, and back out, all in the address', async () => {
    const user = userEvent.setup();
    const { address } = openPortal('/places?area=QKS', fakeApi());
    await pageShown();
    await user.click(screen.getByText('Show inside NHS Kent and Medway as a table'));
    await user.click(screen.getByRole('button', { name: 'sub_icb-b' }));
    await waitFor(() => expect(address()).toContain('sub_icb=sub_icb-b'));
    expect(await screen.findByRole('heading', { name: 'Inside sub_icb-b' })).toBeVisible();
    await user.click(await screen.findByRole('button', { name: 'Back to NHS Kent and Medway' }));
    await waitFor(() => expect(address()).toBe('/places?area=QKS'));
  });

  test('parts stand under the names that come with the answer, each with its code', async () => {
    const user = userEvent.setup();
    const api = fakeApi();
    const names = {
      sub_icb: { 'sub_icb-a': 'Coast', 'sub_icb-b': 'NHS Weald ICB - sub_icb-b' },
      pcn: { 'pcn-a': 'North Network' },
    };
    api.answer(/\/measures\/.*(by|sub_icb|pcn)=(sub_icb|pcn)/, (url) =>
      json({ ...parts(url.searchParams.get('by') ?? ''), names }),
    );
    openPortal('/places?area=QKS', api);
    await pageShown();
    await user.click(screen.getByText('Show inside NHS Kent and Medway as a table'));
    expect(screen.getByRole('button', { name: 'Coast (sub_icb-a)' })).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'NHS Weald ICB - sub_icb-b' }));
    expect(await screen.findByRole('heading', { name: 'Inside NHS Weald ICB - sub_icb-b' })).toBeVisible();
    expect(await screen.findByLabelText(/^North Network \(pcn-a\): /)).toBeInTheDocument();
    expect(screen.getByLabelText(/^pcn-b: /)).toBeInTheDocument();
  });

  test('an analyst sees other boards by quarter, and the parts of the own board alone', async () => {
    const api = new FakeApi();
    api.answer(/\/api\/v1\/compare/, (url) => json(compared(url.searchParams)));
    openPortal('/places?area=QVV', api);
    await pageShown();
    expect(screen.getByText('What is inside of a board is shown for your own boards only.')).toBeVisible();
    expect(api.requests.filter((each) => /compare|by=sub_icb/.test(each))).toEqual([]);
  });

  test('arrow keys go from board to board, and the chosen one is told under the map with ways on', async () => {
    const user = userEvent.setup();
    openPortal('/places', fakeApi());
    await pageShown();
    const tiles = within(screen.getByLabelText(MAP)).getAllByRole('img');
    act(() => tiles[0]!.focus());
    await user.keyboard('{ArrowRight}');
    expect(tiles[1]).toHaveFocus();
    expect(screen.getByRole('link', { name: 'Its trend' })).toBeVisible();
  });

  test('a failed answer for the boards shows its reason', async () => {
    const api = fakeApi();
    api.answer(/by=icb/, () => problem(503, 'warehouse_unavailable', 'The tables cannot be read now.'));
    openPortal('/places', api);
    expect((await screen.findAllByRole('alert'))[0]).toHaveTextContent('The tables cannot be read now.');
  });
});
