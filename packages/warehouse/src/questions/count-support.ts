import type { Warehouse } from '../warehouse.js';
import { countGiven, type ReasonsAnswer } from './count-reasons.js';
import type { ItemRules } from './keyed-items.js';
import type { CohortQuestion, Scope } from './question.js';

/**
 * What supporters did for those whom they reached: initial referrals with a contact that reached the person, placed by when they
 * were referred (`reached`); and of these for how many a contact, whatever its outcome, has recorded each action, whether two
 * different roles have been seen (`handover`), and whether three contacts or more have reached the person (`contacts_3`). It is
 * counted for as long as anything is told, so it has no end in time.
 */
export async function countSupport(
  warehouse: Warehouse,
  generation: { database: string },
  question: CohortQuestion,
  scope: Scope,
): Promise<ReasonsAnswer> {
  const given = { over: 'referrals', rulesOf: reached } as const;
  return countGiven(warehouse, generation, { question, scope, given });
}

function reached(asOf: string): ItemRules {
  const actions = `arrayFlatten(arrayFilter((actions, at) -> at < ${asOf}, contact_actions, contact_at))`;
  const roles = `arrayFilter((seen, at) -> at < ${asOf}, role, role_at)`;
  const contacts = `arrayCount((outcome, at) -> outcome = 'reached' AND at < ${asOf}, contact_outcome, contact_at)`;
  return {
    over: 'referrals',
    belongs: `${contacts} > 0`,
    leftOut: [],
    columns: {
      ending: `'reached'`,
      given: `arrayConcat(
        arrayMap(action -> toString(action), arrayDistinct(${actions})),
        if(length(arrayDistinct(${roles})) > 1, ['handover'], []),
        if(${contacts} > 2, ['contacts_3'], []))`,
    },
  };
}
