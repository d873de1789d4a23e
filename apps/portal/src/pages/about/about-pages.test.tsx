import { screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { choice } from '../../telemetry/consent.js';
import { FakeApi } from '../../testing/fake-api.js';
import { closePortal, faults, openPortal } from '../../testing/open-portal.js';

beforeEach(() => localStorage.clear());
afterEach(closePortal);

function openSignedOut(address: string): ReturnType<typeof openPortal> {
  const api = new FakeApi();
  api.me = undefined;
  return openPortal(address, api);
}

describe.each([
  ['/accessibility', 'Accessibility statement', 'Accessibility statement'],
  ['/privacy', 'Privacy', 'Privacy'],
  ['/cookies', 'Cookies and storage', 'Cookies'],
])('the page at %s', (path, heading, title) => {
  test('is for everybody, has a name and no faults for axe', async () => {
    const { container } = openSignedOut(path);
    expect(await screen.findByRole('heading', { level: 1, name: heading })).toBeVisible();
    expect(document.title).toBe(`${title} – Waymark`);
    expect(await faults(container)).toEqual([]);
  });

  test('is a link at the foot of every page', async () => {
    const { address } = openSignedOut('/sign-in');
    await userEvent.click(await screen.findByRole('link', { name: title }));
    await screen.findByRole('heading', { level: 1, name: heading });
    expect(address()).toBe(path);
  });
});

describe('the page about cookies', () => {
  const yes = () => screen.findByRole('radio', { name: 'Yes, I agree' });
  const no = () => screen.findByRole('radio', { name: 'No, do not measure' });

  test('shows the answer, changes it and says so', async () => {
    openSignedOut('/cookies');
    expect(await no()).toBeChecked();
    await userEvent.click(await yes());
    expect(choice()).toBeUndefined();
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    expect(choice()).toBe('agreed');
    expect(await yes()).toBeChecked();
    expect(screen.getByText(/These pages now tell us/)).toBeVisible();
    await userEvent.click(await no());
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    expect(choice()).toBe('refused');
    expect(screen.getByText(/what was kept in this tab for it is gone/)).toBeVisible();
  });

  test('follows an answer that is given in the banner', async () => {
    openSignedOut('/cookies');
    await userEvent.click(await screen.findByRole('button', { name: 'Yes, I agree' }));
    expect(await yes()).toBeChecked();
  });
});
