import { DAY, HOUR, MINUTE, WEEK } from './calendar.js';
import type { Dossier, Draft } from './dossier.js';
import type { Delivered } from './encode.js';
import { HABITS, type Habits } from './habits.js';
import type { Random } from './random.js';

/** Shares of the events concerned. Chosen: rare enough to leave the picture alone, frequent enough to occur in any demonstration. */
const DUPLICATED = 0.002;
const CONFLICTING = 0.0005;
const REVISED = 0.01;
const VOIDED = 0.003;
const VOID_UNDONE = 0.1;
const FACTS_COMPLETED_LATER = 0.02;
const FACTS_NEVER_SENT = 0.003;
/** Of the attendances, those typed in much later than usual. */
const LONG_TAIL = 0.04;
/** Kept by a feed's gap of the lossy kind. */
const SENT_AFTERWARDS = new Set(['referral.received', 'referral.accepted', 'referral.closed']);
/** What a provider that joins tells of referrals already under way. */
const TOLD_ON_JOINING = new Set(['referral.received', 'referral.accepted', 'programme.agreed']);

/**
 * How a dossier reaches the log by its provider's habits: when recorded, when sent, what was corrected or sent twice.
 * @param end nothing is sent after it, epoch ms
 */
export function deliver(
  dossier: Dossier,
  end: number,
  random: Random,
  send: (delivered: Delivered) => void,
): void {
  const courier = new Courier(dossier, HABITS[dossier.provider], end, random, send);
  for (const draft of dossier.drafts) courier.send(draft);
}

class Courier {
  /** A file's place in its provider's batch: one delay for all, so that what is sent together stays in order. */
  private readonly delay: number;

  constructor(
    private readonly dossier: Dossier,
    private readonly habits: Habits,
    private readonly end: number,
    private readonly random: Random,
    private readonly deliver: (delivered: Delivered) => void,
  ) {
    this.delay = random.whole(1, 2400) * 1000;
  }

  send(draft: Draft): void {
    if (draft.type === 'attendance.recorded') this.sendAttendance(draft);
    else if (draft.type === 'referral.received') this.sendFacts(draft);
    else this.record(draft, this.random.whole(1, 20) * MINUTE);
  }

  private sendAttendance(draft: Draft): void {
    const { random, habits } = this;
    const lag = random.exponential(habits.entryLagDays) * (random.chance(LONG_TAIL) ? 12 : 1);
    const lagMs = HOUR + Math.floor((lag * DAY) / MINUTE) * MINUTE;
    this.record(draft, lagMs);
    const fate = random.next();
    if (fate < REVISED) this.record(this.revised(draft), lagMs + random.whole(1, 12) * DAY);
    else if (fate < REVISED + VOIDED) this.void(draft, lagMs);
    else if (fate < REVISED + VOIDED + CONFLICTING) {
      this.record({ ...this.revised(draft), revision: 0 }, lagMs + random.whole(1, 12) * DAY);
    }
  }

  /** A correction: who was thought to have come had not, and the other way round. */
  private revised(draft: Draft): Draft {
    const data = draft.data as { outcome: string; reason?: string };
    const other = this.habits.onlyAttendances ? 'attended_late' : 'did_not_attend';
    const outcome = data.outcome === 'attended' ? other : 'attended';
    return { ...draft, revision: 1, data: { ...data, outcome, reason: undefined } };
  }

  /** Entered by mistake and taken back, sometimes from the provider's other system; rarely that was the mistake. */
  private void(draft: Draft, lagMs: number): void {
    const { random } = this;
    const elsewhere = random.chance(0.25);
    const later = lagMs + random.whole(1, 20) * DAY;
    const void1: Draft = {
      ...draft,
      id: `${draft.id}.void`,
      ...(elsewhere && { source: draft.source.replace(/sessions$/, 'cases') }),
      type: 'event.voided',
      time: draft.time + lagMs + DAY,
      data: { eventId: draft.id, reason: 'other', source: elsewhere ? draft.source : undefined },
    };
    this.record(void1, later - lagMs);
    if (!random.chance(VOID_UNDONE)) return;
    const undone = { ...void1, id: `${draft.id}.undone`, time: void1.time + later + DAY };
    this.record({ ...undone, data: { eventId: void1.id, reason: 'other' } }, HOUR);
  }

  /** Some facts are completed by a revision, days after; those of a few onward referrals never come: orphans. */
  private sendFacts(draft: Draft): void {
    if (isOnward(draft.data) && this.random.chance(FACTS_NEVER_SENT)) return;
    const lagMs = this.random.whole(1, 30) * MINUTE;
    if (!this.random.chance(FACTS_COMPLETED_LATER)) {
      this.record(draft, lagMs);
      return;
    }
    const known = { ...draft.data, ageBand: undefined, practice: undefined, sex: undefined };
    this.record({ ...draft, data: known }, lagMs);
    this.record({ ...draft, revision: 1 }, lagMs + this.random.whole(2, 30) * DAY);
  }

  private record(draft: Draft, lagMs: number): void {
    const recordedAt = draft.time + lagMs;
    const due = this.appendedAt(draft, recordedAt);
    // The last referrals' facts are sent in time for the end: as many referrals are known as were asked for.
    const appendedAt = isFirst(draft) && due !== undefined ? Math.min(due, this.end) : due;
    if (appendedAt === undefined || appendedAt > this.end) return;
    const given = this.habits.givesRecordedTime ? recordedAt : undefined;
    const delivered = { draft, dossier: this.dossier, recordedAt: given, appendedAt };
    this.deliver(delivered);
    if (!this.random.chance(DUPLICATED)) return;
    const again = appendedAt + this.random.whole(2, 7200) * 1000;
    if (again <= this.end) this.deliver({ ...delivered, appendedAt: again });
  }

  /** `undefined`: never sent. */
  private appendedAt({ type, time }: Draft, recordedAt: number): number | undefined {
    const { from, until, silence } = this.habits;
    let at = nextDelivery(this.habits.delivery, recordedAt) + this.delay;
    if (from !== undefined && time < from) {
      if (!TOLD_ON_JOINING.has(type)) return undefined;
      at = Math.max(at, from + 9 * HOUR + this.delay);
    }
    if (until !== undefined && at > until + DAY) return undefined;
    if (silence && at >= silence.from && at < silence.to) {
      if (silence.kind === 'lost' && !SENT_AFTERWARDS.has(type)) return undefined;
      at = silence.to + 9 * HOUR + this.delay;
    }
    return at;
  }
}

function isOnward(data: object): boolean {
  return 'kind' in data && data.kind === 'onward';
}

function isFirst({ type, revision, data }: Draft): boolean {
  return type === 'referral.received' && revision === 0 && !isOnward(data);
}

/** The next moment at which a provider's system sends what it holds. */
function nextDelivery(delivery: Habits['delivery'], after: number): number {
  if (delivery === 'live') return after;
  if (delivery === 'nightly') return onTheGrid(after, DAY, 2 * HOUR);
  // The first Monday of the calendar was its fifth day.
  if (delivery === 'weekly') return onTheGrid(after, WEEK, 4 * DAY + 5 * HOUR);
  const date = new Date(after);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 3, 6);
}

function onTheGrid(after: number, step: number, offset: number): number {
  return Math.ceil((after - offset) / step) * step + offset;
}
