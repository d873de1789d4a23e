import * as events from '@waymark/events';
import { londonTime } from '../../labels/periods.js';

const KINDS: Readonly<Record<string, string>> = {
  'referral.received': 'Referral',
  'referral.accepted': 'Referral accepted',
  'referral.declined': 'Referral declined',
  'contact.recorded': 'Contact',
  'support.assigned': 'Support assigned',
  'programme.agreed': 'Programme agreed',
  'booking.made': 'Session booked',
  'booking.rescheduled': 'Session moved',
  'booking.cancelled': 'Session cancelled',
  'attendance.recorded': 'Attendance',
  'measure.recorded': 'Outcome measure',
  'referral.closed': 'Referral closed',
  'event.voided': 'Event taken back',
};

/** What an event is, in words: "Session booked". */
export function kindText(type: string): string {
  const short = type.replace(/^org\.waymark\./, '').replace(/\.v\d+$/, '');
  return KINDS[short] ?? short;
}

/** What some events are: "Referral, Session booked (12 times)". */
export function kindsText(events: readonly { type: string }[]): string {
  const counts = new Map<string, number>();
  for (const { type } of events) counts.set(kindText(type), (counts.get(kindText(type)) ?? 0) + 1);
  return [...counts].map(([kind, many]) => (many === 1 ? kind : `${kind} (${many} times)`)).join(', ');
}

/** Lists by the member of an event's data that holds a code of them. */
const LISTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  activity: events.ACTIVITIES,
  outcome: { ...events.CLOSE_OUTCOMES, ...events.CONTACT_OUTCOMES, ...events.ATTENDANCE_OUTCOMES },
  sex: events.SEXES,
  ageBand: events.AGE_BANDS,
  route: events.ROUTES,
  reasons: events.REFERRAL_REASONS,
  stage: events.MEASURE_STAGES,
  instrument: events.INSTRUMENTS,
};

const NAMES: Readonly<Record<string, string>> = {
  activity: 'activity',
  activityProvider: 'run by',
  ageBand: 'age',
  lsoa: 'neighbourhood',
  outcome: 'outcome',
  practice: 'GP practice',
  reasons: 'reasons',
  route: 'referred by',
  sex: 'sex',
  startsAt: 'starts',
  stage: 'stage',
  instrument: 'questions',
};

/** Ids tell people nothing. */
const UNSAID = ['bookingId', 'person'];

/** What an event says, as "activity: Swimming; starts: 5 January 2026, 10:00". */
export function dataText(data: Readonly<Record<string, unknown>>): string {
  return Object.entries(data)
    .filter(([name]) => !UNSAID.includes(name))
    .map(([name, value]) => `${NAMES[name] ?? name}: ${valueText(name, value)}`)
    .join('; ');
}

function valueText(name: string, value: unknown): string {
  if (Array.isArray(value)) return value.map((each) => valueText(name, each)).join(', ');
  if (typeof value === 'object' && value !== null)
    return Object.entries(value)
      .map(([member, each]) => `${member} ${valueText(member, each)}`)
      .join(', ');
  if (typeof value === 'string' && name.endsWith('At')) return whenText(value);
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  return LISTS[name]?.[text] ?? text;
}

/** A day, with the time of day where it is told: midnight in London is a day alone. */
export function whenText(instant: string): string {
  return londonTime(instant).replace(/, 00:00$/, '');
}

/** "1 July 2026", or "1 July 2026 to 19 October 2026". */
export function spanText(instants: readonly string[]): string {
  const [first = '', last = first] = [instants.toSorted()[0], instants.toSorted().at(-1)].map((each) =>
    each === undefined ? '' : londonTime(each).replace(/,.*/, ''),
  );
  return first === last ? first : `${first} to ${last}`;
}
