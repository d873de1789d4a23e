import { screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { FakeApi, problem } from '../../testing/fake-api.js';
import { closePortal, faults, openPortal } from '../../testing/open-portal.js';

afterEach(() => {
  closePortal();
  jest.restoreAllMocks();
});

function signedOut(): FakeApi {
  const api = new FakeApi();
  api.me = undefined;
  return api;
}

async function signIn(token: string): Promise<void> {
  const field = await screen.findByLabelText('Access token');
  await userEvent.clear(field);
  if (token !== '') await userEvent.type(field, token);
  await userEvent.click(screen.getByRole('button', { name: 'Sign in' }));
}

describe('sign-in', () => {
  test('stands before every page and leads to the one asked for', async () => {
    const { address, container } = openPortal('/?measure=dna', signedOut());
    expect(await screen.findByRole('heading', { name: 'Sign in to Waymark' })).toBeVisible();
    expect(await faults(container)).toEqual([]);
    await signIn('wmu_ada');
    await waitFor(() => expect(address()).toBe('/trends?measure=dna'));
    expect(await screen.findByText('Ada (Board analyst)')).toBeVisible();
  });

  test('never leads to another site', async () => {
    const { address } = openPortal('/sign-in?next=//evil.example/', signedOut());
    await signIn('wmu_ada');
    await waitFor(() => expect(address()).toBe('/'));
  });

  test('a token copied with the quotes and comma of its file is understood', async () => {
    const { api } = openPortal('/', signedOut());
    await signIn('"wmu_ada",');
    await waitFor(() => expect(api.me?.name).toBe('Ada'));
  });

  test.each([
    ['', /Enter your access token/],
    ['wmu_ada wmu_ada', /Enter the access token alone/],
    ['wmu_other', /is not known here, or was revoked/],
  ])('%p is refused with what to do, at the field and in the summary', async (token, words) => {
    const { container } = openPortal('/', signedOut());
    await signIn(token);
    expect(await screen.findAllByText(words)).toHaveLength(2);
    const field = screen.getByLabelText('Access token');
    expect(field).toHaveAccessibleDescription(words);
    expect(document.title).toBe('Error: Sign in – Waymark');
    expect(await faults(container)).toEqual([]);
  });

  test("a provider's key is told from a person's token", async () => {
    const api = signedOut();
    api.answer(/session/, () => problem(401, 'provider_key', 'This is a provider key.'));
    openPortal('/', api);
    await signIn('wmk_live_x');
    expect(await screen.findAllByText(/Sign in with a person’s token/)).toHaveLength(2);
  });

  test('the token is in no address and stays nowhere in the page', async () => {
    const { api, container } = openPortal('/', signedOut());
    await signIn('wmu_ada');
    await screen.findByText('Ada (Board analyst)');
    expect(api.requests.join()).not.toContain('wmu_ada');
    expect(container.innerHTML).not.toContain('wmu_ada');
    expect(JSON.stringify([localStorage, sessionStorage])).not.toContain('wmu_ada');
  });

  test('signing out ends the session and forgets what was shown', async () => {
    const { api, queryClient } = openPortal('/');
    await userEvent.click(await screen.findByRole('button', { name: 'Sign out' }));
    expect(await screen.findByText('You have signed out.')).toBeVisible();
    expect(api.me).toBeUndefined();
    expect(queryClient.getQueryCache().findAll({ queryKey: ['answer'] })).toEqual([]);
  });

  test('a server that cannot be reached is a problem with a way on, not a blank page', async () => {
    // React tells the console what an error boundary caught.
    jest.spyOn(console, 'error').mockImplementation(() => undefined);
    jest.spyOn(console, 'warn').mockImplementation(() => undefined);
    const api = signedOut();
    let down = true;
    api.answer(/\/me$/, () => {
      if (down) throw new TypeError('fetch failed');
      return problem(401, 'not_signed_in', 'Sign in first.');
    });
    openPortal('/', api);
    expect(await screen.findByRole('alert')).toHaveTextContent('Waymark cannot be reached');
    down = false;
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByRole('heading', { name: 'Sign in to Waymark' })).toBeVisible();
  });
});
