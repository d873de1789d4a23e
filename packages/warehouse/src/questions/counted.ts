import type { Counting, MeasureDefinition } from '@waymark/measures';
import { GAP_DEFAULT } from '@waymark/pathways';
import { asOfSql } from './as-of.js';
import { countingSql } from './counting.js';
import { feedRules } from './feeds.js';
import { itemsOf } from './items.js';
import { keyedItems, type ItemRules, type KeyedItems, type OnlyOf } from './keyed-items.js';
import type { Parameters } from './parameters.js';
import type { CohortQuestion, Scope } from './question.js';

/** What is counted: which items, and what is asked of each. */
export interface Counted {
  over: Counting['over'];
  rulesOf: (followed: Followed) => CountedRules;
}

/** How far an item is followed, and what else its rules depend on. */
export interface Followed {
  /** The instant, in SQL, that is judged at. */
  asOf: string;
  /** The instant, in SQL, up to which an item is followed: no later, and earlier where a feed ends. */
  to: string;
  gap: number;
  /** Whether people are set side by side by role: then who started early is left out. */
  byRole: boolean;
}

/** The column `is_counted` tells who is in the numerator. */
export type CountedRules = Omit<ItemRules, 'over' | 'byBoard'>;

/** Who is in a measure. */
export function ofMeasure({ counting }: Pick<MeasureDefinition, 'counting'>): Counted {
  return {
    over: counting.over,
    rulesOf: ({ to, gap, byRole }) => {
      const { counts, ...rules } = countingSql(counting, { asOf: to, gap, byRole });
      return { ...rules, columns: { is_counted: counts } };
    },
  };
}

interface ItemsAsked {
  question: CohortQuestion;
  scope: Scope;
  counted: Counted;
  byRole: boolean;
  byBoard?: boolean;
  onlyOf?: OnlyOf;
}

/** The items that are counted, each followed as far as its provider's feed reaches. */
export function countedItems(
  database: string,
  { question, scope, counted, byRole, byBoard = false, onlyOf }: ItemsAsked,
  parameters: Parameters,
): KeyedItems {
  const { over } = counted;
  const asOf = asOfSql(question);
  const feeds = feedRules(question, over, itemsOf(over, asOf), parameters);
  const rules = counted.rulesOf({ asOf, to: feeds.followedTo, gap: question.gap ?? GAP_DEFAULT, byRole });
  const asked: ItemRules = {
    ...{ over, ...rules, ...(byBoard && { byBoard }), ...(onlyOf && { onlyOf }) },
    steps: [...feeds.steps, ...(rules.steps ?? [])],
    leftOut: [...feeds.leftOut, ...rules.leftOut],
  };
  return keyedItems(database, question, scope, asked, parameters);
}
