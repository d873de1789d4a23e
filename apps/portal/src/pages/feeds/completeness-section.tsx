import type { JSX } from 'react';
import { TrendChart, type TrendPoint, type TrendSeries } from '@waymark/charts';
import type { FeedAnswer, FeedMonth } from '../../api/feed-schema.js';
import { count, counted, rounded } from '../../labels/numbers.js';
import { parsePeriod, periodName, shortMonth } from '../../labels/periods.js';
import { ChartFigure, TableToggle } from '../../parts/chart-section.js';
import { FeedSection, type OwnFile } from './feed-section.js';
import { dateName } from './feed-words.js';
import { OwnTable } from './own-table.js';
import { factName } from './refusal-words.js';

const OUTCOMES = 'Sessions with an outcome';
const FACTS = 'Referrals with the facts';

/** How complete own records are: by month, and what referrals lack. */
export function CompletenessSection({ feed }: { feed: FeedAnswer }): JSX.Element {
  const { months } = feed;
  const drawn = months.some(({ referrals, sessions }) => referrals + sessions > 0);
  return (
    <FeedSection
      {...{ id: 'completeness', title: 'How complete your records are', file: fileOf(feed), drawn }}
      sentence={completenessSentence(feed)}
    >
      {drawn ? <MonthsChart months={months} /> : null}
      <TableToggle what="the months">
        <OwnTable
          caption="Own records by month"
          rows={months.toReversed()}
          keyOf={({ month }) => month}
          columns={[
            { head: 'Month', cell: ({ month }) => nameOf(month) },
            { head: 'Events received', numeric: true, cell: ({ events }) => count(events) },
            { head: 'Referrals', numeric: true, cell: ({ referrals }) => count(referrals) },
            { head: FACTS, numeric: true, cell: ({ complete }) => count(complete) },
            { head: 'Sessions', numeric: true, cell: ({ sessions }) => count(sessions) },
            { head: OUTCOMES, numeric: true, cell: ({ recorded }) => count(recorded) },
          ]}
        />
      </TableToggle>
      <Missing feed={feed} />
    </FeedSection>
  );
}

export function completenessSentence({ months }: Pick<FeedAnswer, 'months'>): string {
  const sum = (of: (month: FeedMonth) => number): number => months.reduce((all, each) => all + of(each), 0);
  const [referrals, sessions] = [sum((each) => each.referrals), sum((each) => each.sessions)];
  if (referrals + sessions === 0) return 'No referral and no booked session of the last 13 months is known.';
  const told = (part: number, whole: number, what: string): string =>
    whole === 0 ? '' : `${rounded(part / whole, 'proportion')} of ${counted(whole, what)}`;
  const facts = told(
    sum((each) => each.complete),
    referrals,
    'referral',
  );
  const outcomes = told(
    sum((each) => each.recorded),
    sessions,
    'booked session',
  );
  return [
    'Over the last 13 months',
    [
      facts && `${facts} came with area, age band, sex and ethnic group`,
      outcomes && `${outcomes} have an outcome or a cancellation`,
    ]
      .filter((part) => part !== '')
      .join(', and '),
  ]
    .join(' ')
    .concat('. What is missing shows as unknown in every breakdown.');
}

function MonthsChart({ months }: { months: readonly FeedMonth[] }): JSX.Element {
  const series = seriesOf(months);
  return (
    <ChartFigure caption="Sessions with an outcome or a cancellation, as a share of those that began in the month; referrals with area, age band, sex and ethnic group, as a share of those of the month. Hollow: the month is not over.">
      <TrendChart
        {...{ title: 'Completeness by month', unit: 'proportion', series }}
        readings={months.map((month) => {
          const start = startOf(month.month);
          return {
            ...{ start, months: 1, label: `${nameOf(month.month)}: ${readingOf(month)}` },
            content: (
              <>
                <strong>{nameOf(month.month)}</strong>
                <span>{readingOf(month)}</span>
              </>
            ),
          };
        })}
        initial={months.length - 1}
        formatValue={(value) => rounded(value, 'proportion')}
        formatMonth={shortMonth}
      />
    </ChartFigure>
  );
}

function readingOf({ sessions, recorded, referrals, complete }: FeedMonth): string {
  return `${count(recorded)} of ${counted(sessions, 'session')} with an outcome, ${count(complete)} of ${counted(referrals, 'referral')} with the facts`;
}

function seriesOf(months: readonly FeedMonth[]): TrendSeries[] {
  const points = (of: (month: FeedMonth) => [part: number, whole: number]): TrendPoint[] =>
    months.map((month, nth) => {
      const [part, whole] = of(month);
      return {
        ...{ start: startOf(month.month), months: 1, value: whole === 0 ? null : part / whole },
        ...{ lower: null, upper: null, withheld: false, provisional: nth === months.length - 1 },
      };
    });
  return [
    { id: 'outcomes', name: OUTCOMES, points: points(({ recorded, sessions }) => [recorded, sessions]) },
    { id: 'facts', name: FACTS, points: points(({ complete, referrals }) => [complete, referrals]) },
  ];
}

function Missing({ feed: { missing } }: { feed: FeedAnswer }): JSX.Element | null {
  if (missing.referrals === 0) return null;
  const facts = Object.entries(missing.missing).sort(([, a], [, b]) => b - a);
  return (
    <OwnTable
      caption={`What ${counted(missing.referrals, 'referral')} since ${dateName(missing.from)} lack`}
      rows={facts}
      keyOf={([fact]) => fact}
      columns={[
        { head: 'Missing', cell: ([fact]) => factName(fact) },
        { head: 'Referrals', numeric: true, cell: ([, lacking]) => count(lacking) },
        {
          head: 'Share',
          numeric: true,
          cell: ([, lacking]) => rounded(lacking / missing.referrals, 'proportion'),
        },
      ]}
    />
  );
}

const startOf = (month: string): number => parsePeriod(month)?.start ?? 0;
const nameOf = (month: string): string => periodName({ start: startOf(month), months: 1 });

const fileOf = ({ provider, months }: FeedAnswer): OwnFile => ({
  ...{ what: 'the months', name: `waymark-${provider}-months` },
  header: ['Month', 'Events received', 'Referrals', FACTS, 'Sessions', OUTCOMES],
  rows: months.map(({ month, events, referrals, complete, sessions, recorded }) => [
    ...[month, events, referrals, complete, sessions, recorded],
  ]),
});
