import type { PeriodLevel, Profile } from '@waymark/disclosure';
import {
  AREA_BREAKDOWNS,
  BREAKDOWNS,
  isTimeBreakdown,
  ROLE_BREAKDOWNS,
  type Breakdown,
} from '@waymark/measures';
import type { BaseDimension, CohortQuestion, Scope } from '@waymark/warehouse';

/** Of what a question's base cells have one value each. */
export interface BaseDimensions {
  /** Everything that tells cells apart, `board` last, however it was asked: what was asked, and what stands above it. */
  all: readonly BaseDimension[];
  /** Which dimensions stand above another: no cell is by the one without the other. */
  above: (dimension: BaseDimension) => readonly BaseDimension[];
  /** The dimension that a breakdown of the question is. */
  of: (breakdown: Breakdown) => BaseDimension;
}

type Asked = Pick<CohortQuestion, 'by' | 'filters' | 'boundaries'>;

/**
 * The dimensions of a question's base cells. Where one lies within another (practices in boards, deciles in quintiles), the
 * other one is among them: somebody who asks for both sets the parts beside the whole.
 */
export function baseDimensions(
  { by, filters, boundaries }: Asked,
  scope: Scope,
  profile: Profile,
): BaseDimensions {
  const of = (breakdown: Breakdown): BaseDimension =>
    breakdown === 'icb' && boundaries === 'current' ? 'board' : breakdown;
  const above = (dimension: BaseDimension): readonly BaseDimension[] => ABOVE[dimension]?.(profile) ?? [];
  const asked = [...by, ...(Object.keys(filters) as Breakdown[])]
    .filter((name) => !isTimeBreakdown(name))
    .map(of);
  const own: BaseDimension[] = scope.kind === 'boards' ? ['board'] : [];
  const all = new Set([...own, ...asked].flatMap((dimension) => [...above(dimension), dimension]));
  return { all: ORDER.filter((dimension) => all.has(dimension)), above, of };
}

/** What each dimension lies within, all of it. Analysts see no region but their own boards' part of it. */
const ABOVE: Partial<Record<BaseDimension, (profile: Profile) => readonly BaseDimension[]>> = {
  board: regionOf,
  icb: withBoard,
  sub_icb: withBoard,
  pcn: withBoard,
  practice: (profile) => [...withBoard(profile), 'sub_icb', 'pcn'],
  imd_decile: () => ['imd_quintile'],
  ethnic_category: () => ['ethnicity'],
  activity: () => ['activity_based'],
};

function regionOf(profile: Profile): readonly BaseDimension[] {
  return profile === 'research' ? ['region'] : [];
}

function withBoard(profile: Profile): readonly BaseDimension[] {
  return [...regionOf(profile), 'board'];
}

/** What is decided may not depend on the order in which a question names them. */
const ORDER: readonly BaseDimension[] = [...BREAKDOWNS, 'board'];

/** Every set of dimensions that cells may be by: with each dimension those above it. The smaller before the larger. */
export function closedSets({ all, above }: BaseDimensions): BaseDimension[][] {
  const sets = all.reduce<BaseDimension[][]>(
    (some, dimension) => [...some, ...some.map((set) => [...set, dimension])],
    [[]],
  );
  const isClosed = (set: readonly BaseDimension[]): boolean =>
    set.every((dimension) => above(dimension).every((each) => set.includes(each)));
  return sets.filter(isClosed).sort((a, b) => a.length - b.length);
}

/** Groups by so many things at once are listed whoever is in them, a period being one thing. */
const LISTED_BY_MOST = 2;

/**
 * Whether groups are by so many things at once that their list would tell how many people are in a withheld one that they lie within:
 * almost everybody is alone in such a group. What others lie within is not counted again, nor is an analyst's own board.
 */
export function isFine(
  dimensions: readonly BaseDimension[],
  periods: PeriodLevel,
  { scope, profile }: { scope: Scope; profile: Profile },
): boolean {
  const implied = new Set(dimensions.flatMap((dimension) => ABOVE[dimension]?.(profile) ?? []));
  const things = dimensions.filter(
    (dimension) => !implied.has(dimension) && !(scope.kind === 'boards' && dimension === 'board'),
  );
  return things.length + (periods === 'ever' ? 0 : 1) > LISTED_BY_MOST;
}

const ORGANISATIONS: readonly BaseDimension[] = [
  ...AREA_BREAKDOWNS,
  'provider',
  'activity_provider',
  'board',
];

/** Whether cells are of the whole of England, undivided by area or organisation. */
export function isNational(dimensions: readonly BaseDimension[], scope: Scope): boolean {
  return scope.kind === 'everything' && !dimensions.some((dimension) => ORGANISATIONS.includes(dimension));
}

/** Whether people are set side by side by role. */
export function isByRole({ by, filters }: Pick<CohortQuestion, 'by' | 'filters'>): boolean {
  return ROLE_BREAKDOWNS.some((role) => by.includes(role) || filters[role] !== undefined);
}
