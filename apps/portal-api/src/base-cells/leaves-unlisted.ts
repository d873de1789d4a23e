import { isTimeBreakdown, type Breakdown } from '@waymark/measures';
import type { Access } from '../access.js';
import type { Asked } from '../asked.js';
import { baseDimensions, isFine } from './dimensions.js';

/** Said of an answer that leaves groups unlisted. */
export const UNLISTED_NOTE =
  'Groups by three things or more at once are not listed where they lie within a group that is withheld: their number would tell how many people are in it.';

/** Whether an answer to the question may not list every group with somebody in it, whatever the data. */
export function leavesUnlisted(
  { by, filters, boundaries, from, to }: Pick<Asked, 'by' | 'filters' | 'boundaries' | 'from' | 'to'>,
  access: Pick<Access, 'scope' | 'profile'>,
): boolean {
  if (access.profile === 'none') return false;
  const named = [...by, ...(Object.keys(filters) as Breakdown[])];
  const isInTime = named.some(isTimeBreakdown) || from !== undefined || to !== undefined;
  const { all } = baseDimensions({ by, filters, boundaries }, access.scope, access.profile);
  return isFine(all, isInTime ? 'month' : 'ever', access);
}
