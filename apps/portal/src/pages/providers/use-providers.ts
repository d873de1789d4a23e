import { funnelAnswer, type FunnelAnswer } from '../../api/funnel-schema.js';
import { callPath, type Params } from '../../api/queries.js';
import { answer, type Answer, type Measure } from '../../api/schemas.js';
import { useCall, type Called } from '../../api/use-call.js';
import type { Catalogue } from '../../parts/use-catalogue.js';
import { usePageChange, usePageSearch, type Change } from '../../view/page-search.js';
import { placeViewOf, type PlaceView } from '../../view/place-view.js';
import { figureIn } from '../../view/rows.js';
import { seesEverywhere } from '../../view/view.js';

export interface ProvidersView extends PlaceView {
  measure: Measure;
  /** A version of the measure, where the address pins one. */
  versions: string | undefined;
  change: Change;
}

/** Shares that are counted: a funnel has no place for anything else. */
export function funnelMeasures(measures: Measure[]): Measure[] {
  return measures.filter(({ counting, unit }) => counting !== undefined && unit === 'proportion');
}

/** @returns undefined when the address names a measure that no funnel shows. */
export function useProvidersView(catalogue: Catalogue): ProvidersView | undefined {
  const search = usePageSearch();
  const change = usePageChange();
  const { me } = catalogue;
  const wanted = search['measure'] ?? (me.role === 'provider' ? 'attendance' : 'uptake.first_session');
  const measure = funnelMeasures(catalogue.measures).find(({ id }) => id === wanted);
  if (!measure) return undefined;
  const view = placeViewOf(asked(search, me.role === 'provider'), catalogue, { measure: measure.id });
  return { ...view, measure, versions: search['versions'], change };
}

const NOT_OF_PROVIDERS = ['from', 'to', 'asOf', 'editions', 'versions', 'measure'];

/** Among others a provider is shown as a whole: neither a place nor a filter is asked on its behalf. */
function asked<T extends Readonly<Record<string, string>>>(search: T, isProvider: boolean): T {
  if (!isProvider) return search;
  const kept = Object.entries(search).filter(([name]) => NOT_OF_PROVIDERS.includes(name));
  return Object.fromEntries(kept) as T;
}

/** What the measures of a page are set beside. */
export interface Reference {
  value: number;
  name: string;
}

/** One measure by provider, and what it is set beside. */
export interface ByProvider {
  called: Called<Answer>;
  reference: Reference | null;
}

export function useFunnel({ detailed, params, measure, versions }: ProvidersView): Called<FunnelAnswer> {
  const path = detailed ? callPath('funnel', { ...params, measure: measure.id, versions }) : undefined;
  return useCall(path, funnelAnswer);
}

export function useByProvider(id: string, view: ProvidersView, catalogue: Catalogue): ByProvider {
  const { detailed, params } = view;
  const ask = (more: Params): string | undefined => (detailed ? callPath(`measures/${id}`, more) : undefined);
  const everything = seesEverywhere(catalogue.me);
  const { boundaries, from, to, asOf, editions } = params;
  const called = useCall(ask({ ...params, by: 'provider' }), answer);
  const whole = useCall(
    ask(everything ? params : { boundaries, from, to, asOf, editions, of: 'england' }),
    answer,
  );
  const [row] = whole.data?.rows ?? [];
  const unit = catalogue.measures.find((measure) => measure.id === id)?.unit ?? 'proportion';
  const value = row ? figureIn(row, unit).value : null;
  return { called, reference: value === null ? null : { value, name: everything ? 'everybody' : 'England' } };
}
