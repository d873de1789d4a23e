import { screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { FakeApi, json } from '../../testing/fake-api.js';
import { fakeSpc } from '../../testing/fake-spc.js';
import { closePortal, faults, figuresShown, openPortal } from '../../testing/open-portal.js';

const POINTS = /Arrow keys move between points of the control chart/;

afterEach(closePortal);

function section(): HTMLElement {
  return screen.getByRole('region', { name: 'NHS Kent and Medway: is it changing?' });
}

describe('the control chart of the trends page', () => {
  test('says whether the latest final point is a signal, by which rule, against what is usual', async () => {
    const { container } = openPortal('/trends');
    await figuresShown();
    expect(within(section()).getByText(/^In July 2026/)).toHaveTextContent(
      'In July 2026, uptake within 8 weeks in NHS Kent and Medway was 30%, against an average of 50% and a usual range of 38% to 62%. Signal of concern: lower than usual (outside the process limits).',
    );
    expect(await faults(container)).toEqual([]);
  });

  test('a signal is told at its point, and what is not final too', async () => {
    openPortal('/trends');
    await figuresShown();
    const chart = screen.getByLabelText(POINTS);
    expect(
      within(chart).getByRole('img', {
        name: 'July 2026: 30.0%, average 50.0%, a signal: outside the process limits.',
      }),
    ).toBeVisible();
    expect(within(chart).getByRole('img', { name: /^August 2026: .*not final/ })).toBeVisible();
  });

  test('a target in per cent is asked as a share, stands in the address, and says whether it will be met', async () => {
    const user = userEvent.setup();
    const { api, address } = openPortal('/trends');
    await figuresShown();
    await user.click(screen.getByText('Set a target, start the limits anew, or add a note'));
    await user.type(screen.getByLabelText('Target, in per cent'), '45');
    await user.click(screen.getByRole('button', { name: 'Apply to the chart' }));
    await waitFor(() => expect(address()).toBe('/trends?target=0.45'));
    await waitFor(() => expect(api.requests.some((each) => /spc\?.*target=0.45/.test(each))).toBe(true));
    expect(
      await screen.findAllByText(/the target will be met at times and missed at times/),
    ).not.toHaveLength(0);
  });

  test('what happened is marked where it happened: boundaries, providers, and the note of the address', async () => {
    const api = new FakeApi();
    api.answer(/by=month/, () =>
      json({
        ...{
          measure: 'uptake.first_session',
          version: 1,
          unit: 'proportion',
          asOf: '2026-11-24T10:42:00.000Z',
        },
        ...{ profile: 'hes', editions: [], excluded: {} },
        rows: [{ month: '2026-04', value: 0.5, flags: ['boundary_change', 'provider_joined'] }],
      }),
    );
    openPortal('/trends?note=2026-02+New+venue+in+Witney&rebase=2025-09', api);
    await figuresShown();
    const signs = await screen.findByText(/April 2026: boundaries changed/);
    const list = signs.closest('ul');
    expect(
      within(list!)
        .getAllByRole('listitem')
        .map(({ textContent }) => textContent),
    ).toEqual([
      'R September 2025: limits worked out anew',
      'N February 2026: New venue in Witney',
      'B April 2026: boundaries changed',
      '+ April 2026: a provider joined',
    ]);
  });

  test('published values stand behind the chart when asked for, each with its source and how it differs', async () => {
    const { address } = openPortal('/trends');
    await figuresShown();
    await userEvent.click(screen.getByText('Set a target, start the limits anew, or add a note'));
    await userEvent.click(screen.getByLabelText('Show what others have published behind the chart'));
    await waitFor(() => expect(address()).toBe('/trends?published=shown'));
    expect(await screen.findByText(/^66.0%, Pavey et al/)).toBeVisible();
  });

  test('where too few people stand behind a point there is a reason instead of a chart', async () => {
    const api = new FakeApi();
    const withheld = 'No chart: fewer than 20 people stand behind a quarter.';
    api.answer(/\/spc/, (url) => {
      const answer = fakeSpc(url.searchParams)!;
      const none = { period: 'quarter', variation: null, assurance: null, trial: [], points: [], withheld };
      return json({ ...answer, charts: [none] });
    });
    openPortal('/trends', api);
    await figuresShown();
    expect(screen.getByText(withheld)).toBeVisible();
    expect(screen.queryByLabelText(POINTS)).toBeNull();
  });
});
