import { z } from 'zod';
import {
  ACTIVITIES,
  AGE_BANDS,
  ATTENDANCE_OUTCOMES,
  BARRIERS,
  CANCELLED_BY,
  CLOSE_OUTCOMES,
  CONTACT_ACTIONS,
  CONTACT_MODES,
  CONTACT_OUTCOMES,
  DECLINED_BY,
  ETHNIC_CATEGORIES,
  ETHNIC_GROUPS,
  MEASURE_STAGES,
  REFERRAL_KINDS,
  REFERRAL_REASONS,
  ROLES,
  ROUTES,
  SETTINGS,
  SEXES,
} from './codes.js';
import {
  codeOf,
  codesOf,
  date,
  fault,
  instant,
  integer,
  number,
  opaqueId,
  parseInstant,
  uriReference,
  textUpTo,
} from './fields.js';
import type { EventType } from './stored-event.js';

const reason = codeOf(BARRIERS).optional();
const role = codeOf(ROLES);
const ODS = /^[A-Z0-9]{3,10}$/;
const ods = (what: string): z.ZodString =>
  textUpTo(10).regex(ODS, `an ODS code of a ${what}, capitals and digits`);

const person = z
  .strictObject({
    id: textUpTo(256)
      .min(1)
      // Half a character has no UTF-8: two ids that differ in it alone would share a pseudonym.
      .refine((id) => !/\p{Surrogate}/u.test(id), fault('invalid_format', 'whole Unicode characters'))
      .optional()
      .describe('Your own id of the person; replaced by a pseudonym on receipt'),
    nhsNumber: z.string().max(12).optional().describe('NHS number; replaced by a pseudonym on receipt'),
    postcode: z.string().min(5).max(8).optional().describe('Becomes the LSOA on receipt and is dropped'),
  })
  .refine(
    (given) => given.id !== undefined || given.nhsNumber !== undefined,
    fault('missing', 'at least one of id and nhsNumber'),
  );

const referralReceived = z
  .strictObject({
    person,
    kind: codeOf(REFERRAL_KINDS).optional(),
    partOf: z.strictObject({ provider: opaqueId(), subject: opaqueId() }).optional(),
    practice: ods('practice').optional(),
    lsoa: textUpTo(9)
      .regex(/^E01\d{6}$/, 'a 2021 LSOA code of England, E01 and six digits')
      .optional(),
    icb: ods('board').optional(),
    ageBand: codeOf(AGE_BANDS).optional(),
    yearOfBirth: integer(1895, 2100).optional(),
    dateOfBirth: date().optional(),
    sex: codeOf(SEXES).optional(),
    ethnicity: codeOf({ ...ETHNIC_CATEGORIES, ...ETHNIC_GROUPS }).optional(),
    route: codeOf(ROUTES).optional(),
    reasons: codesOf(REFERRAL_REASONS).optional(),
    role: role.optional(),
    activityBased: z.boolean().optional(),
  })
  .refine(
    (given) =>
      [given.ageBand, given.yearOfBirth, given.dateOfBirth].filter((one) => one !== undefined).length <= 1,
    {
      ...fault('conflicting_members', 'at most one of ageBand, yearOfBirth and dateOfBirth'),
      path: ['ageBand'],
    },
  )
  .refine((given) => given.partOf === undefined || given.kind === 'onward', {
    ...fault('not_allowed', 'partOf only with kind onward'),
    path: ['partOf'],
  });

const endsAfterStart = { ...fault('end_before_start', 'an instant after startsAt'), path: ['endsAt'] };
/** Compared as they are stored, to the millisecond; what is no instant has its own fault. */
function ordered(given: { startsAt: string; endsAt?: string | undefined }): boolean {
  const end = given.endsAt === undefined ? undefined : parseInstant(given.endsAt);
  const start = parseInstant(given.startsAt);
  return end === undefined || start === undefined || end > start;
}

const measured = { stage: codeOf(MEASURE_STAGES) };
const zeroToTen = integer(0, 10);
const oneToFive = integer(1, 5);
const zeroToSix = integer(0, 6);

/** Scores by instrument, with their bounds. */
const measureRecorded = z.discriminatedUnion('instrument', [
  z.strictObject({
    instrument: z.literal('ons4'),
    ...measured,
    scores: z.strictObject({
      satisfaction: zeroToTen,
      worthwhile: zeroToTen,
      happy: zeroToTen,
      anxious: zeroToTen,
    }),
  }),
  z.strictObject({
    instrument: z.literal('swemwbs'),
    ...measured,
    scores: z.strictObject({ raw: integer(7, 35) }),
  }),
  z.strictObject({
    instrument: z.literal('wemwbs'),
    ...measured,
    scores: z.strictObject({ total: integer(14, 70) }),
  }),
  z.strictObject({
    instrument: z.literal('pam13'),
    ...measured,
    scores: z.strictObject({ score: number(0, 100) }),
  }),
  z.strictObject({
    instrument: z.literal('eq5d5l'),
    ...measured,
    scores: z.strictObject({
      mobility: oneToFive,
      selfCare: oneToFive,
      usualActivities: oneToFive,
      pain: oneToFive,
      anxiety: oneToFive,
      vas: number(0, 100).optional(),
    }),
  }),
  z.strictObject({
    instrument: z.literal('ipaq_sf'),
    ...measured,
    scores: z.strictObject({ metMinutes: number(0, 20_000) }),
  }),
  z.strictObject({
    instrument: z.literal('mycaw'),
    ...measured,
    scores: z.strictObject({ concern1: zeroToSix, concern2: zeroToSix.optional(), wellbeing: zeroToSix }),
  }),
  z.strictObject({
    instrument: z.literal('ucla3'),
    ...measured,
    scores: z.strictObject({ total: integer(3, 9) }),
  }),
  z.strictObject({
    instrument: z.literal('active_minutes'),
    ...measured,
    scores: z.strictObject({ minutesPerWeek: number(0, 10_080) }),
  }),
]);

/** `data` by type as providers send it: the one source of checks, JSON Schema and OpenAPI. */
export const DATA_SCHEMAS = {
  'org.waymark.referral.received.v1': referralReceived,
  'org.waymark.referral.accepted.v1': z.strictObject({ role: role.optional() }),
  'org.waymark.referral.declined.v1': z.strictObject({ by: codeOf(DECLINED_BY), reason }),
  'org.waymark.contact.recorded.v1': z.strictObject({
    role,
    mode: codeOf(CONTACT_MODES),
    outcome: codeOf(CONTACT_OUTCOMES),
    minutes: integer(0, 600).optional(),
    actions: codesOf(CONTACT_ACTIONS).optional(),
    barriers: codesOf(BARRIERS).optional(),
  }),
  'org.waymark.support.assigned.v1': z.strictObject({ role }),
  'org.waymark.programme.agreed.v1': z.strictObject({
    activityProvider: opaqueId(),
    activity: codeOf(ACTIVITIES),
    plannedSessions: integer(1, 200).optional(),
    plannedWeeks: integer(1, 104).optional(),
    startsOn: date().optional(),
  }),
  'org.waymark.booking.made.v1': z
    .strictObject({
      bookingId: opaqueId(),
      activityProvider: opaqueId(),
      activity: codeOf(ACTIVITIES),
      startsAt: instant(),
      endsAt: instant().optional(),
      setting: codeOf(SETTINGS).optional(),
    })
    .refine(ordered, endsAfterStart),
  'org.waymark.booking.rescheduled.v1': z
    .strictObject({
      bookingId: opaqueId(),
      startsAt: instant(),
      endsAt: instant().optional(),
      by: codeOf(CANCELLED_BY).optional(),
    })
    .refine(ordered, endsAfterStart),
  'org.waymark.booking.cancelled.v1': z.strictObject({
    bookingId: opaqueId(),
    by: codeOf(CANCELLED_BY),
    reason,
  }),
  'org.waymark.attendance.recorded.v1': z.strictObject({
    bookingId: opaqueId(),
    outcome: codeOf(ATTENDANCE_OUTCOMES),
    reason,
    startsAt: instant().optional(),
    activity: codeOf(ACTIVITIES).optional(),
    activityProvider: opaqueId().optional(),
  }),
  'org.waymark.measure.recorded.v1': measureRecorded,
  'org.waymark.referral.closed.v1': z.strictObject({ outcome: codeOf(CLOSE_OUTCOMES), reason }),
  'org.waymark.event.voided.v1': z.strictObject({
    eventId: opaqueId(),
    source: uriReference().optional(),
    reason,
  }),
} as const satisfies Record<EventType, z.ZodType>;

/** `data` of each type as providers send it. */
export type SentData = { [T in EventType]: z.infer<(typeof DATA_SCHEMAS)[T]> };
