import { screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { chartsShown } from '../../testing/charts-shown.js';
import { FakeApi, json } from '../../testing/fake-api.js';
import {
  answerEngagement,
  fakeEnveloped,
  fakeGroups,
  fakeMeasured,
  share,
  WITHHELD,
} from '../../testing/fake-engagement.js';
import { closePortal, faults, openPortal } from '../../testing/open-portal.js';
import { adjustedSentence } from '../../sentences/adjusted-sentence.js';
// Before the clock of the first test starts: the page is loaded lazily otherwise.
import './support-page.js';

afterEach(closePortal);

function fakeApi(adjusted: object | null = { expected: 50, ratio: 0.8, lower: 0.7, upper: 0.95 }): FakeApi {
  const api = answerEngagement(new FakeApi());
  api.answer(/^\/api\/v1\/compare/, ({ searchParams }) => {
    const rows = fakeGroups('role_mix').map((row, index) => ({
      ...row,
      adjusted: index === 0 ? adjusted : null,
    }));
    return json(fakeMeasured(searchParams.get('measure') ?? '', { adjust: [], split: null, rows }));
  });
  api.answer(/^\/api\/v1\/support/, ({ searchParams }) => {
    const keys = searchParams.get('by') === 'role_mix' ? fakeGroups('role_mix') : [share(0, 100)];
    const rows = keys.flatMap((key) => [
      { ...key, what: 'motivation' },
      { ...key, ...share(60, 100), what: 'personalised_plan' },
      { ...key, ...WITHHELD, what: 'reminder' },
      { ...key, ...share(12, 100), what: 'handover' },
    ]);
    return json(fakeEnveloped({ rows }));
  });
  return api;
}

describe('the page about support', () => {
  test('shows uptake and retention by who supported, crude and made alike, as an association, without faults for axe', async () => {
    const { container, api } = openPortal('/support', fakeApi());
    await chartsShown(6);
    const sentences = screen.getAllByRole('status').map(({ textContent }) => textContent);
    expect(sentences[0]).toMatch(/uptake within 8 weeks: .*association, not an effect\.$/);
    expect(sentences[1]).toMatch(/“Link worker only” 20% fewer people than expected; .*not an effect/);
    expect(sentences[2]).toMatch(/retained at 12 weeks/);
    expect(screen.getByText('An association, not an effect.')).toBeVisible();
    expect(screen.getAllByLabelText('Health coach only: withheld, or nothing is expected')).toHaveLength(2);
    expect(api.requests).toContain(
      '/api/v1/compare?adjust=imd_quintile,age_band,sex&boundaries=current&by=role_mix&icb=QKS&measure=retained.12w',
    );
    expect(await faults(container)).toEqual([]);
  });

  test('each chart says what its own measure counts where that is not the one that the page is about', async () => {
    openPortal('/support', fakeApi());
    await chartsShown(6);
    expect(
      screen.getByRole('heading', { name: 'What this measure counts: Uptake within 8 weeks' }),
    ).toBeVisible();
    const own = screen.getAllByText(/^What this chart counts: /);
    expect(own.map(({ textContent }) => textContent)).toEqual([
      'What this chart counts: Retained at 12 weeks',
      'What this chart counts: Retained at 12 weeks',
    ]);
    for (const summary of own) {
      const section = summary.closest('section');
      expect(section).toHaveClass('wm-section--own');
      expect(section?.querySelector('dl')).toHaveTextContent('retained.12w, version');
    }
  });

  test('the latest role of all is chosen in the address; other pages are opened by the same', async () => {
    const { address } = openPortal('/support?sex=female', fakeApi());
    await chartsShown(6);
    await userEvent.selectOptions(screen.getByLabelText('By'), 'Role');
    await waitFor(() => expect(address()).toBe('/support?sex=female&by=role'));
    expect(screen.getByRole('link', { name: 'how long people stay' }).getAttribute('href')).toMatch(
      /^\/staying\?.*sex=female.*by=role/,
    );
  });

  test('shows what supporters did for everybody, and one thing of it by who supported, as an association', async () => {
    const { address, api } = openPortal('/support', fakeApi());
    await chartsShown(6);
    expect(screen.getByText(/^Of 100 referrals in NHS Kent and Medway/).textContent).toBe(
      'Of 100 referrals in NHS Kent and Medway with a contact that reached the person, contacts most often record personalised plan (60%). Two or more roles were seen in 12%.',
    );
    expect(screen.getByLabelText('Reminder: withheld')).toBeVisible();
    await userEvent.selectOptions(screen.getByLabelText(/^What was done/), 'Motivation');
    await waitFor(() => expect(address()).toBe('/support?did=motivation'));
    expect(screen.getByRole('heading', { name: 'Motivation, by roles' })).toBeVisible();
    expect(screen.getByText(/motivation for those reached: from .* not an effect\.$/)).toBeVisible();
    expect(api.requests).toContain('/api/v1/support?boundaries=current&by=role_mix&icb=QKS');
  });

  test('says that there is nothing where nobody has been reached', async () => {
    const api = fakeApi();
    api.answer(/^\/api\/v1\/support/, () => json(fakeEnveloped({ rows: [] })));
    openPortal('/support', api);
    expect(await screen.findByText('No contact has reached anybody in NHS Kent and Medway.')).toBeVisible();
  });

  test('with too few people in every group there is no chart of what is expected, and a sentence that says so', async () => {
    openPortal('/support', fakeApi(null));
    expect(await screen.findAllByText(/cannot be shown: each group is about too few people/)).toHaveLength(2);
  });
});

test('groups whose limits hold what is expected are not said to stand apart', () => {
  const same = { name: 'Both', ratio: 1.1, lower: 0.9, upper: 1.3 };
  expect(adjustedSentence({ name: 'Uptake' }, [same])).toMatch(/no group stands apart/);
});
