/**
 * The registry's vocabulary. A measure is data, not code: the API, the portal, the exports and the measure book read it,
 * and the warehouse turns `counting` into SQL. Days compare dates in Europe/London.
 */
export interface MeasureDefinition extends MeasureWords {
  unit: 'count' | 'proportion';
  counting: Counting;
}

/** A measure of how long something takes: read from the curve of those in whom it has happened by each day. */
export interface TimedMeasureDefinition extends MeasureWords {
  /** `proportion`: the share by a day; `days`: the day by which a share. "Not reached" is an answer. */
  unit: 'proportion' | 'days';
  timing: Timing;
}

/** What every measure says of itself. */
export interface MeasureWords {
  id: string;
  /** A changed definition is a new version; old versions stay answerable. */
  version: number;
  /** Name as people see it, e.g. "Uptake within 8 weeks". */
  name: string;
  /** One sentence in plain English that says what the number is. */
  sentence: string;
  /** Which way is better, for SPC and comparisons. */
  improvement: 'increase' | 'decrease' | 'neutral';
  numerator: string;
  denominator: string | null;
  maturity: string | null;
  caveats: string[];
  published: PublishedValue[];
}

export interface PublishedValue {
  value: number;
  limits?: [number, number];
  n: number | null;
  source: string;
  /** How that study's definition differs from ours. */
  differs: string;
}

/** Points of a pathway that a rule may compare. */
export type PathwayPoint =
  'referred_at' | 'first_contact_at' | 'first_booked_at' | 'first_booked_start' | 'first_attended_at';

/** What a measure is counted over, and the rules that put an item into its numerator and denominator. */
export type Counting = ReferralCounting | OnwardCounting | StarterCounting | SessionCounting;

/** Over journeys with an initial referral, placed by `referred_at`. */
export interface ReferralCounting {
  over: 'referrals';
  /** The denominator is the referrals that have this point; `referred_at`: all of them. */
  having: PathwayPoint;
  numerator: ReferralRule;
  mature: Maturity | null;
  /** False where the numerator has no end in time: such a measure is never broken down by time. */
  byTime: boolean;
  /** By role, those who started within 14 days are left out (day-14 landmark). */
  landmark: boolean;
}

export type ReferralRule =
  | { is: 'counted' }
  /** `point` <= `of` + `withinDays`. */
  | { is: 'reached'; point: PathwayPoint; of: PathwayPoint; withinDays: number }
  | { is: 'reached_ever'; point: PathwayPoint }
  /** The last answer to the initial referral dated within the days is this one. */
  | { is: 'answered'; answer: 'accepted' | 'declined_by_person'; withinDays: number }
  /** Started within the days, and attended on a day of the window after the first session. */
  | { is: 'started_and_retained'; withinDays: number; window: DayWindow }
  /** The closure at `referred_at` + days + the programme's is `completed`, with an attended session on or before its day. */
  | { is: 'completed'; afterDays: number };

/** Over onward referrals, placed by each one's own date, in its own area and by its own sender. */
export interface OnwardCounting {
  over: 'onward';
  numerator: 'unlinked';
}

/** Over journeys with an attended session, placed by `first_attended_at`. */
export interface StarterCounting {
  over: 'starters';
  numerator: StarterRule;
  mature: Maturity;
}

export type StarterRule =
  /** Attended on a day of the window after the first session. */
  | { is: 'retained'; window: DayWindow }
  /** The same, or the journey's closure on the last day of the window is `completed`. */
  | { is: 'sustained'; window: DayWindow }
  /** The closure at `first_attended_at` + days + the programme's is `completed`. */
  | { is: 'completed'; afterDays: number }
  /** Of those with planned sessions: that share of them attended on the programme's days, from the first session on. */
  | { is: 'dose'; percent: number }
  /** Of those disengaged by a silence: attended again on a day up to the gap + days after the last before it. */
  | { is: 're_engaged'; withinDays: number };

/** Over booked sessions that began before the as-of instant, placed by their start. `every`: whatever became of them. */
export interface SessionCounting {
  over: 'sessions';
  numerator: readonly SessionState[];
  denominator: readonly SessionState[] | 'every';
}

/** Days after the first attended session, both included. */
export interface DayWindow {
  fromDay: number;
  toDay: number;
}

/** Counted once as-of date - date(`of`) >= `days`: the numerator's last day is over. */
export interface Maturity {
  /** `silence`: the last attended day before the silence that disengaged. */
  of: PathwayPoint | 'silence';
  days: number;
  /** What comes on top: seven days for each planned week of the programme, or the question's gap. */
  plus?: 'programme' | 'gap';
}

/** Weeks of a programme that does not say how many. */
export const PROGRAMME_WEEKS_DEFAULT = 12;

/** Who is followed, to what, and what of the curve is the measure. */
export interface Timing {
  /**
   * `disengagement`: starters from their first session, to the end of their engagement episode; completion and death compete.
   * The others: referrals from `referred_at`, to that point; the closure as it stands, or a decline before, competes.
   */
  until: 'disengagement' | 'first_contact_at' | 'first_attended_at';
  /** `aalen_johansen`: cumulative incidence; `kaplan_meier`: 1 - Kaplan-Meier, the competing ends censored. */
  estimator: 'aalen_johansen' | 'kaplan_meier';
  read: { is: 'share_by'; day: number } | { is: 'day_by'; percent: number };
}

/** What became of a booked session; `cancelled_late` and `cancelled_early` are by the person. */
export const SESSION_STATES = [
  'attended',
  'dna',
  'cancelled_late',
  'cancelled_early',
  'cancelled_by_provider',
  'not_recorded',
] as const;
export type SessionState = (typeof SESSION_STATES)[number];

/** Of sessions, those whose outcome nobody recorded stay outside a ratio and are counted as left out. */
export function leavesOutUnrecorded(counting: Counting): boolean {
  return (
    counting.over === 'sessions' &&
    counting.denominator !== 'every' &&
    !counting.denominator.includes('not_recorded')
  );
}

/** Whether a measure may be broken down by month, quarter or year. */
export function isByTime(counting: Counting): boolean {
  return counting.over !== 'referrals' || counting.byTime;
}
