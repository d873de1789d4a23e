import type { Breakdown } from '@waymark/measures';
import { compareAnswer, type CompareAnswer } from '../../api/compare-schema.js';
import { callPath, questionPath } from '../../api/queries.js';
import { answer, type Answer, type Measure } from '../../api/schemas.js';
import { useCall, type Called } from '../../api/use-call.js';
import { breakdownOf } from '../../parts/breakdown-choice.js';
import { shareMeasures } from '../../view/share-measures.js';
import { useDetail, type Detail } from '../../view/use-detail.js';

/** By the two roles that are compared, or by the latest role of all. */
export const SUPPORT_BY = ['role_mix', 'role'] as const satisfies readonly Breakdown[];
export type SupportBy = (typeof SUPPORT_BY)[number];

/** What people are made alike by. */
const ADJUST = 'imd_quintile,age_band,sex';
const FIRST_CHOICES = { first: 'uptake.first_session', second: 'retained.12w' };
const OWN = ['by', 'second', 'did'];

/** One measure by who supported people: as it is, and made alike. */
export interface Supported {
  measure: Measure;
  crude: Called<Answer>;
  adjusted: Called<CompareAnswer>;
  /** Everybody together. */
  all: Called<Answer>;
}

export interface Support {
  detail: Detail;
  by: SupportBy;
  first: Supported | undefined;
  second: Supported | undefined;
}

/** What the page about support shows, and the answers behind it. */
export function useSupport(): Support {
  const detail = useDetail(OWN);
  const { search, catalogue } = detail;
  const by = breakdownOf(search['by'], SUPPORT_BY) ?? 'role_mix';
  const find = (wanted: string): Measure | undefined =>
    shareMeasures(catalogue.measures).find(({ id }) => id === wanted);
  return {
    ...{ detail, by },
    first: useSupported(detail, by, find(search['measure'] ?? FIRST_CHOICES.first)),
    second: useSupported(detail, by, find(search['second'] ?? FIRST_CHOICES.second)),
  };
}

function useSupported(detail: Detail, by: SupportBy, measure: Measure | undefined): Supported | undefined {
  const { params, detailed } = detail;
  const ask = (more: { by?: string }): string | undefined =>
    measure && detailed ? questionPath({ measure: measure.id, params: { ...params, ...more } }) : undefined;
  const compared = { ...params, measure: measure?.id, by, adjust: ADJUST };
  const crude = useCall(ask({ by }), answer);
  const adjusted = useCall(measure && detailed ? callPath('compare', compared) : undefined, compareAnswer);
  const all = useCall(ask({}), answer);
  return measure && { measure, crude, adjusted, all };
}
