import { CONTACT_ACTIONS, type ContactAction } from '@waymark/events';
import type { CountedRules, Followed } from './counted.js';
import { givenColumns } from './count-reasons.js';
import type { CountedApart } from './taken-apart.js';

/** What is counted of those reached: the actions of contacts, and two that are read from all contacts together. */
export const SUPPORT_CODES = [
  ...(Object.keys(CONTACT_ACTIONS) as ContactAction[]),
  'handover',
  'contacts_3',
] as const;

/**
 * What supporters did for those whom they reached: initial referrals with a contact that reached the person, placed by when they
 * were referred (`reached`); and of these for how many a contact, whatever its outcome, has recorded each action, whether two
 * different roles have been seen (`handover`), and whether three contacts or more have reached the person (`contacts_3`). It is
 * counted for as long as anything is told, so it has no end in time.
 */
export const COUNTED_SUPPORT: CountedApart = { over: 'referrals', rulesOf: reached };

function reached({ to: asOf }: Followed): CountedRules {
  const actions = `arrayFlatten(arrayFilter((actions, at) -> at < ${asOf}, contact_actions, contact_at))`;
  const roles = `arrayFilter((seen, at) -> at < ${asOf}, role, role_at)`;
  const contacts = `arrayCount((outcome, at) -> outcome = 'reached' AND at < ${asOf}, contact_outcome, contact_at)`;
  return {
    belongs: `${contacts} > 0`,
    leftOut: [],
    columns: givenColumns(
      `'reached'`,
      `arrayConcat(
        arrayMap(action -> toString(action), ${actions}),
        if(length(arrayDistinct(${roles})) > 1, ['handover'], []),
        if(${contacts} > 2, ['contacts_3'], []))`,
      SUPPORT_CODES,
    ),
  };
}
