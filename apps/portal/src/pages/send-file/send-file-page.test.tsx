import { screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { ANALYST, json } from '../../testing/fake-api.js';
import { fakeFeeds, fakePreview } from '../../testing/fake-feeds.js';
import { closePortal, faults, openPortal } from '../../testing/open-portal.js';
import { mappedProfile } from './mapped-profile.js';
import { mappingOf, withCode } from './mapping.js';
import { checked, choose, mapped, open, REGISTER, step } from '../../testing/send-file.js';

afterEach(() => {
  closePortal();
  jest.restoreAllMocks();
});

describe('a file of own columns', () => {
  test('is guessed, checked and sent, with the focus on every new step and no fault for axe', async () => {
    const feeds = fakeFeeds();
    const container = await open(feeds);
    expect(await faults(container)).toEqual([]);
    await choose('By its own columns');
    expect(await step(/Say what the columns are/)).toHaveFocus();
    expect(screen.getByLabelText('What ‘Client no’ is')).toHaveDisplayValue('The person’s own number');
    expect(screen.getByLabelText('What ‘Full name’ is')).toHaveDisplayValue('Not used');
    expect(screen.getByLabelText('Dates are written like')).toHaveDisplayValue('31/12/2026');
    expect(screen.getByLabelText('‘Yess’')).toHaveDisplayValue(/A mistake/);
    expect(await faults(container)).toEqual([]);

    await userEvent.selectOptions(screen.getByLabelText('The activity of these sessions'), 'Swimming');
    await userEvent.click(screen.getByRole('button', { name: 'Check the file' }));
    expect(await step(/37 rows can be sent, 3 rows are refused/)).toHaveFocus();
    expect(feeds.stored[0]).toMatchObject({
      name: 'my-register',
      unpivot: { columns: { date: 'd/M/yyyy' } },
    });
    expect(screen.getByText("Row 14, 12/01/2026: 'Yess' is not one of Yes, No, Late.")).toBeVisible();
    expect(
      screen.getByText(/activity: Swimming; run by: harbour-pool; starts: 5 January 2026/),
    ).toBeVisible();
    expect(feeds.sent).toEqual([]);
    expect(await faults(container)).toEqual([]);

    await userEvent.click(screen.getByRole('button', { name: 'Send 37 rows' }));
    expect(await step(/37 rows are in, 3 rows were refused/)).toHaveFocus();
    expect(feeds.sent).toEqual(['Register.csv by my-register']);
    expect(screen.getByRole('link', { name: 'see what arrived' })).toHaveAttribute('href', '/feeds');
    expect(await faults(container)).toEqual([]);
  });

  test('shows what is missing in a summary, at its field, until it is put right', async () => {
    const container = await mapped(fakeFeeds());
    await userEvent.selectOptions(screen.getByLabelText('What ‘Client no’ is'), 'Not used');
    await userEvent.click(screen.getByRole('button', { name: 'Check the file' }));
    const summary = (await screen.findByText('There is a problem')).closest('[role="alert"]');
    expect(within(summary as HTMLElement).getAllByRole('link')).toHaveLength(2);
    const link = screen.getByRole('link', { name: 'Choose the activity of these sessions' });
    expect(link).toHaveAttribute('href', '#activity');
    expect(screen.getByLabelText('The activity of these sessions')).toHaveAccessibleDescription(
      /Choose the activity/,
    );
    expect(await faults(container)).toEqual([]);
  });

  test('goes back to the mapping with every answer kept', async () => {
    await checked(fakeFeeds());
    await userEvent.click(screen.getByRole('button', { name: 'Change the columns' }));
    expect(await screen.findByLabelText('The activity of these sessions')).toHaveDisplayValue('Swimming');
  });

  test('gives a word of its own a code, and adds one from further down', async () => {
    const feeds = fakeFeeds();
    await mapped(feeds);
    await userEvent.selectOptions(screen.getByLabelText('‘Yess’'), 'Attended');
    await userEvent.type(screen.getByLabelText('Another word that stands there'), 'Hols{Enter}');
    await userEvent.selectOptions(screen.getByLabelText('‘Hols’'), 'No session: leave it out');
    await userEvent.selectOptions(screen.getByLabelText('The activity of these sessions'), 'Walking');
    await userEvent.click(screen.getByRole('button', { name: 'Check the file' }));
    await step(/rows can be sent/);
    const text = JSON.stringify(feeds.stored);
    expect(text).toContain('"Yess":"attended"');
    expect(text).toContain('"notIn":["","Hols"]');
  });
});

describe('a file like the one before', () => {
  const KEPT = {
    ...{ name: 'pool-register', hash: 'cd34'.repeat(16), snapshot: false },
    lastImport: { updatedAt: '2026-11-20T09:00:00.000Z', rows: 480 },
  };

  test('is read by the profile that was kept, which is chosen already', async () => {
    const feeds = fakeFeeds();
    feeds.profiles = [KEPT];
    feeds.preview = fakePreview(0);
    await open(feeds);
    expect(screen.getByRole('radio', { name: 'As before: pool-register' })).toBeChecked();
    expect(screen.getByText(/Last sent on 20 November 2026: 480 rows/)).toBeVisible();
    await userEvent.upload(screen.getByLabelText('Your file'), REGISTER);
    await userEvent.click(screen.getByRole('button', { name: 'Continue' }));
    expect(await step(/Every row can be sent/)).toHaveTextContent('Step 2 of 3');
    await userEvent.click(screen.getByRole('button', { name: 'Send 40 rows' }));
    await step(/Every row is in/);
    expect(feeds.sent).toEqual(['Register.csv by pool-register']);
    expect(feeds.stored).toEqual([]);
  });

  test('shows the answers that are kept, to be changed where this file needs it', async () => {
    const feeds = fakeFeeds();
    feeds.profiles = [KEPT];
    const mapping = {
      ...mappingOf(feeds.guess, 'harbour-trust'),
      name: 'pool-register',
      activity: 'swimming',
    };
    feeds.full = mappedProfile(withCode(mapping, 'outcome', 'Late', 'arrived_too_late'));
    await open(feeds);
    await choose('As before: pool-register');
    await step(/rows can be sent/);
    await userEvent.click(screen.getByRole('button', { name: 'Change how it is read' }));
    expect(await step(/Say what the columns are/)).toHaveTextContent('Step 2 of 4');
    expect(screen.getByLabelText('Keep these answers as')).toHaveValue('pool-register');
    expect(screen.getByLabelText('‘Late’')).toHaveDisplayValue('Arrived too late');
    await userEvent.selectOptions(screen.getByLabelText('‘Yess’'), 'Attended');
    await userEvent.click(screen.getByRole('button', { name: 'Check the file' }));
    await step(/rows can be sent/);
    expect(JSON.stringify(feeds.stored)).toContain('"Yess":"attended"');
  });

  test('by a profile that was written by hand says so in place of half of it', async () => {
    const feeds = fakeFeeds();
    feeds.profiles = [KEPT];
    feeds.full = { name: 'pool-register', zone: 'Europe/Paris', subject: 'x', events: {} };
    await open(feeds);
    await choose('As before: pool-register');
    await step(/rows can be sent/);
    await userEvent.click(screen.getByRole('button', { name: 'Change how it is read' }));
    expect(await screen.findByRole('alert')).toHaveTextContent('was not made on this page');
  });

  test('of which rows are gone takes them back only when a person says so', async () => {
    const feeds = fakeFeeds();
    feeds.profiles = [{ ...KEPT, snapshot: true }];
    feeds.preview = fakePreview(0);
    const listed = [
      {
        ...{ source: 'urn:x:import/pool', id: 'booking.ab', type: 'org.waymark.booking.made.v1' },
        ...{ subject: 'c1', time: '2026-01-05T10:00:00.000Z', voidId: 'booking.void.ab' },
      },
    ];
    const last = { id: 'csv-1', revision: 4, updatedAt: '2026-11-28T10:00:00.000Z', rejected: 0 };
    feeds.api.answer(/feed\/gone/, () => json({ profile: 'pool-register', import: last, total: 1, listed }));
    const container = await open(feeds);
    await userEvent.upload(screen.getByLabelText('Your file'), REGISTER);
    await userEvent.click(screen.getByRole('button', { name: 'Continue' }));
    await userEvent.click(await screen.findByRole('button', { name: 'Send 40 rows' }));
    await screen.findByText(/1 event that earlier files made is not in this file/);
    await userEvent.click(screen.getByRole('button', { name: 'Take back 1 event' }));
    expect(await screen.findByText('There is a problem')).toBeVisible();
    expect(feeds.pushed).toEqual([]);
    await userEvent.click(screen.getByRole('checkbox', { name: /they are to count no more/ }));
    await userEvent.click(screen.getByRole('button', { name: 'Take back 1 event' }));
    expect(await screen.findByText(/1 event is taken back/)).toHaveFocus();
    expect(feeds.pushed).toEqual([
      {
        ...{ specversion: '1.0', type: 'org.waymark.event.voided.v1', id: 'booking.void.ab' },
        ...{ source: 'urn:x:import/pool', subject: 'c1', time: last.updatedAt, revision: 4 },
        data: { eventId: 'booking.ab' },
      },
    ]);
    expect(await faults(container)).toEqual([]);
  });

  test('with refused rows says that a refused row is not gone', async () => {
    const feeds = fakeFeeds();
    feeds.profiles = [{ ...KEPT, snapshot: true }];
    const last = { id: 'csv-1', revision: 4, updatedAt: '2026-11-28T10:00:00.000Z', rejected: 3 };
    feeds.api.answer(/feed\/gone/, () => json({ profile: 'x', import: last, total: 0, listed: [] }));
    await open(feeds);
    await userEvent.upload(screen.getByLabelText('Your file'), REGISTER);
    await userEvent.click(screen.getByRole('button', { name: 'Continue' }));
    await userEvent.click(await screen.findByRole('button', { name: 'Send 37 rows' }));
    expect(
      await screen.findByText(/3 rows of this file are refused, and a refused row is not gone/),
    ).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Send the corrected rows' }));
    expect(await screen.findByRole('radio', { name: 'As before: pool-register' })).toBeChecked();
  });
});

describe('whom it is for', () => {
  test('an analyst reads whom the page is for, and nothing is asked', async () => {
    const feeds = fakeFeeds();
    feeds.api.me = ANALYST;
    const { container } = openPortal('/feeds/send', feeds.api);
    expect(await screen.findByText('This page is for providers.')).toBeVisible();
    expect(feeds.api.requests.filter((each) => each.startsWith('/v1/'))).toEqual([]);
    expect(await faults(container)).toEqual([]);
  });

  test('somebody of several providers says which, and every call names it', async () => {
    const feeds = fakeFeeds();
    feeds.api.me = { name: 'Priya', role: 'provider', scope: ['harbour-trust', 'hill-trust'] };
    const named: (string | null)[] = [];
    feeds.api.answer(/^\/v1\/profiles$/, (_, { headers }) => {
      named.push(headers.get('waymark-provider'));
      return json({ profiles: [] });
    });
    await open(feeds);
    await userEvent.selectOptions(screen.getByLabelText('Which of your services'), 'hill-trust');
    await waitFor(() => expect(named).toEqual(['harbour-trust', 'hill-trust']));
  });

  test('templates are there to begin with, each as a workbook and as CSV', async () => {
    const save = jest.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => undefined);
    Object.assign(URL, { createObjectURL: () => 'blob:x', revokeObjectURL: () => undefined });
    await open(fakeFeeds());
    await userEvent.click(screen.getByRole('button', { name: /template for sessions as Excel/ }));
    await waitFor(() => expect(save).toHaveBeenCalledTimes(1));
    expect(screen.getAllByRole('button', { name: /^Download the template/ })).toHaveLength(6);
  });
});
