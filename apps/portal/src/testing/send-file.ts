import { screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import type { FakeFeeds } from './fake-feeds.js';
import { openPortal } from './open-portal.js';

export const REGISTER = new File(['Client no;Referred;05/01/2026\r\nR1;01/12/2025;Yes\r\n'], 'Register.csv', {
  type: 'text/csv',
});

export async function open(feeds: FakeFeeds): Promise<HTMLElement> {
  const { container } = openPortal('/feeds/send', feeds.api);
  await screen.findByLabelText('Your file');
  return container;
}

export async function choose(reading: RegExp | string, file = REGISTER): Promise<void> {
  await userEvent.upload(screen.getByLabelText('Your file'), file);
  await userEvent.click(screen.getByRole('radio', { name: reading }));
  await userEvent.click(screen.getByRole('button', { name: 'Continue' }));
}

export const step = (name: RegExp | string): Promise<HTMLElement> =>
  screen.findByRole('heading', { level: 2, name });

export async function mapped(feeds: FakeFeeds): Promise<HTMLElement> {
  const container = await open(feeds);
  await choose('By its own columns');
  await step(/Say what the columns are/);
  return container;
}

export async function checked(feeds: FakeFeeds): Promise<HTMLElement> {
  const container = await mapped(feeds);
  await userEvent.selectOptions(screen.getByLabelText('The activity of these sessions'), 'Swimming');
  await userEvent.click(screen.getByRole('button', { name: 'Check the file' }));
  await step(/rows can be sent/);
  return container;
}
