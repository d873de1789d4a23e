import { CONTROL_DATABASE } from '../migrate.js';
import { REFERENCE_COLUMNS } from './areas.js';
import type { Items } from './items.js';
import { withSteps, type Steps } from './steps.js';

/**
 * What stands after FROM: journeys, with the columns that the steps work out of each, with the reference rows of their practice and neighbourhood, taken apart into items. The engine
 * leaves out the joins' columns, the lists and the journeys' columns that the statement does not name.
 */
export function source(
  database: string,
  items: Items,
  edition: string | undefined,
  steps: Steps = [],
): string {
  const journeys =
    steps.length === 0
      ? `${database}.pathways AS journeys FINAL`
      : `${withSteps(`${database}.pathways FINAL`, steps)} AS journeys`;
  const joins = edition === undefined ? '' : references(items, edition);
  if (items.elements === null) return `${journeys} ${joins}`;
  if (items.areas.length === 1) return `${journeys} ${joins} ARRAY JOIN ${items.elements}`;
  // Elements with an area of their own are looked up in the reference themselves, so they come first.
  return `(SELECT *, person, ${aliasesOf(items.elements)} FROM ${journeys} ARRAY JOIN ${items.elements}) AS items ${joins}`;
}

function aliasesOf(elements: string): string {
  return [...elements.matchAll(/ AS (\w+)/g)].map(([, alias]) => alias).join(', ');
}

/** @param edition placeholder of its id */
function references(items: Items, edition: string): string {
  const joined = (table: keyof typeof REFERENCE_COLUMNS, alias: string, code: string): string =>
    `LEFT ANY JOIN (SELECT ${REFERENCE_COLUMNS[table]} FROM ${CONTROL_DATABASE}.${table} FINAL
       WHERE edition = ${edition}) AS ${alias} ON ${alias}.code = ${code}`;
  return items.areas
    .flatMap((facts) => [
      joined('practices', facts.practices, facts.practice),
      joined('lsoas', facts.lsoas, facts.lsoa),
    ])
    .join('\n');
}
