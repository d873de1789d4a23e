import { screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import type { Key } from '../../api/keys.js';
import { FakeApi, json, problem, PROVIDER } from '../../testing/fake-api.js';
import { closePortal, faults, openPortal } from '../../testing/open-portal.js';

afterEach(closePortal);

const SECRET = `wmk_live_${'s'.repeat(40)}`;
const OLD: Key = { id: 'key-old', test: false, createdAt: '2026-01-10T09:00:00.000Z' };
const GONE: Key = { ...OLD, id: 'key-gone', test: true, revokedAt: '2026-02-01T09:00:00.000Z' };

/** Keys as the server holds them: one old, one revoked, and what the page makes of it. */
function fakeKeys(suppliers: { id: string; name: string }[] = []): FakeApi {
  const api = new FakeApi();
  api.me = PROVIDER;
  let keys: Key[] = [GONE, OLD];
  api.answer(/^\/api\/v1\/providers\/demo-leisure\/keys/, ({ pathname }, { method, body }) => {
    if (method === 'POST') {
      const { test } = JSON.parse(String(body)) as { test: boolean };
      const issued = { id: 'key-new', test, createdAt: '2026-11-24T12:00:00.000Z' };
      keys = [...keys, issued];
      return { ...json({ ...issued, key: SECRET }), status: 201 };
    }
    if (method === 'DELETE') {
      const id = pathname.split('/').at(-1);
      keys = keys.map((key) => (key.id === id ? { ...key, revokedAt: '2026-11-24T12:01:00.000Z' } : key));
      return { status: 204, type: 'text/plain', body: '' };
    }
    return json({ keys, suppliers, sourcePrefixes: ['https://leisure.example/'] });
  });
  return api;
}

const table = () => screen.findByRole('table', { name: 'Your keys, the newest first' });

test('every key is listed by what names it, the newest first, revoked ones included; never the key itself', async () => {
  const { container } = openPortal('/feeds/keys', fakeKeys());
  const rows = within(await table())
    .getAllByRole('row')
    .slice(1);
  expect(rows.map((row) => row.textContent)).toEqual([
    expect.stringMatching(/^key-oldValidRevoke key-oldSending: it counts10 January 2026, 09:00$/),
    expect.stringMatching(/^key-goneRevoked 1 February 2026, 09:00Testing: nothing is stored/),
  ]);
  expect(screen.getByText('1 of 2 is valid.')).toBeVisible();
  expect(screen.getByText('https://leisure.example/')).toBeVisible();
  expect(container.innerHTML).not.toContain('wmk_');
  expect(await faults(container)).toEqual([]);
});

test('a new key is shown this once, in focus and ready to be copied, and gone when it is kept', async () => {
  const user = userEvent.setup();
  const { container } = openPortal('/feeds/keys', fakeKeys());
  await user.click(await screen.findByRole('button', { name: 'Issue a live key' }));
  const shown = await screen.findByRole('group', { name: /Your new live key: copy it now/ });
  expect(shown).toHaveFocus();
  expect(within(shown).getByLabelText('key-new')).toHaveValue(SECRET);
  await user.click(within(shown).getByRole('button', { name: 'Copy the key' }));
  expect(await within(shown).findByText('Copied.')).toBeVisible();
  expect(await navigator.clipboard.readText()).toBe(SECRET);
  expect(await faults(container)).toEqual([]);
  await user.click(within(shown).getByRole('button', { name: 'I have kept it' }));
  expect(container.innerHTML).not.toContain(SECRET);
  expect(within(await table()).getByRole('row', { name: /^key-new/ })).toBeVisible();
});

test('a key is revoked only after a second word, and the page says when it is', async () => {
  const user = userEvent.setup();
  const { api, container } = openPortal('/feeds/keys', fakeKeys());
  await user.click(await screen.findByRole('button', { name: 'Revoke key-old' }));
  const asked = screen.getByRole('group', { name: 'Revoke key-old?' });
  expect(asked).toHaveFocus();
  expect(await faults(container)).toEqual([]);
  await user.click(within(asked).getByRole('button', { name: 'Keep it' }));
  expect(screen.queryByRole('group', { name: 'Revoke key-old?' })).toBeNull();
  expect(api.requests.filter((each) => each.startsWith('DELETE'))).toEqual([]);
  await user.click(screen.getByRole('button', { name: 'Revoke key-old' }));
  await user.click(screen.getByRole('button', { name: 'Revoke it' }));
  expect(
    await screen.findByText(/^key-old is revoked\. Within a second it is refused everywhere\./),
  ).toBeVisible();
  await waitFor(() => expect(screen.getByText('0 of 2 are valid.')).toBeVisible());
  expect(screen.queryByRole('button', { name: /^Revoke key/ })).toBeNull();
});

test('two keys are valid while one takes the other’s place', async () => {
  const user = userEvent.setup();
  openPortal('/feeds/keys', fakeKeys());
  await user.click(await screen.findByRole('button', { name: 'Issue a test key' }));
  await screen.findByRole('group', { name: /Your new test key/ });
  expect(await screen.findByText('2 of 3 are valid.')).toBeVisible();
  expect(screen.getByRole('heading', { name: 'Change a key without a gap' })).toBeVisible();
});

test('when a key cannot be issued or revoked now the page says why, and nothing looks as if it were done', async () => {
  const user = userEvent.setup();
  const api = fakeKeys();
  const { container } = openPortal('/feeds/keys', api);
  await table();
  api.answer(/\/keys/, () => problem(503, 'audit_unavailable', 'The record cannot be written now.'));
  await user.click(screen.getByRole('button', { name: 'Issue a live key' }));
  expect(await screen.findByRole('alert')).toHaveTextContent('The record cannot be written now.');
  expect(container.innerHTML).not.toContain('wmk_');
  await user.click(screen.getByRole('button', { name: 'Revoke key-old' }));
  await user.click(screen.getByRole('button', { name: 'Revoke it' }));
  await waitFor(() => expect(screen.getAllByRole('alert')).toHaveLength(2));
  expect(screen.getByRole('group', { name: 'Revoke key-old?' })).toBeVisible();
});

test('suppliers that send for a service are named', async () => {
  openPortal('/feeds/keys', fakeKeys([{ id: 'software', name: 'Leisure Software' }]));
  expect(await screen.findByText('Leisure Software')).toBeVisible();
});

test('before there is a key the page says so, and a failure to list is told', async () => {
  const api = fakeKeys();
  api.answer(/\/keys$/, () => json({ keys: [], suppliers: [], sourcePrefixes: ['urn:a:'] }));
  openPortal('/feeds/keys', api);
  expect(await screen.findByText('There is no key yet.')).toBeVisible();
  closePortal();
  const away = fakeKeys();
  away.answer(/\/keys$/, () => problem(503, 'log_unavailable', 'Not now.'));
  openPortal('/feeds/keys', away);
  expect(await screen.findByRole('alert')).toHaveTextContent('Not now.');
});
