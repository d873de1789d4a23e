import {
  BOARD_CHANGE,
  icbAsWas,
  icbCurrent,
  regionOfIcb,
  type Edition,
  type ReferenceLsoa,
  type ReferencePractice,
} from '@waymark/areas';
import { londonDate, londonDateText } from '@waymark/events';
import { ETHNIC_CATEGORY_OF, ETHNIC_GROUP_OF, type Breakdown } from '@waymark/measures';
import type { CohortQuestion } from '../questions/question.js';
import { allSessions, begunSessions, type Item, type Session } from './oracle-items.js';

/** What is asked of an item: the parts of a question on which its attributes depend, and the edition itself. */
export interface Lens extends Pick<CohortQuestion, 'areas' | 'boundaries' | 'asOf'> {
  edition: Pick<Edition, 'practices' | 'lsoas'> | undefined;
}

/** The rows of a breakdown in which an item stands: one, but for `reason`. */
export function rowsOf(breakdown: Breakdown, item: Item, lens: Lens): string[] {
  const found = ATTRIBUTES[breakdown](item, lens);
  return Array.isArray(found) ? found : [found];
}

const or = (value: string | undefined, otherwise: string): string =>
  value === undefined || value === '' ? otherwise : value;
const orUnknown = (value: string | undefined): string => or(value, 'unknown');

const ATTRIBUTES: Record<Breakdown, (item: Item, lens: Lens) => string | string[]> = {
  month: ({ at }) => londonDateText(at).slice(0, 7),
  quarter: ({ at }) => {
    const [year, month] = londonDateText(at).split('-');
    return `${year}-Q${Math.ceil(Number(month) / 3)}`;
  },
  year: ({ at }) => londonDateText(at).slice(0, 4),
  region: (item, lens) => orUnknown(placesOf(item, lens).find(({ region }) => region !== 'unknown')?.region),
  icb: (item, lens) => boardOf(item, lens),
  sub_icb: (item, lens) => orUnknown(placesOf(item, lens).find(({ subIcb }) => subIcb !== '')?.subIcb),
  pcn: (item, lens) => orUnknown(factsOf(item, lens).find(({ practice }) => practice?.pcn)?.practice?.pcn),
  practice: (item, lens) => orUnknown(factsOf(item, lens).find(({ code }) => code !== '')?.code),
  provider: ({ journey, referral }) => journey.referral_provider[referral]!,
  activity_provider: (item, lens) => what(item, lens, 'activityProvider'),
  activity: (item, lens) => what(item, lens, 'activity'),
  activity_based: (item, lens) => {
    const activity = what(item, lens, 'activity');
    if (activity !== 'none_yet' && activity !== 'unknown') return String(PHYSICAL.includes(activity));
    return orUnknown(item.journey.activity_based?.toString());
  },
  imd_decile: (item, lens) => orUnknown(decileOf(item, lens)?.toString()),
  imd_quintile: (item, lens) => {
    const decile = decileOf(item, lens);
    return decile === undefined ? 'unknown' : String(Math.ceil(decile / 2));
  },
  age_band: ({ journey }) => orUnknown(journey.age_band),
  sex: ({ journey }) => orUnknown(journey.sex),
  ethnicity: ({ journey: { ethnicity } }) => orUnknown(ETHNIC_GROUP_OF[ethnicity] ?? ethnicity),
  ethnic_category: ({ journey: { ethnicity } }) =>
    ethnicity in ETHNIC_GROUP_OF ? ethnicity : orUnknown(ETHNIC_CATEGORY_OF[ethnicity]),
  route: ({ journey }) => orUnknown(journey.route),
  reason: ({ journey: { reasons } }) => (reasons.length === 0 ? ['unknown'] : [...new Set(reasons)]),
  role: (item) => or(rolesSeen(item).at(-1), 'none'),
  role_mix: (item) => {
    const seen = rolesSeen(item);
    const [linkWorker, healthCoach] = [seen.includes('link_worker'), seen.includes('health_coach')];
    if (seen.length === 0) return 'none';
    if (linkWorker && healthCoach) return 'both';
    if (linkWorker) return 'link_worker_only';
    return healthCoach ? 'health_coach_only' : 'other';
  },
};

const PHYSICAL = [
  ...['gym', 'group_exercise', 'walking', 'swimming', 'cycling'],
  ...['dance', 'yoga_pilates', 'gardening_green', 'sport'],
];

/** Over referrals up to 14 days after the referral; else up to the instant of the session that counts. */
function rolesSeen({ over, journey, at }: Item): string[] {
  const byDate = over === 'referrals' || over === 'onward';
  const isSeen = (seenAt: number): boolean =>
    byDate ? londonDate(seenAt) <= londonDate(at) + 14 : seenAt <= at;
  return journey.role.filter((_, nth) => isSeen(journey.role_at[nth]!));
}

type Told = 'activity' | 'activityProvider';

function what(item: Item, { asOf }: Lens, told: Told): string {
  const { over, journey, session } = item;
  if (over === 'starters') return orUnknown(firstAttended(item, asOf)[told]);
  if (session) {
    const agreed = {
      activity: journey.programme_activity,
      activityProvider: journey.programme_activity_provider,
    };
    return orUnknown(or(session[told], agreed[told]));
  }
  const programmes = { activity: journey.programme_what, activityProvider: journey.programme_by };
  const [earliest] = programmes[told];
  if (earliest !== undefined) return earliest;
  const booked = allSessions(journey).find((one) => one.booked);
  return booked ? orUnknown(booked[told]) : 'none_yet';
}

/** Equal starts: of the least provider, then subject, then booking. */
function firstAttended({ journey }: Item, asOf: number): Session {
  const key = ({ start, referral, booking }: Session): [number, string, string, string] => [
    ...([start, journey.referral_provider[referral]!, journey.referral_subject[referral]!, booking] as const),
  ];
  const attended = begunSessions(journey, asOf).filter(({ outcome }) => outcome === 'attended');
  return attended.sort((a, b) => compareKeys(key(a), key(b)))[0]!;
}

/** By the first member that differs, as code points stand. */
export function compareKeys(a: readonly (string | number)[], b: readonly (string | number)[]): number {
  const nth = a.findIndex((value, at) => value !== b[at]);
  return nth < 0 ? 0 : a[nth]! < b[nth]! ? -1 : 1;
}

interface AreaFacts {
  code: string;
  icb: string;
  practice: ReferencePractice | undefined;
  lsoa: ReferenceLsoa | undefined;
}

/** What is known of where an item is: its own facts, then its journey's. */
function factsOf({ over, journey, referral }: Item, { edition }: Lens): AreaFacts[] {
  const journeys = [journey.practice, journey.lsoa, journey.icb] as const;
  const own = [
    ...[
      journey.referral_practice[referral]!,
      journey.referral_lsoa[referral]!,
      journey.referral_icb[referral]!,
    ],
  ] as unknown as typeof journeys;
  return (over === 'onward' ? [own, journeys] : [journeys]).map(([code, lsoa, icb]) => ({
    ...{ code, icb },
    practice: edition?.practices.find((one) => one.practice === code),
    lsoa: edition?.lsoas.find((one) => one.lsoa === lsoa),
  }));
}

interface Place {
  /** As placed: a board, `unknown_split`, or '' when nothing is known. */
  board: string;
  region: string;
  subIcb: string;
}

function placesOf(item: Item, lens: Lens): Place[] {
  const date = londonDateText(item.over === 'onward' ? item.at : item.journey.referred_at);
  const past = lens.boundaries === 'as_was' && date < BOARD_CHANGE;
  const byReference = (row: ReferencePractice | ReferenceLsoa | undefined): Place => {
    const board = (past ? row?.icb42 : row?.icb36) ?? '';
    return { board, region: regionOfIcb(board), subIcb: row?.subIcb ?? '' };
  };
  return factsOf(item, lens).flatMap(({ practice, lsoa, icb }) => {
    const given = lens.boundaries === 'as_was' ? icbAsWas(icb, date) : icbCurrent(icb);
    const byCode = { board: given === 'unknown' ? '' : given, region: regionOfIcb(icb), subIcb: '' };
    const registered = [byReference(practice), byReference(lsoa)];
    return [...(lens.areas === 'registered' ? registered : registered.reverse()), byCode];
  });
}

export function boardOf(item: Item, lens: Lens): string {
  return orUnknown(placesOf(item, lens).find(({ board }) => board !== '')?.board);
}

function decileOf(item: Item, lens: Lens): number | undefined {
  const deciles = factsOf(item, lens).flatMap(({ lsoa, practice }) => [lsoa?.imdDecile, practice?.imdDecile]);
  return deciles.find((decile) => decile !== undefined);
}
