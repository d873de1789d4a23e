import type { Edition } from '@waymark/areas';
import type { Breakdown } from '@waymark/measures';
import type { Pathway } from '@waymark/pathways';
import { londonDateText } from '@waymark/events';
import type {
  CohortQuestion,
  CountedAnswer,
  CountedRow,
  FollowUpAnswer,
  FollowUpDay,
  FollowUpQuestion,
  FollowUpRow,
  MeasureQuestion,
  Scope,
} from '../questions/question.js';
import { PEOPLE_COUNTED } from '../questions/statement.js';
import { boardOf, compareKeys, rowsOf, type Lens } from './oracle-attributes.js';
import { followedTo, leftOutByFeed } from './oracle-feeds.js';
import { days, itemsOf, see, type Item } from './oracle-items.js';

/** The answer to a question, counted item by item from the rows of the TypeScript fold. */
export function countNaively(
  pathways: readonly Pathway[],
  question: MeasureQuestion,
  scope: Scope,
  edition: Edition | undefined,
): CountedAnswer {
  const hasDenominator = question.measure.id !== 'referrals';
  const { cells, items } = cellsOf(pathways, question.measure.id, question, scope, edition);
  return {
    rows: cells.map((cell) => rowOf(cell, hasDenominator, question.unit === 'person')),
    excluded: leftOut(items),
  };
}

/** The same of a question for what is followed over time. */
export function followNaively(
  pathways: readonly Pathway[],
  question: FollowUpQuestion,
  scope: Scope,
  edition: Edition | undefined,
): FollowUpAnswer {
  const { cells, items } = cellsOf(pathways, question.until, question, scope, edition);
  return {
    rows: cells.map(({ key, items: its }) => followUpRowOf(key, its, question.unit === 'person')),
    excluded: leftOut(items),
  };
}

interface Cell {
  key: string[];
  items: Item[];
}

/** @param id of a measure, or what is followed */
function cellsOf(
  pathways: readonly Pathway[],
  id: string,
  question: CohortQuestion,
  scope: Scope,
  edition: Edition | undefined,
): { cells: Cell[]; items: Item[] } {
  const lens: Lens = { ...question, edition: question.edition === undefined ? undefined : edition };
  const byRole = [...question.by, ...Object.keys(question.filters)].some((name) => /^role/.test(name));
  const { asOf, gap, unit } = question;
  const looking = { asOf, byRole, gap, followedTo: (journey: Pathway) => followedTo(journey, question) };
  const all = itemsOf(id, pathways, looking).filter((item) => isInScope(item, scope, lens));
  const persons = unit === 'person' ? repeated(pathways, all[0], { scope, lens, asOf }) : new Set<Pathway>();
  const items = all
    .filter((item) => isInMonths(item, question) && isWanted(item, question, lens))
    .map((item): Item => {
      const why = leftOutByFeed(item, question) ?? item.leftOut;
      return { ...item, leftOut: why ?? (persons.has(item.journey) ? 'folded_in' : undefined) };
    });
  const cells = new Map<string, Cell>();
  for (const item of items) {
    for (const key of keysOf(item, question, lens)) {
      const name = JSON.stringify(key);
      const cell = cells.get(name) ?? { key, items: [] };
      cell.items.push(item);
      cells.set(name, cell);
    }
  }
  return { cells: [...cells.values()].sort((a, b) => compareKeys(a.key, b.key)), items };
}

/** Journeys of somebody who had been referred in the 365 days before, of those that may be counted and read. */
function repeated(
  pathways: readonly Pathway[],
  one: Item | undefined,
  { scope, lens, asOf }: { scope: Scope; lens: Lens; asOf: number },
): Set<Pathway> {
  const over = one?.over ?? 'referrals';
  const counted = pathways
    .filter((journey) =>
      over === 'starters' ? see(journey, asOf).attended.length > 0 : journey.kind === 'initial',
    )
    .filter((journey) =>
      isInScope({ over, journey, at: journey.referred_at, referral: 0, numerator: false }, scope, lens),
    );
  const order = (journey: Pathway) => [journey.referred_at, journey.provider, journey.subject] as const;
  return new Set(
    counted.filter((journey) =>
      counted.some(
        (other) =>
          personOf(other) === personOf(journey) &&
          compareKeys(order(other), order(journey)) < 0 &&
          days(other.referred_at, journey.referred_at) <= 365,
      ),
    ),
  );
}

function followUpRowOf(key: string[], all: readonly Item[], ofPersons: boolean): FollowUpRow {
  const items = all.filter(({ leftOut: why }) => why === undefined);
  const ends = items.flatMap(({ ended }) => ended ?? []);
  const stops = [...new Set(ends.map(({ day }) => day))].sort((a, b) => a - b);
  const days = stops.map((day): FollowUpDay => {
    const ended: Record<string, number> = {};
    for (const one of ends) if (one.day === day) ended[one.end] = (ended[one.end] ?? 0) + 1;
    return { day, atRisk: ends.filter((one) => one.day >= day).length, ended };
  });
  const byReferral = all.filter(isByReferral);
  return {
    ...{ key, followed: items.length, people: people(items) },
    ...(ofPersons && { referrals: { followed: byReferral.length, people: people(byReferral) } }),
    ...{ days, excluded: leftOut(all) },
  };
}

function isInMonths({ at }: Item, { from, to }: CohortQuestion): boolean {
  const month = londonDateText(at).slice(0, 7);
  return (from === undefined || month >= from) && (to === undefined || month <= to);
}

function isWanted(item: Item, { filters }: CohortQuestion, lens: Lens): boolean {
  return Object.entries(filters).every(([name, codes]) =>
    rowsOf(name as Breakdown, item, lens).some((code) => codes.includes(code)),
  );
}

function isInScope(item: Item, scope: Scope, lens: Lens): boolean {
  if (scope.kind === 'everything') return true;
  if (scope.kind === 'boards')
    return scope.boards.includes(boardOf(item, { ...lens, boundaries: 'current' }));
  return scope.providers.includes(item.journey.referral_provider[item.referral]!);
}

/** Every row that the item stands in: several only by reason, and of those the ones that are not filtered out. */
function keysOf(item: Item, { by, filters }: CohortQuestion, lens: Lens): string[][] {
  return by.reduce<string[][]>(
    (keys, breakdown) => {
      const rows = rowsOf(breakdown, item, lens).filter((row) => filters[breakdown]?.includes(row) ?? true);
      return keys.flatMap((key) => rows.map((row) => [...key, row]));
    },
    [[]],
  );
}

const isByReferral = ({ leftOut: why }: Item): boolean => why === undefined || why === 'folded_in';

function rowOf({ key, items }: Cell, hasDenominator: boolean, ofPersons: boolean): CountedRow {
  return {
    key,
    ...counts(
      items.filter((item) => item.leftOut === undefined),
      hasDenominator,
    ),
    ...(ofPersons && { referrals: counts(items.filter(isByReferral), hasDenominator) }),
    excluded: leftOut(items),
  };
}

function counts(denominator: readonly Item[], hasDenominator: boolean): Omit<CountedRow, 'key' | 'excluded'> {
  const numerator = denominator.filter((item) => item.numerator);
  const remainder = denominator.filter((item) => !item.numerator);
  return {
    numerator: numerator.length,
    denominator: hasDenominator ? denominator.length : null,
    people: {
      numerator: fewPeople(numerator),
      denominator: fewPeople(denominator),
      remainder: fewPeople(remainder),
    },
  };
}

/** More than any threshold asks for are told as one more. */
function fewPeople(items: readonly Item[]): number {
  return Math.min(people(items), PEOPLE_COUNTED + 1);
}

function people(items: readonly Item[]): number {
  return new Set(items.map(({ journey }) => personOf(journey))).size;
}

function personOf({ person_nhs, person_id, provider, subject }: Pathway): string {
  return person_nhs || person_id || `${provider}/${subject}`;
}

function leftOut(items: readonly Item[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { leftOut: why } of items) if (why !== undefined) counts[why] = (counts[why] ?? 0) + 1;
  return counts;
}
