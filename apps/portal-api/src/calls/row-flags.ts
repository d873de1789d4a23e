import { boundaryChangedWithin } from '@waymark/areas';
import { controlledCount } from '@waymark/disclosure';
import { londonDateText } from '@waymark/events';
import {
  feedFlags,
  isLowRecording,
  leavesOutUnrecorded,
  datesOfPeriod,
  TIME_BREAKDOWNS,
  type Breakdown,
  type MeasureDefinition,
} from '@waymark/measures';
import type { CohortQuestion, FeedDates } from '@waymark/warehouse';
import type { Basis } from '../data-call.js';
import type { Row } from '../schemas.js';
import { attendancesOnly } from './attendances-only.js';
import { controlledCounts, type ControlledRow } from './controlled-counts.js';

export type RowFlag = NonNullable<Row['flags']>[number];

/**
 * What boards, feeds and habits of recording say of the rows of a measure. A flag rests on dates of the registry and on counts
 * as they are shown, so that it tells of no count that is withheld.
 */
export async function rowFlags(
  basis: Basis,
  measure: MeasureDefinition,
): Promise<(row: ControlledRow) => RowFlag[]> {
  const isAttendances = await attendancesIn(basis, measure);
  const ofPlace = await placeFlags(basis, measure);
  return (row) => [
    ...ofPlace(row.key),
    ...(isAttendances(row.key) ? (['attendances_only'] as const) : []),
    ...(hasLowRecording(row, basis, measure) ? (['low_recording'] as const) : []),
  ];
}

/**
 * What boards and feeds say of a row, by its codes.
 * @param measure that counts whom the rows are of
 */
export async function placeFlags(
  basis: Basis,
  measure: MeasureDefinition,
): Promise<(key: readonly string[]) => RowFlag[]> {
  const feedsOf = await feedsByRow(basis, measure);
  return (key) => [
    ...boundaryFlags(key, basis.question),
    ...feedFlags(periodOfRow(key, basis.question), feedsOf(key)),
  ];
}

/** Dates of a row: those of its own period, else of the months asked, up to now. */
export function periodOfRow(
  key: readonly string[],
  { by, from, to, asOf }: Pick<CohortQuestion, 'by' | 'from' | 'to' | 'asOf'>,
): { from: string; to: string } {
  const own = codeOf(
    TIME_BREAKDOWNS.find((time) => by.includes(time)),
    by,
    key,
  );
  if (own !== undefined) return datesOfPeriod(own);
  return {
    from: from === undefined ? '' : datesOfPeriod(from).from,
    to: to === undefined ? londonDateText(asOf) : datesOfPeriod(to).to,
  };
}

function codeOf(
  breakdown: Breakdown | undefined,
  by: readonly Breakdown[],
  key: readonly string[],
): string | undefined {
  return breakdown === undefined ? undefined : key[by.indexOf(breakdown)];
}

/** Within which a provider is known to be there or not; finer ones would make as many groups as a question of their own. */
const PLACES = ['icb', 'region'] as const satisfies readonly Breakdown[];

/** The codes of a breakdown that a row is of: its own, else those it is filtered by; undefined: any. */
function codesIn(
  breakdown: Breakdown,
  key: readonly string[],
  { by, filters }: Pick<CohortQuestion, 'by' | 'filters'>,
): readonly string[] | undefined {
  const own = codeOf(breakdown, by, key);
  return own === undefined ? filters[breakdown] : [own];
}

/** On today's boundaries every month is of the same area. */
export function boundaryFlags(
  key: readonly string[],
  question: Pick<CohortQuestion, 'by' | 'filters' | 'from' | 'to' | 'asOf' | 'boundaries'>,
): 'boundary_change'[] {
  if (question.boundaries === 'current') return [];
  const { from, to } = periodOfRow(key, question);
  const boards = codesIn('icb', key, question) ?? [];
  return boards.some((board) => boundaryChangedWithin(board, from, to)) ? ['boundary_change'] : [];
}

/** The providers that a row is of by name; undefined: any. */
function namedProviders(key: readonly string[], { question, scope }: Basis): readonly string[] | undefined {
  const named = codesIn('provider', key, question);
  return named ?? (scope.kind === 'providers' ? scope.providers : undefined);
}

/** Only of measures of sessions, and of rows whose providers are named: those of a whole area hold others beside them. */
async function attendancesIn(
  basis: Basis,
  { counting }: MeasureDefinition,
): Promise<(key: readonly string[]) => boolean> {
  const { by, filters } = basis.question;
  const areNamed = by.includes('provider') || filters.provider || basis.scope.kind === 'providers';
  if (counting.over !== 'sessions' || !areNamed) return () => false;
  const providers = await attendancesOnly(basis);
  return (key) => (namedProviders(key, basis) ?? []).some((provider) => providers.has(provider));
}

/**
 * Feeds of the providers that a row may hold. Every feed began once: of rows that reach back without an end it is no news, and
 * none is given.
 */
async function feedsByRow(
  basis: Basis,
  measure: MeasureDefinition,
): Promise<(key: readonly string[]) => readonly FeedDates[]> {
  const { by, from, feeds = {} } = basis.question;
  const isBounded = from !== undefined || TIME_BREAKDOWNS.some((time) => by.includes(time));
  if (!isBounded || Object.keys(feeds).length === 0) return () => [];
  const found = (providers: Iterable<string>): FeedDates[] =>
    [...providers].map((provider) => feeds[provider]).filter((dates) => dates !== undefined);
  if (namedProviders([], basis) ?? by.includes('provider'))
    return (key) => found(namedProviders(key, basis) ?? []);
  const area = PLACES.find((each) => by.includes(each));
  const providers = await providersByArea(basis, measure, area);
  return (key) => found(providers.get(codeOf(area, by, key) ?? '') ?? []);
}

/** Who is known to be in an area at all, as far as their count is shown. */
async function providersByArea(
  basis: Basis,
  measure: MeasureDefinition,
  area: Breakdown | undefined,
): Promise<Map<string, Set<string>>> {
  const { from: _, to: __, unit: ___, panel: ____, ...question } = basis.question;
  const filters = Object.fromEntries(
    PLACES.map((each) => [each, question.filters[each]] as const).filter(([, codes]) => codes),
  );
  const by = area === undefined ? [] : [area];
  const ofAll: Basis = { ...basis, question: { ...question, filters } };
  const { rows } = await controlledCounts(ofAll, measure, [...by, 'provider']);
  const known = new Map<string, Set<string>>();
  const isSeen = ({ shown }: ControlledRow): boolean => (shown.denominator ?? shown.numerator ?? 0) > 0;
  for (const { key } of rows.filter(isSeen)) {
    const [code = '', provider = ''] = area === undefined ? ['', ...key] : key;
    known.set(code, (known.get(code) ?? new Set()).add(provider));
  }
  return known;
}

/** Of those that could have been counted, too many have no outcome. A few of them are as none, where few are withheld. */
function hasLowRecording(
  { exact, shown }: ControlledRow,
  { profile, level }: Basis,
  { id, counting }: MeasureDefinition,
): boolean {
  const { numerator, denominator } = shown;
  if (denominator === null) return false;
  if (id === 'recording')
    return numerator !== null && isLowRecording({ begun: denominator, recorded: numerator });
  if (!leavesOutUnrecorded(counting)) return false;
  const count = exact.excluded['not_recorded'] ?? 0;
  const unrecorded = controlledCount(count, count, profile, level) ?? 0;
  return isLowRecording({ begun: denominator + unrecorded, recorded: denominator });
}
