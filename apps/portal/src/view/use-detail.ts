import { useCatalogue, type Catalogue } from '../parts/use-catalogue.js';
import { usePageChange, usePageSearch, type Change, type Search } from './page-search.js';
import { placeViewOf, type PlaceView } from './place-view.js';

/** What is on show of a page that asks about a place in every breakdown, and how to change it. */
export interface Detail extends PlaceView {
  catalogue: Catalogue;
  search: Search;
  change: Change;
}

/** Reads the address of such a page. @param own parameters of the page itself */
export function useDetail(own: readonly string[]): Detail {
  const catalogue = useCatalogue();
  const search = usePageSearch(own);
  const change = usePageChange(own);
  const extra = Object.fromEntries(own.map((name) => [name, search[name]]));
  return { ...placeViewOf(search, catalogue, extra), catalogue, search, change };
}
