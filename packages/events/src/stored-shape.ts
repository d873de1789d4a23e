import type { EventType } from './stored-event.js';

/**
 * What the tables need of a stored event. Codes and bounds were checked at admission and are not checked again; but a
 * value that no column takes would stop the processor for ever, because a batch is tried until it goes in.
 */
type Check = (value: unknown) => boolean;

const ID = /^[A-Za-z0-9._:-]{1,128}$/;
const INSTANT = /^20\d\d-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;
const REVISION_MAX = 2_147_483_647;
const COUNT_MAX = 65_535;

const text: Check = (value) => typeof value === 'string';
const id: Check = (value) => typeof value === 'string' && ID.test(value);
const instant: Check = (value) =>
  typeof value === 'string' && INSTANT.test(value) && isCalendarDate(value.slice(0, 10));
const date: Check = (value) =>
  typeof value === 'string' && /^20\d\d-\d\d-\d\d$/.test(value) && isCalendarDate(value);
const count: Check = (value) => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= COUNT_MAX;
const texts: Check = (value) => Array.isArray(value) && value.every(text);
const numbers: Check = (value) =>
  isObject(value) && Object.values(value).every((score) => Number.isFinite(score));

const ENVELOPE: readonly (readonly [string, Check])[] = [
  ['id', id],
  ['source', (value) => typeof value === 'string' && value !== '' && !value.includes(' ')],
  ['subject', id],
  ['providerid', id],
  ['time', instant],
  ['recordedtime', (value) => value === undefined || instant(value)],
  ['revision', (value) => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= REVISION_MAX],
];

/** Members of `data`; a name means the same in every type that has it. */
const MEMBERS: ReadonlyMap<string, Check> = new Map([
  ['person', (value) => isObject(value) && optional(value['id'], text) && optional(value['nhs'], text)],
  ['partOf', (value) => isObject(value) && id(value['provider']) && id(value['subject'])],
  ...each(text, 'kind practice lsoa icb ageBand sex ethnicity route role by reason outcome'),
  ...each(text, 'activity setting mode instrument stage source'),
  ...each(id, 'bookingId eventId activityProvider'),
  ...each(texts, 'reasons actions barriers'),
  ...each(instant, 'startsAt endsAt'),
  ...each(count, 'minutes plannedSessions plannedWeeks'),
  ['startsOn', date],
  ['activityBased', (value) => typeof value === 'boolean'],
  ['scores', numbers],
]);

/** Members of `data` that the projection cannot do without, by type. */
const NEEDED: Partial<Record<EventType, readonly string[]>> = {
  'org.waymark.referral.received.v1': ['person'],
  'org.waymark.referral.declined.v1': ['by'],
  'org.waymark.contact.recorded.v1': ['role', 'mode', 'outcome'],
  'org.waymark.support.assigned.v1': ['role'],
  'org.waymark.programme.agreed.v1': ['activityProvider', 'activity'],
  'org.waymark.booking.made.v1': ['bookingId', 'activityProvider', 'activity', 'startsAt'],
  'org.waymark.booking.rescheduled.v1': ['bookingId', 'startsAt'],
  'org.waymark.booking.cancelled.v1': ['bookingId', 'by'],
  'org.waymark.attendance.recorded.v1': ['bookingId', 'outcome'],
  'org.waymark.measure.recorded.v1': ['instrument', 'stage', 'scores'],
  'org.waymark.referral.closed.v1': ['outcome'],
  'org.waymark.event.voided.v1': ['eventId'],
};

/** What is wrong with an event of a known type, naming members only; `undefined` when nothing is. */
export function shapeFault(event: Record<string, unknown>): string | undefined {
  const wrong = ENVELOPE.find(([name, check]) => !check(event[name]));
  if (wrong !== undefined) return `The record has no ${wrong[0]} that can be read.`;
  const { data } = event;
  if (!isObject(data)) return 'The record has no data.';
  const absent = NEEDED[event['type'] as EventType]?.find((name) => data[name] === undefined);
  if (absent !== undefined) return `The data has no ${absent}.`;
  for (const name of Object.keys(data)) {
    if (MEMBERS.get(name)?.(data[name]) === false) return `The data has no ${name} that can be read.`;
  }
  return undefined;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function each(check: Check, names: string): [string, Check][] {
  return names.split(' ').map((name) => [name, check]);
}

function optional(value: unknown, check: Check): boolean {
  return value === undefined || check(value);
}

/** Not one that a parser would carry over into the next month. */
function isCalendarDate(day: string): boolean {
  if (/-(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])$/.test(day)) return true;
  const parsed = new Date(`${day}T00:00:00.000Z`);
  return parsed.getUTCDate() === Number(day.slice(8)) && parsed.getUTCMonth() + 1 === Number(day.slice(5, 7));
}
