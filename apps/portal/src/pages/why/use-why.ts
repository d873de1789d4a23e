import type { Breakdown } from '@waymark/measures';
import { disengagementAnswer, type DisengagementAnswer } from '../../api/disengagement-schema.js';
import { callPath } from '../../api/queries.js';
import { useCall, type Called } from '../../api/use-call.js';
import { breakdownOf } from '../../parts/breakdown-choice.js';
import { PAGE_BREAKDOWNS } from '../../view/breakdowns.js';
import { saysNothing } from '../../view/place-view.js';
import { endingsIn, reasonsOf } from '../../view/reasons.js';
import { useDetail, type Detail } from '../../view/use-detail.js';

const OWN = ['by', 'ending', 'why'];
const TIME: readonly Breakdown[] = ['quarter', 'year'];

export interface Why {
  detail: Detail;
  by: Breakdown;
  names: readonly Breakdown[];
  /** The ending whose reasons are shown. */
  ending: string;
  endings: { code: string; name: string }[];
  /** The reason that is followed over time and through groups. */
  why: string | undefined;
  all: Called<DisengagementAnswer>;
  overTime: Called<DisengagementAnswer>;
  byGroup: Called<DisengagementAnswer>;
}

/** What the page about why people stop shows, and the answers behind it. */
export function useWhy(): Why {
  const detail = useDetail(OWN);
  const { params, detailed, search, catalogue, area } = detail;
  const names = PAGE_BREAKDOWNS.filter(
    (name) => !TIME.includes(name) && !saysNothing(name, catalogue.me, area),
  );
  const by = breakdownOf(search['by'], names) ?? 'activity';
  const ask = (breakdown: Breakdown | undefined): string | undefined =>
    detailed ? callPath('disengagement', { ...params, by: breakdown }) : undefined;
  const all = useCall(ask(undefined), disengagementAnswer);
  const endings = all.data ? endingsIn(all.data) : [];
  const ending = search['ending'] ?? 'withdrawn';
  const [most] = all.data ? reasonsOf(all.data, { kind: 'endings', ending }) : [];
  return {
    ...{ detail, by, names, ending, endings, all },
    why: search['why'] ?? most?.code,
    overTime: useCall(ask('quarter'), disengagementAnswer),
    byGroup: useCall(ask(by), disengagementAnswer),
  };
}
