import { ROLE_BREAKDOWNS } from '@waymark/measures';
import type { Warehouse } from '../warehouse.js';
import { excluded, excludedOnce } from './count-measure.js';
import { countedItems, type Counted } from './counted.js';
import { asksFor, type KeyedItems } from './keyed-items.js';
import { Parameters } from './parameters.js';
import type { CohortQuestion, CountedRow, Scope } from './question.js';
import { leftOutCounts, PEOPLE_COUNTED, type People } from './statement.js';

/**
 * What is counted several times for an item, each time apart: by the stage that it ended at, by each reason given, by each week.
 * Its rules have a column `apart`, a list of names as texts, and `is_counted` is a list beside it.
 */
export type CountedApart = Counted;

/** One row of what is counted apart. Exact: only for the query layer. */
export interface ApartRow extends Omit<CountedRow, 'denominator'> {
  apart: string;
  denominator: number;
}

export interface ApartAnswer {
  /** In order of key, then of what is counted. */
  rows: ApartRow[];
  /** By what is counted, each item once. */
  excluded: ReadonlyMap<string, Readonly<Record<string, number>>>;
}

interface ApartStatementRow {
  key: string[];
  apart: string;
  numerator: number;
  denominator: number;
  people: People;
  left_out: number[];
  left_out_once: number[];
}

/** Counts what is counted apart, with one statement over one generation. */
export async function countApart(
  warehouse: Warehouse,
  generation: { database: string },
  { question, scope, counted }: { question: CohortQuestion; scope: Scope; counted: CountedApart },
): Promise<ApartAnswer> {
  const parameters = new Parameters();
  const byRole = asksFor(question, ROLE_BREAKDOWNS);
  const items = countedItems(generation.database, { question, scope, counted, byRole }, parameters);
  const rows = await warehouse.query<ApartStatementRow>(rowsOf(items), parameters.values);
  const names = [...new Set(rows.map(({ apart }) => apart))];
  return {
    rows: rows.map(({ people, left_out, left_out_once: _, ...row }) => ({
      ...row,
      people: { numerator: people[0], denominator: people[1], remainder: people[2] },
      excluded: excluded(items.leftOut, left_out),
    })),
    excluded: new Map(
      names.map((name) => [
        name,
        excludedOnce(
          items.leftOut,
          rows.filter(({ apart }) => apart === name),
        ),
      ]),
    ),
  };
}

/** Rows of one key each, in order of key. */
export function groupedByKey(rows: readonly ApartRow[]): ApartRow[][] {
  const groups = new Map<string, ApartRow[]>();
  for (const row of rows) {
    const name = JSON.stringify(row.key);
    groups.set(name, [...(groups.get(name) ?? []), row]);
  }
  return [...groups.values()];
}

/** What is left out of several, by why. */
export function excludedTogether(all: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const total: Record<string, number> = {};
  for (const each of all)
    for (const [why, count] of Object.entries(each)) total[why] = (total[why] ?? 0) + count;
  return total;
}

/** What stands after FROM: an item is there once for each name of `apart`. */
export function takenApart({ from, names, once }: KeyedItems): string {
  // By name: what an array join adds is not among `*`.
  const columns = [...names, 'person', 'left_out_for', `${once} AS is_once`];
  const lists = ['apart AS all_apart', 'is_counted AS all_counted'];
  return `(SELECT ${[...columns, ...lists].join(', ')} FROM ${from}) ARRAY JOIN all_apart AS apart, all_counted AS is_counted`;
}

const PARTS = ['is_counted', '1', 'NOT is_counted'] as const;

function rowsOf(items: KeyedItems): string {
  const counts = PARTS.map((part) => `left_out_for = 0 AND ${part}`);
  const people = counts.map((part) => `uniqUpToIf(${PEOPLE_COUNTED})(person, ${part})`);
  return `SELECT ${items.codes} AS key, toString(apart) AS apart,
      countIf(${counts[0]}) AS numerator, countIf(${counts[1]}) AS denominator, [${people.join(', ')}] AS people,
      ${leftOutCounts(items.leftOut.length)} AS left_out,
      ${leftOutCounts(items.leftOut.length, 'is_once')} AS left_out_once
    FROM ${takenApart(items)}
    GROUP BY ${[...items.names, 'apart'].join(', ')}
    ORDER BY key, apart`;
}
