import { screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { chartsShown } from '../../testing/charts-shown.js';
import { FakeApi, json, problem } from '../../testing/fake-api.js';
import { answerEngagement, fakeGroups, fakeMeasured, share } from '../../testing/fake-engagement.js';
import { closePortal, faults, openPortal } from '../../testing/open-portal.js';
import { indexText, inequalitySentence } from '../../sentences/inequality-sentence.js';
// Before the clock of the first test starts: the page is loaded lazily otherwise.
import './fairness-page.js';

afterEach(closePortal);

function fakeApi(more: object = {}): FakeApi {
  const api = answerEngagement(new FakeApi());
  const rows = fakeGroups('imd_quintile').map((row, index) => (index === 0 ? { ...row, core20: true } : row));
  const indices = {
    sii: { value: 0.068, lower: 0.01, upper: 0.12 },
    rii: { value: 1.16, lower: 1.02, upper: 1.3 },
  };
  api.answer(/^\/api\/v1\/inequality/, () =>
    json(fakeMeasured('uptake.first_session', { ...indices, rows, ...more })),
  );
  api.answer(/uptake\.first_session\?boundaries=current&icb=QKS$/, () =>
    json(fakeMeasured('uptake.first_session', { rows: [share(500, 1_000)] })),
  );
  return api;
}

const shown = (charts = 4): Promise<void> => chartsShown(charts);

describe('the page about fairness', () => {
  test('shows deprivation with both indices, the Core20, and who is not known, without faults for axe', async () => {
    const { container, api } = openPortal('/fairness', fakeApi());
    await shown();
    const [first] = screen.getAllByRole('status');
    expect(first).toHaveTextContent(
      /6.8 percentage points higher .*95% limits 1.0 to 12.0.*relative index is 1.16/,
    );
    expect(first).toHaveTextContent(/% of those counted, deprivation quintile is not known/);
    expect(screen.getByLabelText(/^1 \(most deprived\), Core20: 40.0%/)).toBeVisible();
    expect(screen.getAllByLabelText(/^Not stated: /)).toHaveLength(2);
    expect(api.requests).toContain(
      '/api/v1/inequality?boundaries=current&by=imd_quintile&icb=QKS&measure=uptake.first_session',
    );
    expect(await faults(container)).toEqual([]);
  });

  test('the scale is chosen in the address, and asked for', async () => {
    const { api, address } = openPortal('/fairness', fakeApi());
    await shown();
    await userEvent.click(screen.getByLabelText('Deprivation decile'));
    expect(address()).toBe('/fairness?scale=imd_decile');
    await shown(3);
    expect(api.requests.some((each) => each.includes('by=imd_decile'))).toBe(true);
  });

  test('says why there are no indices', async () => {
    const none = { sii: null, rii: null, withheld: 'No indices: a group of the scale has nobody in it.' };
    openPortal('/fairness', fakeApi(none));
    expect(
      await screen.findByText(/is not told. No indices: a group of the scale has nobody in it./),
    ).toBeVisible();
  });

  test('one breakdown that fails leaves the others', async () => {
    const api = fakeApi();
    api.answer(/by=sex/, () => problem(503, 'not_ready', 'The tables cannot be read.'));
    openPortal('/fairness', api);
    expect(await screen.findByText('The tables cannot be read.')).toBeVisible();
    await shown(3);
  });

  test('a measure that is no share has no such page', async () => {
    openPortal('/fairness?measure=referrals', fakeApi());
    expect(await screen.findByText('This measure cannot be shown here')).toBeVisible();
  });
});

test('a slope whose limits hold 0 may be chance, and is said to be', () => {
  const sii = { value: -0.068, lower: -0.2, upper: 0.1 };
  expect(inequalitySentence({ name: 'Uptake' }, { sii, rii: null })).toMatch(
    /6.8 percentage points lower .*may be chance/,
  );
  expect(indexText({ value: 1.2, lower: null, upper: null }, 'ratio')).toBe('1.20');
});
