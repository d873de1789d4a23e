import { pathwayAnswer, type PathwayAnswer } from '../../api/pathway-schema.js';
import { callPath } from '../../api/queries.js';
import { answer } from '../../api/schemas.js';
import { useCall, type Called } from '../../api/use-call.js';
import { breakdownOf } from '../../parts/breakdown-choice.js';
import type { Catalogue } from '../../parts/use-catalogue.js';
import { extentOf, providersOf } from '../../view/figures.js';
import { PAGE_BREAKDOWNS, type PageBreakdown } from '../../view/breakdowns.js';
import { usePageChange, usePageSearch, type Change } from '../../view/page-search.js';
import { placeViewOf, saysNothing, type PlaceView } from '../../view/place-view.js';
import { stepOf, type StepName } from '../../view/stages.js';

const OWN = ['by', 'step', 'wait'] as const;

/** Waits with a median and a ninth decile of their own. */
export const WAITS = ['days_to_contact', 'days_to_first_session'] as const;
export type Wait = (typeof WAITS)[number];

/** The address of the page, read. */
export interface PathwayView extends PlaceView {
  by: PageBreakdown;
  step: StepName;
  wait: Wait;
  breakdowns: PageBreakdown[];
  change: Change;
}

/** Where most are lost in the demonstration and in the field: reaching an activity at all. */
const FIRST_STEP: StepName = 'started';

export function usePathwayView(catalogue: Catalogue): PathwayView {
  const search = usePageSearch(OWN);
  const change = usePageChange(OWN);
  const by = breakdownOf(search['by'], PAGE_BREAKDOWNS) ?? 'imd_quintile';
  const step = stepOf(search['step']) ?? FIRST_STEP;
  const wait = WAITS.find((each) => each === search['wait']) ?? 'days_to_first_session';
  const view = placeViewOf(search, catalogue, { by, step, wait });
  const breakdowns = PAGE_BREAKDOWNS.filter((each) => !saysNothing(each, catalogue.me, view.area));
  return { ...view, by, step, wait, breakdowns, change };
}

/** The answers behind the page. */
export interface PathwayCalls {
  whole: Called<PathwayAnswer>;
  groups: Called<PathwayAnswer>;
  /** What there is to choose among. */
  providers: string[];
  extent: { first: number; last: number } | undefined;
}

export function usePathway({ detailed, params, by }: PathwayView, { me }: Catalogue): PathwayCalls {
  const ask = (more: Record<string, string>): string | undefined =>
    detailed ? callPath('pathway', { ...params, ...more }) : undefined;
  const { boundaries, icb, region, asOf, editions } = params;
  const there = useCall(
    detailed
      ? callPath('measures/referrals', { by: 'provider,quarter', boundaries, icb, region, asOf, editions })
      : undefined,
    answer,
  );
  return {
    whole: useCall(ask({}), pathwayAnswer),
    groups: useCall(ask({ by }), pathwayAnswer),
    providers: me.role === 'provider' ? [] : providersOf(there.data),
    extent: extentOf(there.data),
  };
}
