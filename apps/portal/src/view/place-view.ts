import type { Params } from '../api/queries.js';
import type { Me } from '../api/schemas.js';
import type { Catalogue } from '../parts/use-catalogue.js';
import { monthText, parsePeriod } from '../labels/periods.js';
import { filtersOf, type Search } from './page-search.js';
import type { FilterName } from './search.js';
import { areaName, areaOf, areaText, maySeeDetail, placeParams, type Area } from './view.js';

/** What a page shows of one place: where, when and of whom, as the address has it. */
export interface PlaceView {
  area: Area;
  /** "NHS Kent and Medway", "your service". */
  name: string;
  /** False where the person may ask for no more than boards by quarter. */
  detailed: boolean;
  /** Month indices, both included. */
  from: number | undefined;
  to: number | undefined;
  filters: Partial<Record<FilterName, string>>;
  /** What is known then, for a call about no measure or about several. */
  pins: { asOf?: string; editions?: string };
  /** All of it as parameters of a call. Boards are today's throughout, so that a new one has a past. */
  params: Params;
  /** The same as the address would say it, with nothing left to defaults. */
  shown: Params;
}

/** @param extra parameters of the page itself that belong into its address */
export function placeViewOf(search: Search, { me, areas }: Catalogue, extra: Params = {}): PlaceView {
  const area = areaOf(search['area'], me, areas);
  const [from, to] = [monthOf(search['from']), monthOf(search['to'])];
  const filters = filtersOf(search);
  const { asOf, editions } = search;
  const pins = { ...(asOf !== undefined && { asOf }), ...(editions !== undefined && { editions }) };
  const range = {
    from: from === undefined ? undefined : monthText(from),
    to: to === undefined ? undefined : monthText(to),
  };
  return {
    ...{ area, from, to, filters, pins },
    name: areaName(area, me, areas),
    detailed: maySeeDetail(area, me),
    params: { boundaries: 'current', ...placeParams(area), ...range, ...filters, ...pins },
    shown: { area: areaText(area), ...range, ...filters, ...extra },
  };
}

function monthOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : parsePeriod(text)?.start;
}

/** Breakdowns that tell somebody nothing they do not know: everything is in the one board, of the one provider. */
export function saysNothing(by: string, me: Me, area: Area): boolean {
  if (by === 'provider') return me.role === 'provider' && me.scope.length === 1;
  if (by === 'icb') return area.kind === 'board' || me.role === 'icb_analyst';
  return by === 'region' && (area.kind !== 'england' || me.role === 'icb_analyst');
}
