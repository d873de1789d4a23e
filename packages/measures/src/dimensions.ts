import {
  ACTIVITIES,
  AGE_BANDS,
  ETHNIC_CATEGORIES,
  ETHNIC_GROUPS,
  REFERRAL_REASONS,
  ROLES,
  ROUTES,
  SEXES,
} from '@waymark/events';

export const BREAKDOWNS = [
  'month',
  'quarter',
  'year',
  'region',
  'icb',
  'sub_icb',
  'pcn',
  'practice',
  'provider',
  'activity_provider',
  'activity',
  'activity_based',
  'imd_quintile',
  'imd_decile',
  'age_band',
  'sex',
  'ethnicity',
  'ethnic_category',
  'route',
  'reason',
  'role',
  'role_mix',
] as const;
export type Breakdown = (typeof BREAKDOWNS)[number];

export const TIME_BREAKDOWNS = ['month', 'quarter', 'year'] as const satisfies readonly Breakdown[];
/** Whether a breakdown is by when. */
export function isTimeBreakdown(breakdown: Breakdown): breakdown is (typeof TIME_BREAKDOWNS)[number] {
  return (TIME_BREAKDOWNS as readonly Breakdown[]).includes(breakdown);
}
export const AREA_BREAKDOWNS = [
  'region',
  'icb',
  'sub_icb',
  'pcn',
  'practice',
] as const satisfies readonly Breakdown[];
export const ROLE_BREAKDOWNS = ['role', 'role_mix'] as const satisfies readonly Breakdown[];

/** A way to break a measure down; each is also a filter. */
export interface Dimension {
  name: string;
  /** Its codes with their labels, where the list is closed; `null`: codes of areas, organisations and dates. */
  codes: Readonly<Record<string, string>> | null;
  /** Rows for what is not known, so that rows sum. */
  unknown: Readonly<Record<string, string>>;
  /** False where an item may stand in several rows: those are never summed. */
  additive: boolean;
}

const UNKNOWN = { unknown: 'Not known' } as const;
const NONE_YET = { none_yet: 'No activity yet', unknown: 'Not known' } as const;
const SPLIT = { unknown: 'Not known', unknown_split: 'Not known: a board that was split' } as const;

/** First nine of the code list: physical activity. */
export const PHYSICAL_ACTIVITIES: readonly string[] = Object.keys(ACTIVITIES).slice(0, 9);

const DECILES = {
  '1': '1 (most deprived)',
  ...Object.fromEntries([2, 3, 4, 5, 6, 7, 8, 9].map((decile) => [String(decile), String(decile)])),
  '10': '10 (least deprived)',
};
const QUINTILES = {
  '1': '1 (most deprived)',
  '2': '2',
  '3': '3',
  '4': '4',
  '5': '5 (least deprived)',
};

/**
 * Which roles had been seen by then, of the two that the field compares: a care coordinator or another role beside them
 * changes nothing, and on their own they are `other`.
 */
const ROLE_MIXES = {
  link_worker_only: 'Link worker only',
  health_coach_only: 'Health coach only',
  both: 'Link worker and health coach',
  other: 'Other roles only',
};

const open = (name: string, unknown: Readonly<Record<string, string>> = {}): Dimension => ({
  ...{ name, codes: null, unknown, additive: true },
});
const closed = (
  name: string,
  codes: Readonly<Record<string, string>>,
  unknown: Readonly<Record<string, string>> = UNKNOWN,
): Dimension => ({ ...{ name, codes, unknown, additive: true } });

export const DIMENSIONS: Readonly<Record<Breakdown, Dimension>> = {
  month: open('Month'),
  quarter: open('Quarter'),
  year: open('Year'),
  region: open('NHS England region', UNKNOWN),
  icb: open('Integrated care board', SPLIT),
  sub_icb: open('Sub-ICB location', UNKNOWN),
  pcn: open('Primary care network', UNKNOWN),
  practice: open('GP practice', UNKNOWN),
  provider: open('Provider'),
  activity_provider: open('Activity provider', NONE_YET),
  activity: closed('Activity', ACTIVITIES, NONE_YET),
  activity_based: closed('Physical activity', { true: 'Physical activity', false: 'Other activity' }),
  imd_quintile: closed('Deprivation quintile', QUINTILES),
  imd_decile: closed('Deprivation decile', DECILES),
  age_band: closed('Age', AGE_BANDS),
  sex: closed('Sex', SEXES),
  ethnicity: closed('Ethnic group', ETHNIC_GROUPS),
  ethnic_category: closed('Ethnic category', ETHNIC_CATEGORIES),
  route: closed('Route', ROUTES),
  reason: { ...closed('Reason', REFERRAL_REASONS), additive: false },
  role: closed('Role', ROLES, { none: 'No role recorded' }),
  role_mix: closed('Roles', ROLE_MIXES, { none: 'No role recorded' }),
};

/** The label of a code of a closed list or of a row of unknowns; undefined for any other code. */
export function codeLabel(breakdown: Breakdown, code: string): string | undefined {
  const { codes, unknown } = DIMENSIONS[breakdown];
  return own(unknown, code) ?? (codes === null ? undefined : own(codes, code));
}

function own(record: Readonly<Record<string, string>>, key: string): string | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

/** Ethnic group of each ethnic category; Z and 99 say that nothing is known. */
export const ETHNIC_GROUP_OF: Readonly<Record<string, keyof typeof ETHNIC_GROUPS>> = {
  A: 'white',
  B: 'white',
  C: 'white',
  D: 'mixed',
  E: 'mixed',
  F: 'mixed',
  G: 'mixed',
  H: 'asian',
  J: 'asian',
  K: 'asian',
  L: 'asian',
  M: 'black',
  N: 'black',
  P: 'black',
  R: 'other',
  S: 'other',
  Z: 'not_stated',
  '99': 'not_known',
};

/** Groups that say nothing is known are the same as these categories; of any other group the category is unknown. */
export const ETHNIC_CATEGORY_OF: Readonly<Record<string, 'Z' | '99'>> = { not_stated: 'Z', not_known: '99' };
