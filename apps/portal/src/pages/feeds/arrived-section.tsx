import type { JSX } from 'react';
import { WarningCallout } from 'nhsuk-react-components';
import { WeekChart } from '@waymark/charts';
import type { FeedAnswer } from '../../api/feed-schema.js';
import { count, counted } from '../../labels/numbers.js';
import { londonTime } from '../../labels/periods.js';
import { ChartFigure, TableToggle } from '../../parts/chart-section.js';
import { FeedSection, type OwnFile } from './feed-section.js';
import {
  agoText,
  arrivedSentence,
  dayName,
  isSilent,
  normalText,
  shortDayName,
  weekSentence,
} from './feed-words.js';
import { OwnTable } from './own-table.js';

const CAPTION =
  'Events received by day. A normal day is the median of the same weekday over the eight weeks before; today is not over.';

/** Whether own events arrive: the last of them, how soon they are recorded, and this week beside a normal one. */
export function ArrivedSection({ feed, now }: { feed: FeedAnswer; now: number }): JSX.Element {
  const week = feed.week.map(({ events, ...day }) => ({ ...day, value: events }));
  return (
    <FeedSection
      id="arrived"
      title="Did my events arrive?"
      sentence={`${arrivedSentence(feed, now)} ${weekSentence(feed.week)}`}
      file={fileOf(feed)}
      drawn
    >
      {isSilent(feed, now) ? <Silent feed={feed} now={now} /> : null}
      <ChartFigure caption={CAPTION}>
        <WeekChart
          title="Events of the last seven days"
          week={week}
          shortName={({ date }, narrow) => shortDayName(date, narrow)}
          name={({ date }) => dayName(date)}
          readingOf={({ value, normal }) =>
            `${counted(value, 'event')}; ${normalText(normal)} on a normal day`
          }
          formatValue={count}
        />
      </ChartFigure>
      <TableToggle what="the week">
        <OwnTable
          caption="Events of the last seven days"
          rows={feed.week}
          keyOf={({ date }) => date}
          columns={[
            { head: 'Day', cell: ({ date }) => dayName(date) },
            { head: 'Events', numeric: true, cell: ({ events }) => count(events) },
            { head: 'On a normal day', numeric: true, cell: ({ normal }) => normalText(normal) },
          ]}
        />
      </TableToggle>
    </FeedSection>
  );
}

function Silent({ feed: { last }, now }: { feed: FeedAnswer; now: number }): JSX.Element | null {
  if (!last) return null;
  return (
    <WarningCallout>
      <WarningCallout.Heading headingLevel="h3">Nothing has come for more than a week</WarningCallout.Heading>
      <p>
        The last event arrived {agoText(last.receivedAt, now)}, on {londonTime(last.receivedAt)}. If you
        expected some since, look whether the program that sends still runs, and whether its key was revoked;
        what was refused is told below. What is sent late counts on the day it tells of.
      </p>
    </WarningCallout>
  );
}

const fileOf = ({ provider, week }: FeedAnswer): OwnFile => ({
  ...{ what: 'the week', name: `waymark-${provider}-week` },
  header: ['Date', 'Events', 'On a normal day'],
  rows: week.map(({ date, events, normal }) => [date, events, normal]),
});
