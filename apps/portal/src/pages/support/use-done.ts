import { callPath } from '../../api/queries.js';
import { supportAnswer, type SupportAnswer } from '../../api/support-schema.js';
import { useCall, type Called } from '../../api/use-call.js';
import { DONE_CODES, doneLabel, isAction } from '../../labels/support.js';
import { ranked } from '../../view/breakdowns.js';
import { groupOf, type Group } from '../../view/groups.js';
import type { Detail } from '../../view/use-detail.js';
import type { SupportBy } from './use-support.js';

/** What supporters did for those whom they reached. */
export interface Done {
  all: Called<SupportAnswer>;
  byGroup: Called<SupportAnswer>;
  /** Of everybody, the most frequent first. */
  groups: Group[];
  /** The one that is shown by who supported. */
  did: string;
}

/** Answers about what supporters did, for everybody and by who supported. */
export function useDone({ params, detailed, search }: Detail, by: SupportBy): Done {
  const ask = (more: { by?: string }): string | undefined =>
    detailed ? callPath('support', { ...params, ...more }) : undefined;
  const all = useCall(ask({}), supportAnswer);
  const byGroup = useCall(ask({ by }), supportAnswer);
  const groups = ranked(
    (all.data?.rows ?? []).map((row) => groupOf(row, 'proportion', row.what, doneLabel(row.what))),
  );
  const chosen = DONE_CODES.find((code) => code === search['did']);
  const most = groups.find(({ code, value }) => isAction(code) && value !== null);
  return { all, byGroup, groups, did: chosen ?? most?.code ?? 'personalised_plan' };
}
