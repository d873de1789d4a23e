import { screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { FakeApi, json, problem, PROVIDER, type Asked } from '../../testing/fake-api.js';
import { closePortal, faults, openPortal } from '../../testing/open-portal.js';

afterEach(closePortal);

const PREFIX = 'https://leisure.example/';
const ACCEPTED = { index: 0, id: 'received-1', status: 'accepted' };
const REFUSED = {
  ...{ index: 1, id: 'attended-2', status: 'rejected', code: 'not_in_list', pointer: '/data/outcome' },
  detail: 'one of attended, attended_late',
};

interface Fake {
  api: FakeApi;
  sent: Asked[];
}

function fakeApi(status: number, answer: object): Fake {
  const api = new FakeApi();
  api.me = PROVIDER;
  const sent: Asked[] = [];
  api.answer(/\/keys$/, () => json({ keys: [], suppliers: [], sourcePrefixes: [PREFIX] }));
  api.answer(/^\/v1\/events:validate/, (_, asked) => {
    sent.push(asked);
    return { ...json(answer), status };
  });
  return { api, sent };
}

const taken = fakeApi.bind(undefined, 200, { accepted: 1, duplicates: 0, rejected: 0, results: [ACCEPTED] });
const field = () => screen.findByLabelText<HTMLTextAreaElement>(/One event, or a list/);
const check = () => userEvent.click(screen.getByRole('button', { name: 'Check it' }));

test('the way from a key to the first event is told with own address and prefix, without faults for axe', async () => {
  const { container } = openPortal('/feeds/developers', taken().api);
  const settings = await screen.findByRole('region', { name: 'the settings' });
  expect(settings).toHaveTextContent(`export PREFIX='${PREFIX}'`);
  expect(settings).toHaveTextContent(/export BASE='http/);
  expect(
    screen
      .getAllByRole('heading', { level: 2 })
      .map(({ textContent }) => textContent)
      .filter((text) => /^\d/.test(text)),
  ).toEqual([
    ...['1. A key', '2. The first event', '3. Try an event here', '4. From your own program'],
    '5. Did it arrive?',
  ]);
  for (const address of ['/api-docs', '/openapi.json', '/v1/schemas', '/asyncapi.json'])
    expect(container.querySelector(`main a[href="${address}"]`)).not.toBeNull();
  expect(await faults(container)).toEqual([]);
});

test('an event is tried as it stands, by whoever is signed in, and the answer says what would become of it', async () => {
  const { api, sent } = taken();
  openPortal('/feeds/developers', api);
  const text = await field();
  expect(JSON.parse(text.value)).toMatchObject({ id: 'received-1', source: `${PREFIX}crm` });
  await check();
  expect(await screen.findByRole('heading', { name: 'It would be taken' })).toBeVisible();
  expect(sent[0]?.body).toBe(text.value);
  expect(sent[0]?.headers.get('waymark-provider')).toBe('demo-leisure');
  expect(sent[0]?.headers.get('authorization')).toBeNull();
});

test('a refusal is told with the place, the reason and the way to put it right', async () => {
  const answer = { accepted: 1, duplicates: 0, rejected: 1, results: [ACCEPTED, REFUSED] };
  const { container } = openPortal('/feeds/developers', fakeApi(207, answer).api);
  await userEvent.selectOptions(await screen.findByLabelText('Begin with'), 'One that is refused');
  expect(JSON.parse((await field()).value)).toMatchObject({ data: { outcome: 'yes' } });
  await check();
  const head = await screen.findByRole('heading', { name: '1 of 2 events would be taken' });
  const told = within(head.parentElement ?? document.body);
  expect(told.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual([
    'received-1: taken. It would count as soon as it is sent with a live key.',
    expect.stringMatching(
      /^attended-2: refused at outcome in data\. one of attended, attended_late Use one of the listed codes.*not_in_list$/,
    ),
  ]);
  expect(await faults(container)).toEqual([]);
});

test('none taken is an answer like others', async () => {
  const answer = { accepted: 0, duplicates: 0, rejected: 1, results: [{ ...REFUSED, index: 0 }] };
  openPortal('/feeds/developers', fakeApi(422, answer).api);
  await field();
  await check();
  expect(await screen.findByRole('heading', { name: 'It would be refused' })).toBeVisible();
});

test('what is not JSON is said at the field and sent nowhere', async () => {
  const { api, sent } = taken();
  openPortal('/feeds/developers', api);
  const text = await field();
  await userEvent.clear(text);
  await check();
  expect(await screen.findByText(/Write an event, or begin with one of the list/)).toBeVisible();
  await userEvent.click(text);
  await userEvent.paste('{"id": ');
  await check();
  expect(await screen.findByText(/This is not JSON/)).toBeVisible();
  expect(text).toHaveFocus();
  expect(sent).toEqual([]);
});

test('a question that cannot be answered now says why', async () => {
  const { api } = taken();
  api.answer(/^\/v1\/events:validate/, () => problem(429, 'too_many_requests', 'Wait a second.'));
  openPortal('/feeds/developers', api);
  await field();
  await check();
  expect(await screen.findByRole('alert')).toHaveTextContent('Wait a second.');
  await waitFor(() => expect(screen.getByRole('button', { name: 'Check it' })).toBeEnabled());
});
