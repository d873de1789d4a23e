import { Pseudonyms } from '../pseudonyms.js';
import type { AdmissionContext } from '../admit.js';
import type { EventType } from '../stored-event.js';

export const NOW = new Date('2026-11-24T12:00:00.000Z');

export function admissionContext(changes: Partial<AdmissionContext> = {}): AdmissionContext {
  return {
    provider: { id: 'acme', sourcePrefixes: ['https://acme.example/'] },
    now: NOW,
    pseudonyms: new Pseudonyms('0123456789abcdef0123456789abcdef'),
    ...changes,
  };
}

/** One valid `data` per type, as a provider would send it. */
export const EXAMPLE_DATA: Record<EventType, Record<string, unknown>> = {
  'org.waymark.referral.received.v1': {
    person: { id: 'person-17', nhsNumber: '943 476 5919' },
    kind: 'initial',
    practice: 'K84001',
    lsoa: 'E01028500',
    icb: 'QU9',
    dateOfBirth: '1961-05-30',
    sex: 'female',
    ethnicity: '99',
    route: 'gp',
    reasons: ['loneliness', 'weight'],
    role: 'link_worker',
    activityBased: true,
  },
  'org.waymark.referral.accepted.v1': { role: 'link_worker' },
  'org.waymark.referral.declined.v1': { by: 'person', reason: 'transport' },
  'org.waymark.contact.recorded.v1': {
    role: 'health_coach',
    mode: 'telephone',
    outcome: 'reached',
    minutes: 25,
    actions: ['motivation'],
    barriers: ['cost'],
  },
  'org.waymark.support.assigned.v1': { role: 'care_coordinator' },
  'org.waymark.programme.agreed.v1': {
    activityProvider: 'leisure',
    activity: 'gym',
    plannedSessions: 24,
    plannedWeeks: 12,
    startsOn: '2026-11-01',
  },
  'org.waymark.booking.made.v1': {
    bookingId: 'b-1',
    activityProvider: 'leisure',
    activity: 'walking',
    startsAt: '2026-11-03T10:00:00Z',
    endsAt: '2026-11-03T11:00:00Z',
    setting: 'outdoor',
  },
  'org.waymark.booking.rescheduled.v1': {
    bookingId: 'b-1',
    startsAt: '2026-11-04T10:00:00+01:00',
    by: 'person',
  },
  'org.waymark.booking.cancelled.v1': { bookingId: 'b-1', by: 'provider' },
  'org.waymark.attendance.recorded.v1': {
    bookingId: 'b-1',
    outcome: 'attended',
    startsAt: '2026-11-03T10:00:00Z',
    activity: 'walking',
    activityProvider: 'leisure',
  },
  'org.waymark.measure.recorded.v1': {
    instrument: 'ons4',
    stage: 'baseline',
    scores: { satisfaction: 4, worthwhile: 5, happy: 6, anxious: 7 },
  },
  'org.waymark.referral.closed.v1': { outcome: 'completed' },
  'org.waymark.event.voided.v1': { eventId: 'e-1', source: 'https://acme.example/crm', reason: 'other' },
};

/** A valid event of a type, with changes to its envelope; `data` is merged member by member. */
export function exampleEvent(
  type: EventType,
  changes: Record<string, unknown> = {},
): Record<string, unknown> {
  const { data, ...envelope } = changes;
  const merged = data === undefined || (typeof data === 'object' && data !== null && !Array.isArray(data));
  return {
    specversion: '1.0',
    id: 'e-1',
    source: 'https://acme.example/crm',
    type,
    subject: 'referral-1',
    time: '2026-11-01T09:30:00.1239+01:00',
    data: merged ? { ...EXAMPLE_DATA[type], ...data } : data,
    ...envelope,
  };
}
