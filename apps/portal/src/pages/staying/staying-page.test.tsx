import { act, screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { chartsShown } from '../../testing/charts-shown.js';
import { FakeApi, problem, PROVIDER } from '../../testing/fake-api.js';
import { answerEngagement } from '../../testing/fake-engagement.js';
import { closePortal, faults, openPortal } from '../../testing/open-portal.js';
// Before the clock of the first test starts: the page is loaded lazily otherwise.
import './staying-page.js';

afterEach(closePortal);

const WEEKS = /Arrow keys move between weeks/;

function open(address: string, api = new FakeApi()): ReturnType<typeof openPortal> {
  return openPortal(address, answerEngagement(api));
}

const shown = (): Promise<void> => chartsShown(4);

const sentences = (): (string | null)[] =>
  screen.getAllByRole('status').map(({ textContent }) => textContent);

describe('the page about staying', () => {
  test('says how long people stay, how it ends, who attends and who comes back, without faults for axe', async () => {
    const { container } = open('/staying');
    await shown();
    expect(sentences()).toEqual([
      expect.stringMatching(
        /^Of 480 people who started in NHS Kent and Medway, 60% were still engaged 12 weeks/,
      ),
      expect.stringMatching(
        /^Within 26 weeks .*, 40% had stopped attending, 10% had completed and 0% had died; 50%/,
      ),
      expect.stringMatching(
        /in January to March 2026, 52% attended in week 12; of those who started in October/,
      ),
      expect.stringMatching(/^Over 10 quarters, came back after a silence: from /),
    ]);
    expect(screen.getByRole('region', { name: 'Table of people still followed' })).toHaveTextContent('384');
    expect(await faults(container)).toEqual([]);
  });

  test('asks in the area, the time and the filters of the address, as known then, and of no version of a measure', async () => {
    const { api } = open('/staying?sex=female&from=2025-01&asOf=2026-03-31&versions=1');
    await shown();
    expect(api.requests).toContain(
      '/api/v1/survival?asOf=2026-03-31&boundaries=current&from=2025-01&icb=QKS&sex=female',
    );
  });

  test('groups are drawn beside each other, tested, and one that is withheld is said to be', async () => {
    open('/staying?by=imd_quintile');
    await shown();
    expect(sentences()[0]).toMatch(/most were still engaged in “1 \(most deprived\)” \(70%\)/);
    expect(sentences()[0]).toMatch(/differ by more than chance .*p = 0.002/);
    expect(screen.getByText(/1 of 5 curves are withheld/)).toBeVisible();
  });

  test('the breakdown and the group whose endings are shown stand in the address', async () => {
    const user = userEvent.setup();
    const { address } = open('/staying');
    await shown();
    await user.selectOptions(screen.getByLabelText('By'), 'Sex');
    await waitFor(() => expect(address()).toBe('/staying?by=sex'));
    await user.selectOptions(await screen.findByLabelText('Of'), 'Female');
    await waitFor(() => expect(address()).toBe('/staying?by=sex&of=female'));
  });

  test('arrow keys lead through weeks, and through cohorts and their weeks', async () => {
    const user = userEvent.setup();
    open('/staying');
    await shown();
    const [curves] = screen.getAllByLabelText(WEEKS);
    act(() =>
      within(curves!)
        .getByLabelText(/^Week 12: Everybody 60.0%/)
        .focus(),
    );
    await user.keyboard('{ArrowRight}');
    expect(document.activeElement).toHaveAccessibleName(/^Week 16: /);
    const first = 'Started October to December 2025, week 0: 100.0% attended, 100 of 100';
    act(() => screen.getByLabelText(first).focus());
    await user.keyboard('{ArrowDown}{End}');
    expect(document.activeElement).toHaveAccessibleName(
      /^Started January to March 2026, week 13: .*is over$/,
    );
    await user.keyboard('{ArrowUp}');
    expect(document.activeElement).toHaveAccessibleName(/week 13: withheld$/);
  });

  test('a board that is not the analyst’s own is not asked for', async () => {
    const { api } = open('/staying?area=england');
    expect(await screen.findByText('Staying is shown for your own boards only.')).toBeVisible();
    expect(api.requests.some((each) => each.startsWith('/api/v1/survival'))).toBe(false);
  });

  test('a part that fails says so, and leaves the others', async () => {
    const api = answerEngagement(new FakeApi());
    api.answer(/retention/, () => problem(503, 'not_ready', 'The tables cannot be read.'));
    openPortal('/staying', api);
    expect(await screen.findByText('The tables cannot be read.')).toBeVisible();
    expect((await screen.findAllByLabelText(WEEKS)).length).toBe(2);
  });

  test('with nobody in the choice every part says that there is nothing', async () => {
    const api = answerEngagement(new FakeApi());
    api.me = PROVIDER;
    const nothing = { asOf: '2026-11-24T10:42:00.000Z', profile: 'none', editions: [], excluded: {} };
    const answer = { ...nothing, strata: [], logRank: null, cohort: 'quarter', rows: [] };
    const measured = { ...answer, measure: 're_engaged', version: 1, unit: 'proportion' };
    api.answer(/survival|retention|re_engaged/, () => ({
      ...{ status: 200, type: 'application/json', body: JSON.stringify(measured) },
    }));
    openPortal('/staying', api);
    expect(await screen.findByText('Nobody who started in your service is in these figures.')).toBeVisible();
    expect(await screen.findAllByText('There are no figures for this choice.')).toHaveLength(3);
  });
});
