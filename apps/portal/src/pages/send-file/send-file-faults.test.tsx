import { screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { json, problem } from '../../testing/fake-api.js';
import { fakeFeeds } from '../../testing/fake-feeds.js';
import { closePortal, faults } from '../../testing/open-portal.js';
import { checked, choose, open, step } from '../../testing/send-file.js';

afterEach(closePortal);

describe('what may go wrong', () => {
  test('nothing chosen is said at both fields', async () => {
    const container = await open(fakeFeeds());
    await userEvent.click(screen.getByRole('button', { name: 'Continue' }));
    expect(await screen.findAllByText('Choose a file')).not.toHaveLength(0);
    expect(screen.getByRole('link', { name: 'Choose how the file is to be read' })).toBeVisible();
    expect(await faults(container)).toEqual([]);
  });

  test.each([
    [400, 'not_a_table', 'This file is not a table'],
    [400, 'macro_workbook', 'This workbook holds macros'],
    [400, 'protected_workbook', 'This workbook has a password'],
    [401, 'session_ended', 'Your session has ended'],
    [413, 'body_too_large', 'This file is too large'],
    [500, 'internal', 'Something failed on our side'],
  ])('%d %s is told with what to do, and takes the focus', async (status, code, title) => {
    const feeds = fakeFeeds();
    feeds.api.answer(/profiles:guess/, () => problem(status, code, 'Save it as CSV and choose it again.'));
    const container = await open(feeds);
    await choose('By its own columns');
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent(title);
    expect(alert).toHaveTextContent('Save it as CSV and choose it again.');
    expect(alert).toHaveFocus();
    expect(await faults(container)).toEqual([]);
  });

  test('a connection lost while sending is told, and the same file goes on where it was', async () => {
    const feeds = fakeFeeds();
    let lost = true;
    await checked(feeds);
    const { fetch } = globalThis;
    globalThis.fetch = async (...call) => {
      if (lost && new Request(new URL(call[0] as string, 'http://waymark.test')).url.includes('/v1/imports?'))
        throw new TypeError('network');
      return fetch(...call);
    };
    await userEvent.click(screen.getByRole('button', { name: 'Send 37 rows' }));
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('The connection was lost');
    expect(alert).toHaveTextContent('nothing is doubled');
    lost = false;
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    await step(/37 rows are in/);
  });

  test.each([
    [409, 'import_running'],
    [429, 'rate_limited'],
    [503, 'log_unavailable'],
  ])('a server that is busy (%d %s) is asked again by itself', async (status, code) => {
    const feeds = fakeFeeds();
    let asked = 0;
    await checked(feeds);
    feeds.api.answer(/^\/v1\/imports\?/, (url) => {
      asked += 1;
      if (asked === 1) return { ...problem(status, code, 'Wait a moment.'), more: { 'retry-after': '1' } };
      const counts = { rows: 40, accepted: 36, duplicates: 1, rejected: 3, leftOut: 0, events: 70 };
      return json({ id: url.searchParams.get('id'), revision: 0, state: 'completed', ...counts });
    });
    await userEvent.click(screen.getByRole('button', { name: 'Send 37 rows' }));
    expect(await screen.findByText('Wait a moment.')).toBeVisible();
    await step(/37 rows are in/);
    expect(asked).toBe(2);
  });

  test('how far a large file is stands in the page', async () => {
    const feeds = fakeFeeds();
    await checked(feeds);
    let end: () => void = () => undefined;
    const ended = new Promise<void>((resolve) => (end = resolve));
    const counts = { rows: 12, accepted: 12, duplicates: 0, rejected: 0, leftOut: 0, events: 24 };
    feeds.api.answer(/^\/v1\/imports\/[^:?]+$/, () =>
      json({ id: 'csv-1', revision: 0, state: 'running', ...counts }),
    );
    feeds.api.answer(/^\/v1\/imports\?/, async () => {
      await ended;
      return json({ id: 'csv-1', revision: 0, state: 'completed', ...counts, rows: 40 });
    });
    await userEvent.click(screen.getByRole('button', { name: 'Send 37 rows' }));
    expect(await screen.findByText('12 of 40 rows')).toBeVisible();
    expect(screen.getByLabelText('12 of 40 rows')).toHaveAttribute('value', '12');
    end();
    await step(/is in|are in/);
  });
});
