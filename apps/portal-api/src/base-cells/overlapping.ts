import { DIMENSIONS, type Breakdown } from '@waymark/measures';
import { Problem } from '@waymark/service';
import type { CohortQuestion } from '@waymark/warehouse';

/**
 * Who is in two groups would count twice in their sum; counted once, and averaging would tell the groups apart.
 * @throws {Problem} 400 overlapping_codes: a filter of several codes that people may have several of.
 */
export function refuseOverlapping(filters: CohortQuestion['filters']): void {
  const parameter = Object.entries(filters).find(
    ([name, codes]) => codes.length > 1 && !DIMENSIONS[name as Breakdown].additive,
  )?.[0];
  if (parameter === undefined) return;
  const detail =
    'Groups that share people cannot be added up under your disclosure profile: ask for one at a time.';
  throw new Problem(400, 'overlapping_codes', detail, { parameter });
}
