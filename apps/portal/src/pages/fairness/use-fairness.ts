import type { Breakdown } from '@waymark/measures';
import { inequalityAnswer, type InequalityAnswer } from '../../api/inequality-schema.js';
import { callPath, questionPath } from '../../api/queries.js';
import { answer, type Answer, type Measure } from '../../api/schemas.js';
import { useCall, type Called } from '../../api/use-call.js';
import { shareMeasureOf } from '../../view/share-measures.js';
import { useDetail, type Detail } from '../../view/use-detail.js';

/** Who people are, beside deprivation. */
export const FAIRNESS_BY = ['age_band', 'sex', 'ethnicity'] as const satisfies readonly Breakdown[];
export type FairnessBy = (typeof FAIRNESS_BY)[number];

export const SCALES = ['imd_quintile', 'imd_decile'] as const satisfies readonly Breakdown[];
export type Scale = (typeof SCALES)[number];

const OWN = ['scale'];
const FIRST_CHOICE = 'uptake.first_session';

export interface Fairness {
  detail: Detail;
  measure: Measure | undefined;
  scale: Scale;
  inequality: Called<InequalityAnswer>;
  groups: Record<FairnessBy, Called<Answer>>;
  /** Everybody together: what groups are set beside. */
  all: Called<Answer>;
}

/** What the page about fairness shows, and the answers behind it. */
export function useFairness(): Fairness {
  const detail = useDetail(OWN);
  const { params, detailed, search, catalogue } = detail;
  const measure = shareMeasureOf(search['measure'], catalogue.measures, FIRST_CHOICE);
  const scale = SCALES.find((name) => name === search['scale']) ?? 'imd_quintile';
  const versions = search['versions'];
  const ask = (by: Breakdown | undefined): string | undefined =>
    measure && detailed
      ? questionPath({ measure: measure.id, params: { ...params, versions, by } })
      : undefined;
  const slope = { ...params, versions, measure: measure?.id, by: scale };
  return {
    ...{ detail, measure, scale },
    inequality: useCall(measure && detailed ? callPath('inequality', slope) : undefined, inequalityAnswer),
    groups: {
      age_band: useCall(ask('age_band'), answer),
      sex: useCall(ask('sex'), answer),
      ethnicity: useCall(ask('ethnicity'), answer),
    },
    all: useCall(ask(undefined), answer),
  };
}
