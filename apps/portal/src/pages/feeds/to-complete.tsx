import type { JSX } from 'react';
import type { FeedAnswer } from '../../api/feed-schema.js';
import { count, counted } from '../../labels/numbers.js';
import { londonTime } from '../../labels/periods.js';
import { FeedPart, FeedSection, type OwnFile } from './feed-section.js';
import { dateName, sheetTime } from './feed-words.js';
import { MadeIds, OwnId } from './own-id.js';
import { OwnTable } from './own-table.js';
import { unlinkedText, unlinkedWays } from './refusal-words.js';

/** Sessions of the last weeks of which nobody said what became of them, for staff to ask. */
export function OutcomesSection({ feed }: { feed: FeedAnswer }): JSX.Element {
  const { provider, withoutOutcome } = feed;
  const { total, listed } = withoutOutcome;
  const file: OwnFile = {
    ...{ what: 'these sessions', name: `waymark-${provider}-without-outcome` },
    header: ['Booking', 'Referral', 'Start', 'Activity', 'Attended'],
    rows: listed.map(({ bookingId, subject, startsAt, activity }) => [
      ...[bookingId, subject, sheetTime(startsAt), activity, ''],
    ]),
  };
  return (
    <FeedSection
      {...{ id: 'without-outcome', title: 'Sessions without an outcome', file }}
      sentence={
        total === 0
          ? `Every booked session since ${dateName(withoutOutcome.from)} has an outcome or a cancellation.`
          : `${counted(total, 'booked session')} of the last eight weeks ${total === 1 ? 'has' : 'have'} neither an outcome nor a cancellation. Ask whoever led them; until then nobody can say whether somebody came.`
      }
    >
      <MadeIds ids={listed.map(({ subject }) => subject)} />
      {total === 0 ? null : (
        <OwnTable
          caption="Sessions without an outcome, the oldest first"
          rows={listed}
          keyOf={({ bookingId, subject }) => `${subject} ${bookingId}`}
          columns={[
            { head: 'Your booking', cell: ({ bookingId }) => <OwnId id={bookingId} /> },
            { head: 'Your referral', cell: ({ subject }) => <OwnId id={subject} /> },
            { head: 'Start', cell: ({ startsAt }) => londonTime(startsAt) },
            { head: 'Activity', cell: ({ activity }) => activity.replaceAll('_', ' ') },
          ]}
        />
      )}
    </FeedSection>
  );
}

/** What was taken and does not count as it is meant: copies, conflicts, referrals without facts, onward referrals that joined nothing. */
export function NotCountedSection({ feed }: { feed: FeedAnswer }): JSX.Element {
  const { duplicates, conflicts, orphans, unlinked } = feed;
  const copies = duplicates.answered + duplicates.inLog;
  const nothing = conflicts.total + orphans.total + unlinked.total === 0;
  return (
    <FeedSection
      id="not-counted"
      title="What does not count as it is meant"
      sentence={`${copies === 0 ? 'Nothing came twice.' : `${counted(copies, 'event')} came twice and ${copies === 1 ? 'was' : 'were'} counted once: that is as it should be.`}${nothing ? ' Everything else that was taken counts.' : ''}`}
    >
      <Conflicts feed={feed} />
      <Orphans feed={feed} />
      <Unlinked feed={feed} />
    </FeedSection>
  );
}

function Conflicts({ feed: { provider, conflicts } }: { feed: FeedAnswer }): JSX.Element | null {
  const { total, listed } = conflicts;
  if (total === 0) return null;
  return (
    <FeedPart
      title={`${count(total)} × another event under an id that was taken`}
      way="They count nowhere. To change an event send it with a higher revision; to tell something new give it an id of its own."
      file={{
        ...{ what: 'the conflicts', name: `waymark-${provider}-conflicts` },
        header: ['Event', 'Referral', 'Received'],
        rows: listed.map(({ id, subject, receivedAt }) => [id, subject, sheetTime(receivedAt)]),
      }}
    >
      <OwnTable
        caption="Events in conflict, the latest first"
        rows={listed}
        keyOf={({ id }, nth) => `${id} ${nth}`}
        columns={[
          { head: 'Your event', cell: ({ id }) => <OwnId id={id} /> },
          { head: 'Your referral', cell: ({ subject }) => <OwnId id={subject} /> },
          { head: 'Received', cell: ({ receivedAt }) => londonTime(receivedAt) },
        ]}
      />
    </FeedPart>
  );
}

function Orphans({ feed: { provider, orphans } }: { feed: FeedAnswer }): JSX.Element | null {
  const { total, listed } = orphans;
  if (total === 0) return null;
  return (
    <FeedPart
      title={`${counted(total, 'referral')} of which only later events came`}
      way="They are in no measure until the event that says the referral was received comes. Send it: the others then count by themselves."
      file={{
        ...{ what: 'these referrals', name: `waymark-${provider}-referrals-without-facts` },
        header: ['Referral', 'Events that wait'],
        rows: listed.map(({ subject, events }) => [subject, events]),
      }}
    >
      <OwnTable
        caption="Referrals without referral.received"
        rows={listed}
        keyOf={({ subject }) => subject}
        columns={[
          { head: 'Your referral', cell: ({ subject }) => <OwnId id={subject} /> },
          { head: 'Events that wait', numeric: true, cell: ({ events }) => count(events) },
        ]}
      />
    </FeedPart>
  );
}

function Unlinked({ feed: { provider, unlinked } }: { feed: FeedAnswer }): JSX.Element | null {
  const { total, onward, listed } = unlinked;
  if (total === 0) return null;
  return (
    <FeedPart
      title={`${count(total)} of ${counted(onward, 'onward referral')} joined nothing`}
      way="What the referring service did and what you did then stand apart. Any one of what is missing links them:"
      file={{
        ...{ what: 'these onward referrals', name: `waymark-${provider}-unlinked` },
        header: ['Referral', 'Referred', 'What is missing'],
        rows: listed.map(({ subject, referredAt, missing }) => [
          ...[subject, sheetTime(referredAt), unlinkedText(missing)],
        ]),
      }}
    >
      <ul>
        {unlinkedWays(listed).map(({ name, way, times }) => (
          <li key={name}>
            {count(times)} × {name}: {way}
          </li>
        ))}
      </ul>
      <OwnTable
        caption="Onward referrals that joined nothing, the latest first"
        rows={listed}
        keyOf={({ subject }) => subject}
        columns={[
          { head: 'Your referral', cell: ({ subject }) => <OwnId id={subject} /> },
          { head: 'Referred', cell: ({ referredAt }) => londonTime(referredAt) },
          { head: 'What is missing', cell: ({ missing }) => unlinkedText(missing) },
        ]}
      />
    </FeedPart>
  );
}
