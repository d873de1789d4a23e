import type { Items } from './items.js';
import { withSteps, type Steps } from './steps.js';

/**
 * What stands after FROM: journeys, with the columns that the steps work out of each, taken apart into items. The engine leaves out the
 * lists and the journeys' columns that the statement does not name.
 */
export function source(database: string, items: Items, steps: Steps = []): string {
  const journeys =
    steps.length === 0
      ? `${database}.pathways AS journeys FINAL`
      : `${withSteps(`${database}.pathways FINAL`, steps)} AS journeys`;
  return items.elements === null ? journeys : `${journeys} ARRAY JOIN ${items.elements}`;
}
