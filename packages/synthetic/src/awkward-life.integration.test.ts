import { foldPathways, type FoldedPathways, type KnownEvent, type Pathway } from '@waymark/pathways';
import { GARDEN_JOINED, STEPS_LEFT } from './providers.js';
import { known, make, OPTIONS } from './testing/make.js';
import { day, sessionsBefore, share, type Session } from './testing/questions.js';

/** What real feeds do, present and countable in the demonstration. */
const end = OPTIONS.end.getTime();
let events: KnownEvent[];
let folded: FoldedPathways;
let journeys: Pathway[];
let sessions: Session[];
beforeAll(async () => {
  events = known(await make({ referrals: 6_000 }));
  folded = foldPathways(events);
  journeys = folded.pathways;
  sessions = sessionsBefore(journeys, end);
});

type Type<T extends string> = Extract<KnownEvent['event'], { type: `org.waymark.${T}.v1` }>;
function ofType<T extends string>(type: T): (KnownEvent & { event: Type<T> })[] {
  return events.filter(
    (known): known is KnownEvent & { event: Type<T> } => known.event.type === `org.waymark.${type}.v1`,
  );
}
const by = (provider: string): KnownEvent[] => events.filter(({ event }) => event.providerid === provider);
const onward = () => ofType('referral.received').filter(({ event }) => event.data.kind === 'onward');
/** Keys of the onward referrals that joined an initial one. */
const joined = (): Set<string> =>
  new Set(
    journeys
      .filter(({ kind }) => kind === 'initial')
      .flatMap((p) =>
        p.referral_subject.slice(1).map((subject, n) => `${p.referral_provider[n + 1]}/${subject}`),
      ),
  );
const isJoined = (all: Set<string>) => (known: KnownEvent) =>
  all.has(`${known.event.providerid}/${known.event.subject}`);

describe('journeys across providers', () => {
  test('have referrals of several providers, each under an id of its own', () => {
    const across = journeys.filter((p) => new Set(p.referral_provider).size > 1);
    expect(across.length).toBeGreaterThan(1_000);
    expect(across.filter((p) => new Set(p.referral_subject).size < p.referral_subject.length)).toEqual([]);
  });

  test('are linked by partOf, and by the NHS number alone', () => {
    const all = joined();
    const linked = onward().filter(isJoined(all));
    expect(linked.filter(({ event }) => event.data.partOf !== undefined).length).toBeGreaterThan(1_000);
    const byNumber = linked.filter(({ event }) => event.data.partOf === undefined && event.data.person.nhs);
    expect(byNumber.length).toBeGreaterThan(300);
  });

  test('stay apart at a trust that sends neither', () => {
    const trust = onward().filter(({ event }) => event.providerid === 'demo-trust');
    expect(trust.length).toBeGreaterThan(100);
    expect(trust.filter(isJoined(joined()))).toEqual([]);
  });

  test('reach over a referral in between, and break where an id was mistyped', () => {
    const providers = new Map(onward().map(({ event }) => [`${event.providerid}/${event.subject}`, event]));
    const chained = onward().filter(({ event: { data } }) =>
      providers.has(`${data.partOf?.provider}/${data.partOf?.subject}`),
    );
    expect(chained.length).toBeGreaterThan(20);
    const broken = journeys.filter((p) => p.referral_part_of_broken.includes(1));
    expect(broken.length).toBeGreaterThan(5);
  });

  test('wait for facts that never come: orphans', () => {
    expect(folded.orphans.length).toBeGreaterThan(3);
  });

  test('are closed at hand-over by link workers, before the activity begins', () => {
    const handedOver = journeys.filter((p) => {
      const closed = p.closing_at.find(
        (_, n) => p.closing_ref[n] === 0 && p.closing_outcome[n] === 'completed',
      );
      return closed !== undefined && closed < (p.first_attended_at ?? 0);
    });
    expect(handedOver.length).toBeGreaterThan(300);
  });

  test('hold two activities at a time for some', () => {
    const parallel = journeys.filter((p) => {
      const days = p.referral_subject.map((_, ref) =>
        p.session_start.filter((_, n) => p.session_ref[n] === ref && p.session_outcome[n] === 'attended'),
      );
      const spans = days
        .filter((starts) => starts.length > 1)
        .map((starts) => [starts[0]!, starts.at(-1)!] as const);
      return spans.some(([from], a) =>
        spans.some(([, to], b) => a !== b && from >= spans[b]![0] && from < to),
      );
    });
    expect(parallel.length).toBeGreaterThan(50);
  });

  test('are begun again by the same person, within the year and after it', () => {
    const dates = new Map<string, number[]>();
    for (const { person_nhs, referred_at, kind } of journeys) {
      if (kind === 'initial' && person_nhs)
        dates.set(person_nhs, [...(dates.get(person_nhs) ?? []), referred_at]);
    }
    const gaps = [...dates.values()].flatMap((all) => {
      const days = all.map(day).sort((a, b) => a - b);
      return days.slice(1).map((later, n) => later - (days[n] ?? 0));
    });
    expect(gaps.filter((gap) => gap <= 365).length).toBeGreaterThan(50);
    expect(gaps.filter((gap) => gap > 365).length).toBeGreaterThan(50);
  });
});

describe('bookings', () => {
  test('are made in blocks of eight and more for some, and not at all by drop-ins', () => {
    const together = new Map<string, number>();
    for (const { event } of ofType('booking.made')) {
      const at = `${event.subject} ${event.time}`;
      together.set(at, (together.get(at) ?? 0) + 1);
    }
    expect([...together.values()].filter((count) => count >= 8).length).toBeGreaterThan(200);
    expect(sessions.filter(({ booked }) => !booked).length).toBeGreaterThan(1_000);
  });

  test('are changed only after they were made', () => {
    const made = new Map(
      ofType('booking.made').map(({ event }) => [`${event.providerid} ${event.data.bookingId}`, event.time]),
    );
    const changes = [...ofType('booking.cancelled'), ...ofType('booking.rescheduled')];
    const early = changes.filter(
      ({ event }) => event.time <= (made.get(`${event.providerid} ${event.data.bookingId}`) ?? ''),
    );
    expect(changes.length).toBeGreaterThan(5_000);
    expect(early).toEqual([]);
  });

  test('are moved after their outcome by mistake', () => {
    expect(journeys.filter((p) => p.rescheduled_after_outcome > 0).length).toBeGreaterThan(10);
  });
});

describe('feeds', () => {
  test('join in mid-year: nothing is sent before, and some referrals are then already under way', () => {
    const garden = by('demo-garden');
    const joinedAt = Date.parse(GARDEN_JOINED);
    expect(Math.min(...garden.map(({ receivedAt }) => receivedAt))).toBeGreaterThanOrEqual(joinedAt);
    const before = garden
      .filter(({ event }) => Date.parse(event.time) < joinedAt)
      .map(({ event }) => event.type);
    expect(before).toContain('org.waymark.referral.received.v1');
    expect(before).not.toContain('org.waymark.attendance.recorded.v1');
  });

  test('end: nothing comes after a contract ended', () => {
    const steps = by('demo-steps').map(({ receivedAt }) => receivedAt);
    expect(steps.length).toBeGreaterThan(500);
    expect(Math.max(...steps)).toBeLessThanOrEqual(Date.parse(STEPS_LEFT) + 2 * 86_400_000);
  });

  test('are silent for a month, and what happened in it stays unknown', () => {
    const during = by('demo-coast').filter(({ receivedAt }) => isIn('2026-02', receivedAt));
    expect(during).toEqual([]);
    const recorded = (month: string): number =>
      share(
        sessions.filter(
          ({ provider, start, booked }) => provider === 'demo-coast' && booked && isIn(month, start),
        ),
        ({ outcome }) => outcome !== '',
      );
    expect(recorded('2026-02')).toBeLessThan(0.5 * recorded('2025-11'));
  });

  test('are silent for a fortnight and bring it all afterwards', () => {
    const [from, to] = [Date.parse('2025-05-05'), Date.parse('2025-05-19')];
    const northern = by('demo-northern');
    expect(northern.filter(({ receivedAt }) => receivedAt >= from && receivedAt < to)).toEqual([]);
    const late = northern.filter(
      ({ receivedAt, event }) =>
        receivedAt >= to && receivedAt < to + 86_400_000 && Date.parse(event.time) < to - 5 * 86_400_000,
    );
    expect(late.length).toBeGreaterThan(30);
  });

  test('tell of attendances alone at one provider: nothing missed, nothing cancelled', () => {
    const outcomes = new Set(
      sessions.filter(({ provider }) => provider === 'demo-voices').map((s) => s.outcome),
    );
    outcomes.delete('');
    expect([...outcomes]).toEqual(['attended']);
  });

  test('give the time of recording at some providers and not at others', () => {
    const gives = (provider: string): number =>
      share(by(provider), ({ event }) => event.recordedtime !== undefined);
    expect([gives('demo-leisure'), gives('demo-trust')]).toEqual([1, 0]);
  });
});

describe('records', () => {
  test('of attendances come late: most within days, some after weeks', () => {
    const lags = ofType('attendance.recorded').map(
      ({ event, receivedAt }) => (receivedAt - Date.parse(event.time)) / 86_400_000,
    );
    expect(share(lags, (days) => days <= 7)).toBeGreaterThan(0.75);
    expect(share(lags, (days) => days > 14)).toBeGreaterThan(0.01);
  });

  test('come twice, contradict each other, are revised and completed', () => {
    expect(folded.quality.duplicates).toBeGreaterThan(100);
    expect(folded.quality.conflicts).toBeGreaterThan(5);
    const revised = events.filter(({ event }) => event.revision > 0).map(({ event }) => event.type);
    expect(revised.filter((type) => type.includes('attendance')).length).toBeGreaterThan(100);
    expect(revised.filter((type) => type.includes('received')).length).toBeGreaterThan(50);
  });

  test('are voided, from the same source and another, and voids are undone', () => {
    const voids = ofType('event.voided').map(({ event }) => event);
    const ids = new Set(voids.map(({ id }) => id));
    const undone = voids.filter(({ data }) => ids.has(data.eventId));
    expect(undone.length).toBeGreaterThan(2);
    expect(voids.length - undone.length).toBeGreaterThan(50);
    expect(voids.filter(({ data }) => data.source !== undefined).length).toBeGreaterThan(10);
    const told = new Set(events.map(({ event }) => event.id));
    expect(voids.filter(({ data }) => !told.has(data.eventId))).toEqual([]);
  });
});

/** Whether an instant lies in a month `YYYY-MM` (UTC). */
function isIn(month: string, at: number): boolean {
  return new Date(at).toISOString().startsWith(month);
}
