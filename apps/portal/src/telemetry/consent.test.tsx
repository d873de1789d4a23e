import { screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { FakeApi } from '../testing/fake-api.js';
import { closePortal, faults, openPortal } from '../testing/open-portal.js';
import { choice, CHOICE_KEY, choose, onChoice } from './consent.js';

const QUESTION = 'May these pages tell us how well they work?';

beforeEach(() => localStorage.clear());
afterEach(() => {
  closePortal();
  jest.restoreAllMocks();
});

function openSignIn(): ReturnType<typeof openPortal> {
  const api = new FakeApi();
  api.me = undefined;
  return openPortal('/sign-in', api);
}

const banner = () => screen.findByRole('region', { name: 'Measuring how Waymark works' });

describe('the question about measuring', () => {
  test('stands on the first page, after the way past it, without faults for axe, and answers nothing by itself', async () => {
    const { container } = openSignIn();
    expect(within(await banner()).getByRole('heading', { name: QUESTION })).toBeVisible();
    expect(await faults(container)).toEqual([]);
    await userEvent.tab();
    expect(screen.getByRole('link', { name: 'Skip to main content' })).toHaveFocus();
    expect(choice()).toBeUndefined();
    expect(localStorage.getItem(CHOICE_KEY)).toBeNull();
  });

  test.each([
    ['Yes, I agree', 'agreed', /You have agreed/],
    ['No, do not measure', 'refused', /Nothing is measured/],
  ])('%p is kept, confirmed where the question was, and not asked again', async (button, kept, words) => {
    const { container } = openSignIn();
    await userEvent.click(await screen.findByRole('button', { name: button }));
    expect(choice()).toBe(kept);
    expect(screen.getByText(words)).toHaveFocus();
    expect(await faults(container)).toEqual([]);
    await userEvent.click(screen.getByRole('button', { name: 'Hide this message' }));
    expect(screen.getByRole('main')).toHaveFocus();
    closePortal();
    openSignIn();
    await screen.findByRole('heading', { name: 'Sign in to Waymark' });
    expect(screen.queryByText(QUESTION)).toBeNull();
  });
});

describe('the answer', () => {
  test.each([
    ['a year old', 'agreed 2020-01-01'],
    ['of another form', '{"agreed":true}'],
  ])('%s is none', (_, kept) => {
    localStorage.setItem(CHOICE_KEY, kept);
    expect(choice()).toBeUndefined();
  });

  test('is told to who follows it, also from another tab, until they stop', () => {
    const told: unknown[] = [];
    const stop = onChoice(() => told.push(choice()));
    choose('agreed');
    localStorage.setItem(CHOICE_KEY, `refused ${new Date().toISOString().slice(0, 10)}`);
    window.dispatchEvent(new StorageEvent('storage', { key: CHOICE_KEY }));
    window.dispatchEvent(new StorageEvent('storage', { key: 'another' }));
    stop();
    choose('agreed');
    expect(told).toEqual(['agreed', 'refused']);
  });

  test('holds for the page where the browser keeps nothing', () => {
    jest.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    jest.spyOn(Storage.prototype, 'getItem').mockReturnValue(null);
    choose('refused');
    expect(choice()).toBe('refused');
  });
});
