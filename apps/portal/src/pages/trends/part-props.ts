import type { View } from '../../view/view.js';
import type { Catalogue, Change, Trends } from './use-trends.js';

/** What every part of the trends page is given. */
export interface PartProps {
  view: View;
  catalogue: Catalogue;
  trends: Trends;
  change: Change;
}
