import type { Breakdown } from '@waymark/measures';
import { callPath, questionPath } from '../../api/queries.js';
import { retentionAnswer, type RetentionAnswer } from '../../api/retention-schema.js';
import { answer, type Answer, type Measure } from '../../api/schemas.js';
import { survivalAnswer, type SurvivalAnswer } from '../../api/survival-schema.js';
import { useCall, type Called } from '../../api/use-call.js';
import { breakdownOf } from '../../parts/breakdown-choice.js';
import { PAGE_BREAKDOWNS } from '../../view/breakdowns.js';
import { saysNothing } from '../../view/place-view.js';
import { useDetail, type Detail } from '../../view/use-detail.js';

/** Quarters make more curves than can be told apart. */
const STAYING_BY: readonly Breakdown[] = PAGE_BREAKDOWNS.filter((name) => name !== 'quarter');

/** Parameters of the page itself: what curves are of, and whose endings are shown. */
const OWN = ['by', 'of'];

export interface Staying {
  detail: Detail;
  by: Breakdown | undefined;
  /** What it may be. */
  names: readonly Breakdown[];
  /** Code of the group whose endings are shown. */
  of: string | undefined;
  survival: Called<SurvivalAnswer>;
  retention: Called<RetentionAnswer>;
  returned: Called<Answer>;
  /** The measure of those who came back. */
  reEngaged: Measure | undefined;
}

const RE_ENGAGED = 're_engaged';

/** What the page about staying shows, and the answers behind it. */
export function useStaying(): Staying {
  const detail = useDetail(OWN);
  const { params, detailed, search, catalogue, area } = detail;
  const names = STAYING_BY.filter((name) => !saysNothing(name, catalogue.me, area));
  const by = breakdownOf(search['by'], STAYING_BY);
  const asked = (path: string): string | undefined => (detailed ? path : undefined);
  return {
    ...{ detail, by, names, of: search['of'] },
    survival: useCall(asked(callPath('survival', { ...params, strata: by })), survivalAnswer),
    retention: useCall(asked(callPath('retention', { ...params, cohort: 'quarter' })), retentionAnswer),
    returned: useCall(
      asked(questionPath({ measure: RE_ENGAGED, params: { ...params, by: by ?? 'quarter' } })),
      answer,
    ),
    reEngaged: catalogue.measures.find(({ id }) => id === RE_ENGAGED),
  };
}
