import { isTimeBreakdown, type Breakdown } from '@waymark/measures';
import type { Access } from '../access.js';
import type { Asked } from '../asked.js';
import { baseDimensions, isFine } from './dimensions.js';

const NOT_LISTED =
  'Groups by three things or more at once are not listed where they lie within a group that is withheld: their number would tell how many people are in it.';

/** What to keep in mind of an answer that does not list every group with somebody in it. */
export function listingNotes({ by, filters, boundaries, from, to }: Asked, access: Access): string[] {
  if (access.profile === 'none') return [];
  const named = [...by, ...(Object.keys(filters) as Breakdown[])];
  const isInTime = named.some(isTimeBreakdown) || from !== undefined || to !== undefined;
  const { all } = baseDimensions({ by, filters, boundaries }, access.scope, access.profile);
  return isFine(all, isInTime ? 'month' : 'ever', access) ? [NOT_LISTED] : [];
}
