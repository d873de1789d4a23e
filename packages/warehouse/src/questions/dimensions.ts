import { ETHNIC_CATEGORY_OF, ETHNIC_GROUP_OF, PHYSICAL_ACTIVITIES, type Breakdown } from '@waymark/measures';
import { ETHNIC_CATEGORIES, ETHNIC_GROUPS } from '@waymark/events';
import { boardOf, decileOf, pcnOf, practiceOf, regionOf, subIcbOf } from './areas.js';
import type { Items } from './items.js';
import type { CohortQuestion } from './question.js';
import { firstKnown, list, LONDON, mapped } from './sql.js';

/** A breakdown as SQL. */
export interface DimensionSql {
  /** What is grouped by: of an item, cheap, different where the code is. Several codes at once: a list of them. */
  value: (items: Items, asked: CohortQuestion) => string;
  /** The code shown for a value; absent: the value is the code. */
  code?: (value: string) => string;
}

const identity = (codes: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.keys(codes).map((code) => [code, code]));

const GROUP_OF = { ...ETHNIC_GROUP_OF, ...identity(ETHNIC_GROUPS) };
const CATEGORY_OF = { ...ETHNIC_CATEGORY_OF, ...identity(ETHNIC_CATEGORIES) };

const known = (column: string): DimensionSql => ({ value: () => firstKnown([column]) });

const activityOf = ({ activity }: Items): string => firstKnown(activity.candidates, activity.otherwise);

/** How many roles had been seen by the item's time zero: they stand in order of time. */
const rolesSeen = (items: Items): string => `arrayCount(seen_at -> ${items.roleSeenBy('seen_at')}, role_at)`;

function roleMix(items: Items): string {
  const seen = `arraySlice(role, 1, ${rolesSeen(items)})`;
  const [linkWorker, healthCoach] = [`has(${seen}, 'link_worker')`, `has(${seen}, 'health_coach')`];
  return `multiIf(empty(${seen}), 'none', ${linkWorker} AND ${healthCoach}, 'both',
    ${linkWorker}, 'link_worker_only', ${healthCoach}, 'health_coach_only', 'other')`;
}

/** Follows the activity, else the referral's own flag. */
function activityBased(items: Items): string {
  const activity = activityOf(items);
  return `multiIf(${activity} IN (${list(PHYSICAL_ACTIVITIES).slice(1, -1)}), 'true',
    ${activity} NOT IN ('none_yet', 'unknown'), 'false', ifNull(toString(activity_based), 'unknown'))`;
}

const unknownWhere0 = (value: string): string => `if(${value} = 0, 'unknown', toString(${value}))`;

/** One small expression per breakdown; what differs between kinds of items is in {@link Items}. */
export const DIMENSION_SQL: Readonly<Record<Breakdown, DimensionSql>> = {
  month: {
    value: ({ at }) => `toYYYYMM(${at}, ${LONDON})`,
    code: (value) =>
      `concat(toString(intDiv(${value}, 100)), '-', leftPad(toString(${value} % 100), 2, '0'))`,
  },
  quarter: {
    value: ({ at }) => `toYear(${at}, ${LONDON}) * 10 + toQuarter(${at}, ${LONDON})`,
    code: (value) => `concat(toString(intDiv(${value}, 10)), '-Q', toString(${value} % 10))`,
  },
  year: { value: ({ at }) => `toYear(${at}, ${LONDON})`, code: (value) => `toString(${value})` },
  region: { value: regionOf },
  icb: { value: boardOf },
  sub_icb: { value: subIcbOf },
  pcn: { value: pcnOf },
  practice: { value: practiceOf },
  provider: { value: ({ provider }) => provider },
  activity_provider: {
    value: ({ activityProvider }) => firstKnown(activityProvider.candidates, activityProvider.otherwise),
  },
  activity: { value: activityOf },
  activity_based: { value: activityBased },
  imd_quintile: { value: (items) => `intDiv(${decileOf(items)} + 1, 2)`, code: unknownWhere0 },
  imd_decile: { value: decileOf, code: unknownWhere0 },
  age_band: known('age_band'),
  sex: known('sex'),
  ethnicity: { value: () => mapped('ethnicity', GROUP_OF, `'unknown'`) },
  ethnic_category: { value: () => mapped('ethnicity', CATEGORY_OF, `'unknown'`) },
  route: known('route'),
  reason: { value: () => `if(empty(reasons), ['unknown'], arrayDistinct(reasons))` },
  role: { value: (items) => firstKnown([`role[${rolesSeen(items)}]`], `'none'`) },
  role_mix: { value: roleMix },
};
