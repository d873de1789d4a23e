/**
 * The pathway: one row per journey, across providers. This shape is the result of the TypeScript fold, the row of the
 * ClickHouse table `pathways`, and what every measure is counted from. Names are the columns'.
 *
 * Instants are epoch milliseconds, `null` when absent. Nothing here depends on the moment a question is asked:
 * maturity, gaps, upcoming sessions, closures at a day, areas and deprivation are worked out by the question.
 *
 * Journey lists (`referral_*`, `session_*`, ...) are parallel arrays, so that each is one Nested column group in ClickHouse; `*_ref` is the
 * zero-based index into the `referral_*` lists. The orders given are part of the contract between the two folds.
 */
export interface Pathway {
  /** Key: the initial referral, or the onward referral that joined none. */
  provider: string;
  subject: string;
  kind: 'initial' | 'onward';
  /** `time` of the key referral's facts. For `kind` onward it is that referral's own date, and no measure of the referred uses it. */
  referred_at: number;

  /** Personal facts: the initial's, else the first onward's that has it (by its facts' time; equal: least provider, then subject). '' = not known. */
  /** NHS-number pseudonym `n1.…`. */
  person_nhs: string;
  /** Provider's person pseudonym `p1.…`. */
  person_id: string;
  practice: string;
  lsoa: string;
  icb: string;
  age_band: string;
  sex: string;
  ethnicity: string;
  /** Of the key referral only. '' or [] = not given. */
  route: string;
  reasons: string[];
  activity_based: boolean | null;

  /** Earliest `contact.recorded` with outcome reached. */
  first_contact_at: number | null;
  /** Earliest `time` of a counting `booking.made`. */
  first_booked_at: number | null;
  /** Earliest start of a booked session, cancelled ones included (`booking_*` sessions with a start). */
  first_booked_start: number | null;
  /** Starts of attended sessions. */
  first_attended_at: number | null;
  last_attended_at: number | null;

  /**
   * Earliest by `time` of the referral of the first attended session (equal starts: least provider, then subject); when that has none,
   * or nothing was attended, the first of the journey's `programme_*` lists. '' / null = none.
   */
  programme_at: number | null;
  programme_activity_provider: string;
  programme_activity: string;
  programme_planned_sessions: number | null;
  programme_planned_weeks: number | null;

  /** Referrals of the journey: the key referral first, then onward ones by facts' time, provider, subject. */
  referral_provider: string[];
  referral_subject: string[];
  /** `time` of the facts. */
  referral_at: number[];
  referral_kind: ('initial' | 'onward')[];
  /** Own facts for `unlinked` ("in its own area, else its journey's"); '' = not given. */
  referral_practice: string[];
  referral_lsoa: string[];
  referral_icb: string[];
  /** 1 when its `partOf` leads to no initial referral (data quality). */
  referral_part_of_broken: number[];

  /** Acceptances and declines of every referral of the journey, by referral index, then in counting order. */
  answer_ref: number[];
  answer_at: number[];
  answer_kind: ('accepted' | 'declined')[];
  /** 'person' | 'service' | '' */
  answer_by: string[];
  answer_reason: string[];

  /** Closings of every referral, by referral index, then in counting order. */
  closing_ref: number[];
  closing_at: number[];
  closing_outcome: string[];
  closing_reason: string[];

  /** Sessions with a date, by start, then referral index, then booking id (code point order). */
  session_ref: number[];
  session_booking: string[];
  session_start: number[];
  /** 'attended' | 'dna' | 'cancelled_by_person' | 'cancelled_by_provider' | '' (not recorded or upcoming: told apart when asked). */
  session_outcome: string[];
  /** 1 = with a `booking.made` or `booking.rescheduled`. */
  session_booked: number[];
  /** 1 = cancelled by the person late (by the contract's rule). */
  session_late: number[];
  session_activity: string[];
  session_activity_provider: string[];
  /**
   * Reason given with the outcome that counts: the attendance's where the session has one (even if it gave none), else that of
   * the cancellation that gives the booking's state; or ''.
   */
  session_reason: string[];

  /** Contacts, by `time`, then referral index, then counting order. */
  contact_ref: number[];
  contact_at: number[];
  contact_role: string[];
  contact_mode: string[];
  contact_outcome: string[];
  contact_minutes: (number | null)[];
  contact_actions: string[][];
  contact_barriers: string[][];

  /** Roles seen (every counting support.assigned, contact, accepted and received with a role, not the facts' alone), by `time`, then referral index, then counting order. */
  role_at: number[];
  role: string[];

  /** Every counting programme.agreed, by `time`, then referral index, then counting order descending (equal times: the last in order comes first). */
  programme_ref: number[];
  programme_time: number[];
  programme_by: string[];
  programme_what: string[];
  programme_sessions: (number | null)[];
  programme_weeks: (number | null)[];

  /** Measures, by `time`, then referral index, then counting order. Score names sorted. */
  measure_at: number[];
  measure_instrument: string[];
  measure_stage: string[];
  measure_scores: [name: string, score: number][][];

  /**
   * Data quality, of all referrals of the journey: bookings of which only a cancellation is known; bookings with a `booking.rescheduled`
   * that stands after an `attendance.recorded` in counting order.
   */
  undated_bookings: number;
  rescheduled_after_outcome: number;
}

/** A referral whose events are kept but whose `referral.received` has not arrived: in no measure, counted as data quality. */
export interface Orphan {
  provider: string;
  subject: string;
  events: number;
}
