import { screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { chartsShown } from '../../testing/charts-shown.js';
import { FakeApi, json, problem } from '../../testing/fake-api.js';
import { fakeEnveloped, WITHHELD } from '../../testing/fake-engagement.js';
import { closePortal, faults, openPortal } from '../../testing/open-portal.js';
// Before the clock of the first test starts: the page is loaded lazily otherwise.
import './outcomes-page.js';

afterEach(closePortal);

const SCORE = { version: 1, unit: 'points', summary: 'mean' };
const BETTER = { numerator: 140, denominator: 255, value: 2.2, lower: 1.8, upper: 2.5 };
const ANXIOUS = { numerator: 140, denominator: 280, value: -1.5, lower: -1.8, upper: -1.1 };

function fakeApi(): FakeApi {
  const api = new FakeApi();
  api.answer(/^\/api\/v1\/outcomes/, ({ searchParams }) => {
    const by = searchParams.get('by');
    const key = (code: string): object => (by === null ? {} : { [by]: code });
    const rows = (row: object): object[] => [
      { ...key('female'), ...row, baseline: { paired: 4.6, unpaired: 4.1 } },
      ...(by === null ? [] : [{ ...key('male'), ...WITHHELD }]),
    ];
    const score = (name: string, improvement: string, row: object): object => ({
      ...SCORE,
      ...{ score: name, measure: `outcome.ons4.${name}`, improvement, rows: rows(row) },
    });
    const scores = [score('satisfaction', 'increase', BETTER), score('anxious', 'decrease', ANXIOUS)];
    return json(fakeEnveloped({ instrument: 'ons4', scores }));
  });
  return api;
}

describe('the page about outcomes', () => {
  test('says the change, who was asked again and where the lost began, without faults for axe', async () => {
    const { container } = openPortal('/outcomes', fakeApi());
    await chartsShown(2);
    const sentences = screen.getAllByRole('status').map(({ textContent }) => textContent);
    expect(sentences[0]).toMatch(
      /^From 50% to 55% were asked again\. .* 2 of 2 changes are for the better and 0 for the worse/,
    );
    expect(sentences[1]).toBe(
      'In NHS Kent and Medway: From 50% to 55% were asked again. Nobody knows how the others are.',
    );
    expect(sentences[2]).toMatch(/begun worse off in 1 of 2 comparisons/);
    expect(
      screen.getByLabelText(/^Anxiety yesterday .*-1.5 points .*for the better\. 50.0% were asked again/),
    ).toBeVisible();
    expect(await faults(container)).toEqual([]);
  });

  test('the breakdown and the score stand in the address', async () => {
    const user = userEvent.setup();
    const { address } = openPortal('/outcomes', fakeApi());
    await chartsShown(2);
    await user.selectOptions(screen.getByLabelText('By'), 'Sex');
    await user.selectOptions(await screen.findByLabelText('Score'), 'Anxiety yesterday (ONS4, 0-10)');
    await waitFor(() => expect(address()).toBe('/outcomes?by=sex&score=anxious'));
    expect(
      await screen.findByLabelText(/^Male: withheld, may be chance. How many were asked again is withheld/),
    ).toBeVisible();
  });

  test('another questionnaire is asked for, and forgets the score of the one before', async () => {
    const { address, api } = openPortal('/outcomes?by=sex&score=anxious', fakeApi());
    await chartsShown(2);
    await userEvent.selectOptions(screen.getByLabelText('Questionnaire'), 'MYCaW');
    await waitFor(() => expect(address()).toBe('/outcomes?by=sex&instrument=mycaw'));
    await waitFor(() => expect(api.requests.at(-1)).toMatch(/instrument=mycaw/));
  });

  test('with nobody to follow up it says so', async () => {
    const api = fakeApi();
    api.answer(/outcomes/, () => json(fakeEnveloped({ instrument: 'ons4', scores: [] })));
    openPortal('/outcomes', api);
    expect(await screen.findByText(/^Nobody in NHS Kent and Medway has a first score/)).toBeVisible();
  });

  test('when asking fails every part says so', async () => {
    const api = fakeApi();
    api.answer(/outcomes/, () => problem(400, 'unknown_code', 'There is no such questionnaire.'));
    openPortal('/outcomes?instrument=odd', api);
    expect(await screen.findAllByText('There is no such questionnaire.')).toHaveLength(3);
  });
});
