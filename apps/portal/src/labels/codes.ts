import { DIMENSIONS } from '@waymark/measures';
import type { FilterName } from '../view/search.js';

export interface Choice {
  code: string;
  label: string;
}

/** The codes of a filter with their labels, as the registry lists them; [] where the answers name them (providers). */
export function choicesOf(filter: FilterName): Choice[] {
  const { codes, unknown } = DIMENSIONS[filter];
  if (codes === null) return [];
  const listed = Object.entries(codes).map(([code, label]) => ({ code, label }));
  // "Not known" may be an answer of its own beside the row of those without one.
  const missing = Object.entries(unknown).map(([code, label]) => ({
    code,
    label: listed.some((each) => each.label === label) ? `${label} (nothing recorded)` : label,
  }));
  return [...listed, ...missing];
}

export function filterLabel(filter: FilterName): string {
  return DIMENSIONS[filter].name;
}

/** The label of a filter's code; a code nobody knows shows as itself. */
export function labelOf(filter: FilterName, code: string): string {
  return choicesOf(filter).find((choice) => choice.code === code)?.label ?? code;
}

const FLAGS: Record<string, string> = {
  partial: 'the period is not over',
  immature: 'some people are too recent to be counted',
  boundary_change: 'boundaries changed',
  provider_joined: 'a provider joined',
  provider_left: 'a provider left',
  attendances_only: 'missed sessions are not recorded',
  low_recording: 'few outcomes are recorded',
  not_reached: 'not reached within two years',
  not_followed: 'nobody, or too few, followed to that day',
};

/** What a row's flag says, in plain words. */
export function flagLabel(flag: string): string {
  return FLAGS[flag] ?? flag.replaceAll('_', ' ');
}

const EXCLUDED: Record<string, string> = {
  immature: 'too recent to be counted yet',
  before_feed: 'before their provider’s records are complete',
  landmark: 'started within 14 days, before roles can be compared',
  not_recorded: 'without a recorded outcome',
};

/** Why something was left out, in plain words. */
export function exclusionLabel(reason: string): string {
  return EXCLUDED[reason] ?? reason.replaceAll('_', ' ');
}

/** "NHS Kent and Medway" of "NHS Kent and Medway Integrated Care Board". */
export function shortBoardName(name: string): string {
  return name.replace(/ (Integrated Care Board|ICB)$/i, '');
}

const PROFILES: Record<string, string> = {
  none: 'Every count is exact.',
  hes: 'Counts of 1 to 7 people are withheld, other counts are rounded to the nearest 5, and shares and limits are worked out from the rounded counts.',
  research:
    'Counts of 7 people or fewer are withheld, other counts are rounded to the nearest 5, and totals are sums of rounded counts.',
};

/** What a disclosure profile does to the figures, in plain words. */
export function profileLabel(profile: string): string {
  return PROFILES[profile] ?? `Disclosure control: ${profile}.`;
}

const PLACED_BY: Record<string, string> = {
  referrals: 'when the person was referred',
  onward: 'when the person was referred on',
  starters: 'when the person first attended',
  sessions: 'when the session began',
};

/** Which of its dates puts an item into a period, by what a measure is counted over. */
export function placedBy(over: string | undefined): string {
  return PLACED_BY[over ?? ''] ?? 'the date it is counted at';
}
