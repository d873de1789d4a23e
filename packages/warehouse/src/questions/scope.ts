import { boardOf } from './areas.js';
import type { Items } from './items.js';
import type { Parameters } from './parameters.js';
import type { CohortQuestion, Scope } from './question.js';

/**
 * The condition that keeps an answer within what may be read: the one place where scope enters a statement. Nobody's area
 * is `unknown`, and no board is.
 */
export function scopeCondition(
  scope: Scope,
  items: Items,
  asked: CohortQuestion,
  parameters: Parameters,
): string {
  switch (scope.kind) {
    case 'everything':
      return '1';
    case 'boards': {
      const board = boardOf(items, { areas: asked.areas, boundaries: 'current' });
      return `has(${parameters.add(scope.boards, 'Array(String)')}, ${board})`;
    }
    case 'providers':
      return `has(${parameters.add(scope.providers, 'Array(String)')}, ${items.provider})`;
  }
}
