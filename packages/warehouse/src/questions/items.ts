import type { Counting } from '@waymark/measures';
import { day, midnight } from './sql.js';

/**
 * What is counted, one table entry per kind: which rows of `pathways` or elements of their lists are items, and where an item has
 * its date, its sender, its activity, its roles and its area. Attributes are those at the measure's time zero.
 */
export interface Items {
  /** Lists of the journey's row that are taken apart: each element is an item. */
  elements: string | null;
  /** Which of them are items. */
  are: string;
  /** The instant that places an item in time. */
  at: string;
  /** The instant at which areas are looked at "as was". */
  areaAt: string;
  /** Who sent it. */
  provider: string;
  /** What says what the activity is, the first that says anything; then what else the row is. */
  activity: Attribute;
  activityProvider: Attribute;
  /** Whether a role seen at an instant counts. */
  roleSeenBy: (seenAt: string) => string;
  /** Where its area stands, by prefix of the columns: the first that is known. */
  areas: readonly AreaFacts[];
}

export interface Attribute {
  candidates: readonly string[];
  otherwise: string;
}

/** Columns that hold the codes, and what the names begin with of what is looked up by practice and by LSOA. */
export interface AreaFacts {
  practice: string;
  lsoa: string;
  icb: string;
  practices: string;
  lsoas: string;
  /** Only the practice says where it is: whose patients are counted is placed by nothing else. */
  byPracticeAlone?: true;
}

const JOURNEYS_AREA: AreaFacts = {
  practice: 'practice',
  lsoa: 'lsoa',
  icb: 'icb',
  practices: 'practice_row',
  lsoas: 'lsoa_row',
};
const OWN_AREA: AreaFacts = {
  practice: 'own_practice',
  lsoa: 'own_lsoa',
  icb: 'own_icb',
  practices: 'own_practice_row',
  lsoas: 'own_lsoa_row',
};

const UNKNOWN = `'unknown'`;

/** Of the journey's earliest programme, else of its earliest booking, upcoming ones included: it says where the person is sent. */
function firstAgreedOrBooked(ofProgrammes: string, ofSessions: string): Attribute {
  const firstBooked = 'indexOf(session_booked, 1)';
  return {
    candidates: [`${ofProgrammes}[1]`, `${ofSessions}[${firstBooked}]`],
    otherwise: `if(${firstBooked} = 0, 'none_yet', ${UNKNOWN})`,
  };
}

const FIRST = `indexOf(session_outcome, 'attended')`;
/** Sessions stand in order of their start: others that start with the first attended one stand beside it. */
const IS_FIRST_ALONE = `session_start[${FIRST} + 1] != session_start[${FIRST}]`;

/** Position of the first attended session; of equal starts that of the least provider, then subject, as in the pathway. */
const FIRST_ATTENDED = `if(${IS_FIRST_ALONE}, ${FIRST},
  arrayMin(arrayMap(
    nth -> (referral_provider[session_ref[nth] + 1], referral_subject[session_ref[nth] + 1], nth),
    arrayFilter(nth -> session_outcome[nth] = 'attended' AND session_start[nth] = first_attended_at,
      if(${IS_FIRST_ALONE}, [], arrayEnumerate(session_start))))).3)`;

const ofReferrals = {
  activity: firstAgreedOrBooked('programme_what', 'session_activity'),
  activityProvider: firstAgreedOrBooked('programme_by', 'session_activity_provider'),
};

/** Referrals as they are set against the registered patients of their practice: in the areas of the practice. */
export function registeredItems(asOf: string): Items {
  return { ...itemsOf('referrals', asOf), areas: [{ ...JOURNEYS_AREA, byPracticeAlone: true }] };
}

/** Sessions that start at or after the as-of instant are in no measure, nor is who attended nothing but those a starter. */
export function itemsOf(over: Counting['over'], asOf: string): Items {
  switch (over) {
    case 'referrals':
      return {
        elements: null,
        are: `kind = 'initial'`,
        ...{ at: 'referred_at', areaAt: 'referred_at', provider: 'provider', ...ofReferrals },
        roleSeenBy: (seenAt) => `${seenAt} < ${midnight(`${day('referred_at')} + 15`)}`,
        areas: [JOURNEYS_AREA],
      };
    case 'onward':
      return {
        elements: `referral_kind AS own_kind, referral_at AS own_at, referral_provider AS own_provider,
          referral_practice AS own_practice, referral_lsoa AS own_lsoa, referral_icb AS own_icb`,
        are: `own_kind = 'onward'`,
        ...{ at: 'own_at', areaAt: 'own_at', provider: 'own_provider', ...ofReferrals },
        roleSeenBy: (seenAt) => `${seenAt} < ${midnight(`${day('own_at')} + 15`)}`,
        areas: [OWN_AREA, JOURNEYS_AREA],
      };
    case 'starters':
      return {
        elements: null,
        are: `first_attended_at < ${asOf}`,
        ...{ at: 'assumeNotNull(first_attended_at)', areaAt: 'referred_at', provider: 'provider' },
        activity: { candidates: [`session_activity[${FIRST_ATTENDED}]`], otherwise: UNKNOWN },
        activityProvider: {
          candidates: [`session_activity_provider[${FIRST_ATTENDED}]`],
          otherwise: UNKNOWN,
        },
        roleSeenBy: (seenAt) => `${seenAt} <= assumeNotNull(first_attended_at)`,
        areas: [JOURNEYS_AREA],
      };
    case 'sessions':
      return {
        elements: `session_ref AS ref, session_start AS start, session_outcome AS outcome, session_booked AS booked,
          session_late AS late, session_activity AS activity, session_activity_provider AS activity_provider`,
        are: `booked AND start < ${asOf}`,
        ...{ at: 'start', areaAt: 'referred_at', provider: 'referral_provider[ref + 1]' },
        activity: { candidates: ['activity', 'programme_activity'], otherwise: UNKNOWN },
        activityProvider: {
          candidates: ['activity_provider', 'programme_activity_provider'],
          otherwise: UNKNOWN,
        },
        roleSeenBy: (seenAt) => `${seenAt} <= start`,
        areas: [JOURNEYS_AREA],
      };
  }
}
