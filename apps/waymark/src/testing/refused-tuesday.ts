import path from 'node:path';
import { openEmbeddedLog, TOPICS, type EventLog } from '@waymark/event-log';
import { canonicalJson, londonDateText } from '@waymark/events';
import { world, type World } from '@waymark/pathways/testing';
import { Registry, RECEIPTS, type Receipts } from '@waymark/service';

const DAY_MS = 86_400_000;
const WEEKS = 10;
const GROUP = 12;
const TUESDAY = 2;
const WORKING_DAYS = [1, 2, 3, 4, 5];

/** A leisure trust whose groups meet every working day; of the last Tuesday it sent everything, and all of it was refused. */
export interface RefusedTuesday {
  /** London date of the day that was refused. */
  date: string;
  /** What was refused, as the trust has it: own referral, own booking, when. */
  refused: { subject: string; bookingId: string; at: string }[];
}

/** Fills the log of a data directory before the program starts on it. @param now epoch ms */
export async function makeRefusedTuesday(
  dataDir: string,
  provider: { id: string; prefix: string },
  now = Date.now(),
): Promise<RefusedTuesday> {
  const log = await openEmbeddedLog({ directory: path.join(dataDir, 'log') });
  try {
    await log.ensureTopics(Object.values(TOPICS));
    const date = lastTuesday(now);
    const history = world();
    const refused = meetings(history, provider.id, date, now);
    await append(log, history);
    await register(log, provider, date, refused.length);
    return { date, refused };
  } finally {
    await log.close();
  }
}

/** The last Tuesday that was; on a Tuesday the day before it, since a week on show begins after the last one. */
function lastTuesday(now: number): string {
  const days = [1, 2, 3, 4, 5, 6].map((ago) => now - ago * DAY_MS);
  const found = days.find((day) => new Date(day).getUTCDay() === TUESDAY) ?? now - DAY_MS;
  return londonDateText(found);
}

/** Every working day has a group of its own; what is told arrives in the evening. */
function meetings(history: World, provider: string, date: string, now: number): RefusedTuesday['refused'] {
  const refused: RefusedTuesday['refused'] = [];
  const days = Array.from({ length: WEEKS * 7 }, (_, nth) => now - (WEEKS * 7 - nth) * DAY_MS);
  const instant = (day: number, hour: number): string =>
    `${londonDateText(day)}T${String(hour).padStart(2, '0')}:00:00.000Z`;
  const begin = instant(days[0] ?? now, 6);
  const members = WORKING_DAYS.flatMap((weekday) =>
    Array.from({ length: GROUP }, (_, nth) => ({ weekday, subject: `member-${weekday}${nth + 10}` })),
  );
  for (const { subject } of members)
    history.provider(provider).referral(subject).received(begin, { icb: 'S0E4D', route: 'gp' });
  for (const day of days) {
    for (const { subject } of members.filter(({ weekday }) => weekday === new Date(day).getUTCDay())) {
      const bookingId = `${subject}-${londonDateText(day)}`;
      const at = instant(day, 10);
      const member = history.provider(provider).referral(subject);
      member.booked(begin, bookingId, at, { activity: 'walking' }, { received: begin });
      if (londonDateText(day) === date) refused.push({ subject, bookingId, at });
      else member.attended(at, bookingId, {}, { received: instant(day, 18) });
    }
  }
  return refused;
}

async function append(log: EventLog, history: World): Promise<void> {
  const sent = [...history.sent()].sort((a, b) => a.receivedAt - b.receivedAt);
  const records = sent.map(({ event, receivedAt }) => ({
    key: `${event.providerid}/${event.subject}`,
    value: new TextEncoder().encode(canonicalJson(event)),
    appendedAt: receivedAt,
  }));
  await log.append(TOPICS.events.name, records);
}

/** The provider, and what ingest kept of that day: counts by code and place. */
async function register(
  log: EventLog,
  { id, prefix }: { id: string; prefix: string },
  day: string,
  count: number,
): Promise<void> {
  const registry = await Registry.open(log);
  await registry.putProvider({ id, name: id, sourcePrefixes: [prefix], keys: [] });
  const at = `${day}T18:00:00.000Z`;
  const group = { code: 'not_in_list', pointer: '/data/outcome', count, firstAt: at, lastAt: at };
  const receipts: Receipts = { provider: id, process: 'before', day, duplicates: 0, refused: [group] };
  await registry.put(RECEIPTS, `${id}/${day}/before`, receipts);
  await registry.close();
}
