import type { Breakdown } from '@waymark/measures';
import { outcomesAnswer, type OutcomesAnswer } from '../../api/outcomes-schema.js';
import { callPath } from '../../api/queries.js';
import { useCall, type Called } from '../../api/use-call.js';
import { breakdownOf } from '../../parts/breakdown-choice.js';
import { PAGE_BREAKDOWNS } from '../../view/breakdowns.js';
import { saysNothing } from '../../view/place-view.js';
import { useDetail, type Detail } from '../../view/use-detail.js';

const OWN = ['by', 'instrument', 'score'];
const FIRST_CHOICE = 'ons4';

export interface Outcomes {
  detail: Detail;
  by: Breakdown | undefined;
  names: readonly Breakdown[];
  instrument: string;
  /** The score that groups are compared by. */
  score: string | undefined;
  outcomes: Called<OutcomesAnswer>;
}

/** What the page about outcomes shows, and the answer behind it. */
export function useOutcomes(): Outcomes {
  const detail = useDetail(OWN);
  const { params, detailed, search, catalogue, area } = detail;
  const names = PAGE_BREAKDOWNS.filter((name) => !saysNothing(name, catalogue.me, area));
  const by = breakdownOf(search['by'], names);
  const instrument = search['instrument'] ?? FIRST_CHOICE;
  const path = detailed ? callPath('outcomes', { ...params, instrument, by }) : undefined;
  return {
    ...{ detail, by, names, instrument, score: search['score'] },
    outcomes: useCall(path, outcomesAnswer),
  };
}
