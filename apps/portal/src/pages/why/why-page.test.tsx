import { screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { chartsShown } from '../../testing/charts-shown.js';
import { FakeApi, json, problem } from '../../testing/fake-api.js';
import { fakeEnveloped, share, WITHHELD } from '../../testing/fake-engagement.js';
import { closePortal, faults, openPortal } from '../../testing/open-portal.js';
// Before the clock of the first test starts: the page is loaded lazily otherwise.
import './why-page.js';

afterEach(closePortal);

const VALUES: Record<string, string[]> = { quarter: ['2026-Q1', '2026-Q2'], activity: ['gym', 'walking'] };

function fakeApi(): FakeApi {
  const api = new FakeApi();
  api.answer(/^\/api\/v1\/disengagement/, ({ searchParams }) => {
    const by = searchParams.get('by') ?? '';
    const keys = (VALUES[by] ?? ['']).map((code) => (by === '' ? {} : { [by]: code }));
    const endings = keys.flatMap((key) => [
      { ...key, ending: 'withdrawn', why: 'cost', ...share(20, 100) },
      { ...key, ending: 'withdrawn', why: 'transport', ...share(45, 100) },
      { ...key, ending: 'withdrawn', why: 'stigma', ...WITHHELD },
      { ...key, ending: 'withdrawn', why: 'not_recorded', ...share(30, 100) },
      { ...key, ending: 'lost_contact', why: 'no_reply', ...share(9, 9) },
    ]);
    const barriers = keys.map((key) => ({ ...key, barrier: 'transport', ...share(12, 80) }));
    return json(fakeEnveloped({ endings, barriers }));
  });
  return api;
}

const shown = (): Promise<void> => chartsShown(6);

describe('the page about why people stop', () => {
  test('ranks the reasons of those who left and the barriers of those who stay', async () => {
    openPortal('/why-people-stop', fakeApi());
    await shown();
    const sentences = screen.getAllByRole('status').map(({ textContent }) => textContent);
    expect(sentences[0]).toBe(
      'Of 100 people in NHS Kent and Medway whose journey ended as “withdrawn”, the most frequent reasons were transport (45%) and cost (20%). Of 30%, no reason was recorded.',
    );
    expect(sentences[1]).toMatch(
      /^Of 80 people .* still engaged, the most frequent reasons were transport \(15%\)/,
    );
    expect(screen.getByLabelText('Stigma: withheld')).toBeVisible();
    expect(
      screen.getByRole('heading', { name: 'Transport among those still engaged, by activity' }),
    ).toBeVisible();
  });

  test('has no faults for axe', async () => {
    const { container } = openPortal('/why-people-stop', fakeApi());
    await shown();
    expect(await faults(container)).toEqual([]);
  });

  test('the ending, the reason and the breakdown stand in the address', async () => {
    const user = userEvent.setup();
    const { address, api } = openPortal('/why-people-stop', fakeApi());
    await shown();
    await user.selectOptions(screen.getByLabelText('How it ended'), 'Lost contact');
    await waitFor(() => expect(address()).toBe('/why-people-stop?ending=lost_contact'));
    await user.selectOptions(screen.getByLabelText('By'), 'Sex');
    await waitFor(() => expect(api.requests.some((each) => each.includes('by=sex'))).toBe(true));
    await user.selectOptions(screen.getByLabelText(/Follow one reason/), 'Transport');
    await waitFor(() => expect(address()).toMatch(/why=transport/));
  });

  test('says that there is nothing where nobody has left or spoken of a barrier', async () => {
    const api = fakeApi();
    api.answer(/disengagement/, () => json(fakeEnveloped({ endings: [], barriers: [] })));
    openPortal('/why-people-stop', api);
    expect(await screen.findAllByText('There is nothing recorded for this choice.')).toHaveLength(2);
  });

  test('says why there are no figures when asking fails', async () => {
    const api = fakeApi();
    api.answer(/disengagement/, () => problem(403, 'outside_scope', 'Not your board.'));
    openPortal('/why-people-stop', api);
    expect((await screen.findAllByText('Not your board.')).length).toBeGreaterThan(1);
  });
});
