import type { AnyStoredEvent, EventType } from '@waymark/events';
import type { KnownEvent } from '@waymark/pathways';
import { instant } from '../literals.js';

/** A row of `events`; absent members take the column's default ('' or 0 = not given). Instants `YYYY-MM-DDTHH:MM:SS.mmm`, UTC. */
export interface EventRow {
  provider: string;
  subject: string;
  partition: number;
  offset: number;
  received: string;
  source: string;
  id: string;
  revision: number;
  type: EventTypeCode;
  content_hash: string;
  time: string;
  recorded?: string | undefined;
  [column: string]: unknown;
}

/** Short codes of the event types, as the column `type` has them. */
export const EVENT_TYPE_CODES = {
  'org.waymark.referral.received.v1': 'received',
  'org.waymark.referral.accepted.v1': 'accepted',
  'org.waymark.referral.declined.v1': 'declined',
  'org.waymark.contact.recorded.v1': 'contact',
  'org.waymark.support.assigned.v1': 'assigned',
  'org.waymark.programme.agreed.v1': 'programme',
  'org.waymark.booking.made.v1': 'made',
  'org.waymark.booking.rescheduled.v1': 'rescheduled',
  'org.waymark.booking.cancelled.v1': 'cancelled',
  'org.waymark.attendance.recorded.v1': 'attendance',
  'org.waymark.measure.recorded.v1': 'measure',
  'org.waymark.referral.closed.v1': 'closed',
  'org.waymark.event.voided.v1': 'voided',
} as const satisfies Record<EventType, string>;
export type EventTypeCode = (typeof EVENT_TYPE_CODES)[EventType];

/** The row of an event: everything the log knows of it. */
export function eventRow(known: KnownEvent): EventRow {
  const { event } = known;
  const row: EventRow = {
    provider: event.providerid,
    subject: event.subject,
    partition: known.partition,
    offset: known.offset,
    received: instant(known.receivedAt),
    source: event.source,
    id: event.id,
    revision: event.revision,
    type: EVENT_TYPE_CODES[event.type],
    content_hash: known.contentHash,
    time: column(event.time),
    recorded: columnIf(event.recordedtime),
  };
  return Object.assign(row, dataColumns(event));
}

/** `...T...sssZ` as the column format, which the engine reads without guessing. */
function column(stored: string): string {
  return stored.slice(0, 23);
}

function columnIf(stored: string | undefined): string | undefined {
  return stored === undefined ? undefined : column(stored);
}

type Data<T extends EventType> = Extract<AnyStoredEvent, { type: T }>['data'];

function dataColumns(event: AnyStoredEvent): Record<string, unknown> {
  switch (event.type) {
    case 'org.waymark.referral.received.v1':
      return receivedColumns(event.data);
    case 'org.waymark.contact.recorded.v1':
    case 'org.waymark.referral.accepted.v1':
    case 'org.waymark.referral.declined.v1':
    case 'org.waymark.support.assigned.v1':
    case 'org.waymark.referral.closed.v1':
      return plainColumns(event.data);
    case 'org.waymark.booking.made.v1':
      return madeColumns(event.data);
    case 'org.waymark.booking.rescheduled.v1': {
      const { bookingId, startsAt, endsAt, by } = event.data;
      return { booking: bookingId, starts: column(startsAt), ends: columnIf(endsAt), by };
    }
    case 'org.waymark.booking.cancelled.v1':
      return { booking: event.data.bookingId, by: event.data.by, reason: event.data.reason };
    case 'org.waymark.attendance.recorded.v1':
      return attendanceColumns(event.data);
    case 'org.waymark.programme.agreed.v1':
      return programmeColumns(event.data);
    case 'org.waymark.measure.recorded.v1': {
      const { instrument, stage, scores } = event.data;
      return { instrument, stage, scores: Object.entries(scores).sort(([a], [b]) => (a < b ? -1 : 1)) };
    }
    case 'org.waymark.event.voided.v1': {
      const { eventId, source, reason } = event.data;
      return { target_id: eventId, target_source: source ?? event.source, reason };
    }
  }
}

/** Members that are columns of the same name. Picked one by one: a member that is no column would be refused for ever. */
function plainColumns(data: {
  role?: string;
  by?: string;
  reason?: string;
  outcome?: string;
  mode?: string;
  minutes?: number;
  actions?: string[];
  barriers?: string[];
}): Record<string, unknown> {
  const { role, by, reason, outcome, mode, minutes, actions, barriers } = data;
  return { role, by, reason, outcome, mode, minutes, actions, barriers };
}

function receivedColumns(data: Data<'org.waymark.referral.received.v1'>): Record<string, unknown> {
  return {
    person_id: data.person.id,
    person_nhs: data.person.nhs,
    kind: data.kind ?? 'initial',
    part_of_provider: data.partOf?.provider,
    part_of_subject: data.partOf?.subject,
    practice: data.practice,
    lsoa: data.lsoa,
    icb: data.icb,
    age_band: data.ageBand,
    sex: data.sex,
    ethnicity: data.ethnicity,
    route: data.route,
    reasons: data.reasons,
    role: data.role,
    activity_based: data.activityBased,
  };
}

function madeColumns(data: Data<'org.waymark.booking.made.v1'>): Record<string, unknown> {
  return {
    booking: data.bookingId,
    activity_provider: data.activityProvider,
    activity: data.activity,
    starts: column(data.startsAt),
    ends: columnIf(data.endsAt),
    setting: data.setting,
  };
}

function attendanceColumns(data: Data<'org.waymark.attendance.recorded.v1'>): Record<string, unknown> {
  return {
    booking: data.bookingId,
    outcome: data.outcome,
    reason: data.reason,
    starts: columnIf(data.startsAt),
    activity: data.activity,
    activity_provider: data.activityProvider,
  };
}

function programmeColumns(data: Data<'org.waymark.programme.agreed.v1'>): Record<string, unknown> {
  return {
    activity_provider: data.activityProvider,
    activity: data.activity,
    planned_sessions: data.plannedSessions,
    planned_weeks: data.plannedWeeks,
    starts_on: data.startsOn,
  };
}
