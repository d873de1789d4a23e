import type {
  Activity,
  AgeBand,
  Barrier,
  BarrierOrReason,
  CloseOutcome,
  ContactAction,
  ContactMode,
  ContactOutcome,
  DeclinedBy,
  CancelledBy,
  Ethnicity,
  Instrument,
  MeasureStage,
  ReferralKind,
  ReferralReason,
  Role,
  Route,
  Setting,
  Sex,
  AttendanceOutcome,
} from './codes.js';

/**
 * An event as it stands in the log: admitted, pseudonymised, banded, times in UTC milliseconds. This is the content
 * that the duplicate rule compares; receipt facts (append time, position) are the log's and are not in it.
 */
export interface StoredEvent<T extends EventType = EventType> {
  specversion: '1.0';
  id: string;
  source: string;
  type: T;
  subject: string;
  /** `YYYY-MM-DDTHH:mm:ss.sssZ`. */
  time: string;
  /** Same form; absent when the provider gave none. */
  recordedtime?: string;
  revision: number;
  /** From the credential, never from the body. */
  providerid: string;
  data: StoredData[T];
}

/** One member of the union per type, so that `event.type` narrows `event.data`. */
export type AnyStoredEvent = { [T in EventType]: StoredEvent<T> }[EventType];

export const EVENT_TYPES = [
  'org.waymark.referral.received.v1',
  'org.waymark.referral.accepted.v1',
  'org.waymark.referral.declined.v1',
  'org.waymark.contact.recorded.v1',
  'org.waymark.support.assigned.v1',
  'org.waymark.programme.agreed.v1',
  'org.waymark.booking.made.v1',
  'org.waymark.booking.rescheduled.v1',
  'org.waymark.booking.cancelled.v1',
  'org.waymark.attendance.recorded.v1',
  'org.waymark.measure.recorded.v1',
  'org.waymark.referral.closed.v1',
  'org.waymark.event.voided.v1',
] as const;
export type EventType = (typeof EVENT_TYPES)[number];

/** `data` by type, in its stored form (see `admit` for the form providers send). Instants `...sssZ`, dates `YYYY-MM-DD`. */
export interface StoredData {
  'org.waymark.referral.received.v1': {
    /** Pseudonyms only: `id` = `p<version>.<hex>`, `nhs` = `n<version>.<hex>`; at least one of the two. */
    person: { id?: string; nhs?: string };
    kind?: ReferralKind;
    partOf?: { provider: string; subject: string };
    practice?: string;
    lsoa?: string;
    icb?: string;
    ageBand?: AgeBand;
    sex?: Sex;
    ethnicity?: Ethnicity;
    route?: Route;
    reasons?: ReferralReason[];
    role?: Role;
    activityBased?: boolean;
  };
  'org.waymark.referral.accepted.v1': { role?: Role };
  'org.waymark.referral.declined.v1': { by: DeclinedBy; reason?: BarrierOrReason };
  'org.waymark.contact.recorded.v1': {
    role: Role;
    mode: ContactMode;
    outcome: ContactOutcome;
    minutes?: number;
    actions?: ContactAction[];
    barriers?: Barrier[];
  };
  'org.waymark.support.assigned.v1': { role: Role };
  'org.waymark.programme.agreed.v1': {
    activityProvider: string;
    activity: Activity;
    plannedSessions?: number;
    plannedWeeks?: number;
    startsOn?: string;
  };
  'org.waymark.booking.made.v1': {
    bookingId: string;
    activityProvider: string;
    activity: Activity;
    startsAt: string;
    endsAt?: string;
    setting?: Setting;
  };
  'org.waymark.booking.rescheduled.v1': {
    bookingId: string;
    startsAt: string;
    endsAt?: string;
    by?: CancelledBy;
  };
  'org.waymark.booking.cancelled.v1': { bookingId: string; by: CancelledBy; reason?: BarrierOrReason };
  'org.waymark.attendance.recorded.v1': {
    bookingId: string;
    outcome: AttendanceOutcome;
    reason?: BarrierOrReason;
    startsAt?: string;
    activity?: Activity;
    activityProvider?: string;
  };
  'org.waymark.measure.recorded.v1': {
    instrument: Instrument;
    stage: MeasureStage;
    scores: Record<string, number>;
  };
  'org.waymark.referral.closed.v1': { outcome: CloseOutcome; reason?: BarrierOrReason };
  'org.waymark.event.voided.v1': { eventId: string; source?: string; reason?: BarrierOrReason };
}
