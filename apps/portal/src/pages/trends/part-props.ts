import type { Catalogue } from '../../parts/use-catalogue.js';
import type { Change } from '../../view/page-search.js';
import type { View } from '../../view/view.js';
import type { Trends } from './use-trends.js';

/** What every part of the trends page is given. */
export interface PartProps {
  view: View;
  catalogue: Catalogue;
  trends: Trends;
  change: Change;
}
