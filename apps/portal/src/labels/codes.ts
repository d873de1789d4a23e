import { ACTIVITIES, AGE_BANDS, SEXES } from '@waymark/events';
import type { FilterName } from '../view/search.js';

export interface Choice {
  code: string;
  label: string;
}

/** Codes in the order of the contract's lists, with the label people see. Providers come from the answers instead. */
export const FILTER_CHOICES: Record<Exclude<FilterName, 'provider'>, Choice[]> = {
  sex: choices(SEXES),
  age_band: [...choices(AGE_BANDS), { code: 'unknown', label: 'Age not known' }],
  activity: [...choices(ACTIVITIES), { code: 'none_yet', label: 'No activity yet' }],
};

export const FILTER_NAMES_SHOWN: Record<FilterName, string> = {
  sex: 'Sex',
  age_band: 'Age',
  activity: 'Activity',
  provider: 'Provider',
};

function choices(list: Record<string, string>): Choice[] {
  return Object.entries(list).map(([code, label]) => ({ code, label }));
}

/** The label of a filter's code; a code nobody knows shows as itself. */
export function labelOf(filter: FilterName, code: string): string {
  if (filter === 'provider') return code;
  return FILTER_CHOICES[filter].find((choice) => choice.code === code)?.label ?? code;
}

const FLAGS: Record<string, string> = {
  partial: 'the period is not over',
  immature: 'some people are too recent to be counted',
  boundary_change: 'boundaries changed',
  provider_joined: 'a provider joined',
  provider_left: 'a provider left',
  attendances_only: 'missed sessions are not recorded',
  low_recording: 'few outcomes are recorded',
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
  unplaced: 'in no known area',
};

/** Why something was left out, in plain words. */
export function exclusionLabel(reason: string): string {
  return EXCLUDED[reason] ?? reason.replaceAll('_', ' ');
}

/** "NHS Kent and Medway" of "NHS Kent and Medway Integrated Care Board". */
export function shortBoardName(name: string): string {
  return name.replace(/ (Integrated Care Board|ICB)$/i, '');
}
