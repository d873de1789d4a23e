import { LOW_RECORDING_BELOW, TIME_BREAKDOWNS, type Breakdown } from '@waymark/measures';
import type { CohortQuestion } from '@waymark/warehouse';
import { parseAsked } from '../asked.js';
import { WITHHELD, type Basis, type Cell, type DataCall, type Made, type Table } from '../data-call.js';
import type { Asking } from '../data-calls.js';
import { attendancesOnly } from './attendances-only.js';
import { controlledCounts, type ControlledRow } from './controlled-counts.js';
import type { Feed, FeedMonth, FeedsBody } from './feeds.schemas.js';
import { codeColumn, measureOf } from './measure-call.js';
import { measureRow, periodFlags } from './measure-rows.js';

/** Whose rows may be seen, by month. */
const BY = ['provider', 'month'] as const satisfies readonly Breakdown[];

/** Health of the providers' feeds: since when and up to when they tell, how much, and how much of it is recorded to the end. */
export function feedsCall({ query, providers }: Asking): DataCall<FeedsBody> {
  const without = ['by', 'of', 'unit', 'gap', 'panel', ...TIME_BREAKDOWNS];
  const { asked } = parseAsked(query, { providers, without });
  const wanted = providers?.filter((id) => asked.filters.provider?.includes(id) ?? true) ?? [];
  return {
    ...{ name: 'feeds', asked: { ...asked, by: BY }, own: {} },
    compute: (basis) => feedsBody(wanted, basis),
    tables: ({ feeds }) => [feedsTable(feeds), monthsTable(feeds)],
  };
}

/** @param known providers that are there even where nothing of them is */
async function feedsBody(known: readonly string[], basis: Basis): Promise<Made<FeedsBody>> {
  const referrals = await controlledCounts(basis, measureOf('referrals'), BY);
  const sessions = await controlledCounts(basis, measureOf('recording'), BY);
  const recording = await controlledCounts(basis, measureOf('recording'), ['provider']);
  const attendances = await attendancesOnly(basis);
  const heard = [...referrals.rows, ...sessions.rows].map(({ key: [provider = ''] }) => provider);
  // A provider that is silent everywhere is seen by those who see everything.
  const silent = basis.scope.kind === 'everything' ? known : [];
  const ids = [...new Set([...heard, ...silent])].sort();
  const of = ({ rows }: { rows: readonly ControlledRow[] }, id: string): ControlledRow[] =>
    rows.filter(({ key: [provider] }) => provider === id);
  return {
    body: {
      feeds: ids.map((id) => {
        const ends = basis.question.feeds?.[id] ?? {};
        const months = monthsOf(of(referrals, id), of(sessions, id), { ...basis.question, ...ends });
        return {
          ...{ provider: id, from: ends.completeFrom ?? null, to: ends.completeTo ?? null },
          ...{ first: months[0]?.month ?? null, last: months.at(-1)?.month ?? null },
          ...recordingOf(of(recording, id)[0], attendances.has(id)),
          months,
        };
      }),
    },
    excluded: referrals.excluded,
  };
}

interface Recorded {
  sessions: number | null;
  recorded: number | null;
  isHeld: { sessions: boolean; recorded: boolean };
}

function recordedOf(row: ControlledRow | undefined): Recorded {
  if (!row) return { sessions: 0, recorded: null, isHeld: { sessions: false, recorded: false } };
  const measure = measureOf('recording');
  const {
    denominator,
    value,
    suppressed = [],
  } = measureRow(row, { measure, by: ['provider'], asOf: Infinity });
  const isHeld = { sessions: suppressed.includes('denominator'), recorded: suppressed.includes('value') };
  return { sessions: denominator, recorded: value, isHeld };
}

type Recording = Pick<Feed, 'sessions' | 'recorded' | 'suppressed' | 'flags'>;

function recordingOf(row: ControlledRow | undefined, isAttendancesOnly: boolean): Recording {
  const { sessions, recorded, isHeld } = recordedOf(row);
  const suppressed = (['sessions', 'recorded'] as const).filter((member) => isHeld[member]);
  const flags = [
    ...(isAttendancesOnly ? ['attendances_only' as const] : []),
    ...(recorded !== null && recorded < LOW_RECORDING_BELOW ? ['low_recording' as const] : []),
  ];
  return {
    ...{ sessions, recorded },
    ...(suppressed.length > 0 && { suppressed }),
    ...(flags.length > 0 && { flags }),
  };
}

type Ends = Pick<CohortQuestion, 'asOf'> & { completeFrom?: string; completeTo?: string };

function monthsOf(
  referrals: readonly ControlledRow[],
  sessions: readonly ControlledRow[],
  ends: Ends,
): FeedMonth[] {
  const monthOf = ({ key }: ControlledRow): string => key[1] ?? '';
  const months = [...new Set([...referrals, ...sessions].map(monthOf))].sort();
  return months.map((month) => {
    const [referred, begun] = [referrals, sessions].map((rows) => rows.find((row) => monthOf(row) === month));
    const { isHeld, ...recording } = recordedOf(begun);
    const held = { ...isHeld, referrals: referred?.shown.withheld.includes('numerator') ?? false };
    const suppressed = (['referrals', 'sessions', 'recorded'] as const).filter((member) => held[member]);
    const flags = monthFlags(month, ends);
    return {
      ...{ month, referrals: referred ? referred.shown.numerator : 0, ...recording },
      ...(suppressed.length > 0 && { suppressed }),
      ...(flags.length > 0 && { flags }),
    };
  });
}

function monthFlags(
  month: string,
  { asOf, completeFrom, completeTo }: Ends,
): NonNullable<FeedMonth['flags']> {
  const isPartial = periodFlags({ key: [month], excluded: {} }, { by: ['month'], asOf }).includes('partial');
  return [
    ...(isPartial ? ['partial' as const] : []),
    ...(completeFrom?.startsWith(month) ? ['provider_joined' as const] : []),
    ...(completeTo?.startsWith(month) ? ['provider_left' as const] : []),
  ];
}

const FEED_COLUMNS = {
  from: 'The first day from which the feed is complete',
  to: 'The last such day',
  first: 'The first month of which it tells anything',
  last: 'The last one up to now',
  sessions: 'Booked sessions that have begun',
  recorded: 'Share of those sessions with an outcome or a cancellation',
} as const;
const FEED_MEMBERS = Object.keys(FEED_COLUMNS) as (keyof typeof FEED_COLUMNS)[];

/** A member, or that it is withheld. */
function cellOf<Row extends { suppressed?: readonly string[] | undefined }>(
  row: Row,
  member: keyof Row & string,
): Cell {
  return row.suppressed?.includes(member) ? WITHHELD : (row[member] as Cell);
}

function feedsTable(feeds: readonly Feed[]): Table {
  return {
    name: 'feeds',
    columns: [
      codeColumn('provider'),
      ...FEED_MEMBERS.map((name) => ({ name, meaning: FEED_COLUMNS[name] })),
      { name: 'flags', meaning: 'What to keep in mind about the feed' },
    ],
    rows: feeds.map((feed) => [
      feed.provider,
      ...FEED_MEMBERS.map((member) => cellOf(feed, member)),
      (feed.flags ?? []).join(' '),
    ]),
  };
}

const MONTH_COLUMNS = {
  referrals: 'Initial referrals dated in the month',
  sessions: 'Booked sessions that began in the month',
  recorded: 'Share of those sessions with an outcome or a cancellation',
} as const;
const MONTH_MEMBERS = Object.keys(MONTH_COLUMNS) as (keyof typeof MONTH_COLUMNS)[];

function monthsTable(feeds: readonly Feed[]): Table {
  return {
    name: 'months',
    columns: [
      ...[codeColumn('provider'), codeColumn('month')],
      ...MONTH_MEMBERS.map((name) => ({ name, meaning: MONTH_COLUMNS[name] })),
      { name: 'flags', meaning: 'What to keep in mind about the month' },
    ],
    rows: feeds.flatMap(({ provider, months }) =>
      months.map((month) => [
        ...[provider, month.month],
        ...MONTH_MEMBERS.map((member) => cellOf(month, member)),
        (month.flags ?? []).join(' '),
      ]),
    ),
  };
}
