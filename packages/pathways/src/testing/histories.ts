import fc from 'fast-check';
import type { AnyStoredEvent } from '@waymark/events';
import type { Sent } from './append.js';
import { contents, facts, instants, plainContents, seldom, type Content } from './contents.js';

/**
 * Random histories of a few referrals of a few providers, made to collide: ids revised, revised with other content under
 * the same number or as another type, sent again, voided to any depth; bookings under few ids; `partOf` in chains, circles
 * and to nobody; NHS pseudonyms shared; ties in every key of every order. What they hold is what ingest would admit.
 */
export interface HistoryOptions {
  /** Most ids beside the referrals' own facts. Default 60. */
  ids?: number;
  /**
   * Every event carries `recordedtime`, no two of them share both times and none conflict: the histories for which the
   * contract promises the same answer in any order of arrival. Default false.
   */
  tidy?: boolean;
}

/** Twelve referrals; names whose order by code point differs from that by number or alphabet. */
const REFERRALS = ['a', 'B', 'b', 'c'].flatMap((provider) =>
  ['1', '10', '2'].map((subject) => ({ provider, subject })),
);
const NOBODY = { provider: 'nobody', subject: '1' };
/** Most of what happens falls on the first three, so that it meets. */
const anyReferral = fc.oneof(
  { weight: 4, arbitrary: fc.nat(2) },
  { weight: 1, arbitrary: fc.nat(REFERRALS.length - 1) },
);

/** One id and all that was ever sent under it. */
interface Slot {
  referral: number;
  source: number;
  /** An id that several slots may use, else one of its own. */
  sharedId: number | undefined;
  contents: Content[];
  /** A content of another type under the same id: always a conflict. */
  intruder: Content | undefined;
  /** The first content once more, a revision higher than all: A, B, A. */
  back: boolean;
  /** All sent again as they were, as a provider's retry does. */
  again: boolean;
  /** Of a void: what each content names. */
  names: Name[] | undefined;
}

interface Name {
  /** Among the slots of the void's own referral (itself included), or among all. */
  slot: number;
  elsewhere: boolean;
  givesSource: boolean;
}

const rarely = fc.integer({ min: 0, max: 9 }).map((n) => n === 9);

const envelope = {
  referral: anyReferral,
  source: fc.constantFrom(0, 0, 0, 1),
  sharedId: seldom(fc.nat(3)),
  back: rarely,
  again: rarely,
  intruder: fc.constant(undefined),
  names: fc.constant(undefined),
};

const plainSlots: fc.Arbitrary<Slot> = fc.record({
  ...envelope,
  contents: plainContents,
  intruder: seldom(plainContents.map(([first]) => first)),
});

const voidContents = contents('event.voided', fc.constant({ eventId: '' }));
const name = fc.record({ slot: fc.nat(), elsewhere: rarely, givesSource: fc.boolean() });

const voidSlots: fc.Arbitrary<Slot> = fc.record({
  ...envelope,
  contents: fc.array(voidContents, { minLength: 1, maxLength: 2 }),
  names: fc.array(name, { minLength: 2, maxLength: 2 }),
});

const nhs = fc.option(fc.constantFrom('n1.x', 'n1.y', 'n2.x'), { nil: undefined, freq: 3 });

/** How the referrals of a history hang together: any way, or nearly all in one chain of `partOf`. */
type Shape = 'mixed' | 'chained';

/** `data` of a `referral.received`; a `partOf` mostly names the next referral of the list, so that chains grow long. */
function receivedData(own: number, shape: Shape) {
  const next = { weight: shape === 'chained' ? 40 : 5, arbitrary: fc.constant(after(own)) };
  const partOf = fc.option(
    fc.oneof(
      next,
      { weight: 3, arbitrary: fc.constantFrom(...REFERRALS) },
      { weight: 1, arbitrary: fc.constant(NOBODY) },
    ),
    { nil: undefined, freq: shape === 'chained' ? 30 : 3 },
  );
  const onward = fc.nat(shape === 'chained' ? 5 : 2).map((n) => n > 0);
  return fc.record({ facts, onward, said: fc.boolean(), partOf, nhs }).map((given) => ({
    ...given.facts,
    person: given.nhs === undefined ? { id: `p1.${own}` } : { nhs: given.nhs },
    ...(given.onward ? { kind: 'onward' as const } : given.said ? { kind: 'initial' as const } : {}),
    ...(given.onward && given.partOf ? { partOf: given.partOf } : {}),
  }));
}

function after(referral: number) {
  return REFERRALS[(referral + 1) % REFERRALS.length];
}

/** Facts of the referral under one id. */
function factSlot(referral: number, shape: Shape): fc.Arbitrary<Slot> {
  const received = contents('referral.received', receivedData(referral, shape));
  return fc.record({
    ...envelope,
    referral: fc.constant(referral),
    contents: fc.array(received, { minLength: 1, maxLength: 2 }),
  });
}

/** The facts of most referrals of the list, some told again under another id; those without any are orphans. */
function factSlots(shape: Shape): fc.Arbitrary<Slot[]> {
  const first = REFERRALS.map((_, referral) =>
    fc.option(factSlot(referral, shape), { nil: undefined, freq: shape === 'chained' ? 20 : 6 }),
  );
  const again = fc.array(
    anyReferral.chain((referral) => factSlot(referral, shape)),
    { maxLength: 3 },
  );
  return fc
    .tuple(fc.tuple(...first), again)
    .map(([slots, more]) => [...slots.filter((slot) => slot !== undefined), ...more]);
}

type Identity = Pick<AnyStoredEvent, 'providerid' | 'subject' | 'source' | 'id'>;

function identityOf(slot: Slot, index: number, tidy: boolean): Identity {
  const { provider, subject } = REFERRALS[slot.referral] ?? NOBODY;
  return {
    providerid: provider,
    subject,
    source: `urn:${provider}:${slot.source}`,
    id: slot.sharedId === undefined || tidy ? `e${index}` : `shared${slot.sharedId}`,
  };
}

/** The `data` of a void that names one of the identities. */
function voidData(own: Identity, { slot, elsewhere, givesSource }: Name, all: readonly Identity[]) {
  const beside = all.filter((one) => one.providerid === own.providerid && one.subject === own.subject);
  const among = elsewhere ? all : beside;
  const target = among[slot % among.length] ?? own;
  return { eventId: target.id, ...(givesSource ? { source: target.source } : {}) };
}

/** All that is sent under one id, once each. */
function eventsOf(slot: Slot, own: Identity, all: readonly Identity[], tidy: boolean): AnyStoredEvent[] {
  const sent = slot.contents.map((content, at) => {
    const name = slot.names?.[at];
    return eventOf(own, {
      ...content,
      said: name ? { ...content.said, data: voidData(own, name, all) } : content.said,
      revision: tidy ? at : (content.revision ?? at),
    });
  });
  if (slot.intruder && !tidy) sent.push(eventOf(own, slot.intruder));
  return slot.back && sent[0] ? [...sent, { ...sent[0], revision: 4 }] : sent;
}

function eventOf(own: Identity, { said, time, recorded, revision = 0 }: Content): AnyStoredEvent {
  const recordedtime = recorded === undefined ? {} : { recordedtime: recorded };
  return { specversion: '1.0', ...own, ...said, time, ...recordedtime, revision } as AnyStoredEvent;
}

/** Ten milliseconds apart: the instants drawn are one or very many apart, so no two of these are equal. */
function recordedApart(event: AnyStoredEvent, index: number): AnyStoredEvent {
  const recorded = Date.parse(event.recordedtime ?? event.time) + index * 10;
  return { ...event, recordedtime: new Date(recorded).toISOString() };
}

function allEvents(slots: readonly Slot[], tidy: boolean): AnyStoredEvent[] {
  const identities = slots.map((slot, index) => identityOf(slot, index, tidy));
  const sent = slots.flatMap((slot, index) => {
    const own = identities[index];
    return own ? eventsOf(slot, own, identities, tidy).map((event) => ({ event, again: slot.again })) : [];
  });
  const events = sent.map(({ event }, index) => (tidy ? recordedApart(event, index) : event));
  return [...events, ...events.filter((_, index) => sent[index]?.again)];
}

/**
 * Histories as they reach the log, in their order. Append times stand on the same instants as the events' own, and often
 * on one another.
 */
export function histories({ ids = 60, tidy = false }: HistoryOptions = {}): fc.Arbitrary<Sent[]> {
  const more = fc.array(fc.oneof({ weight: 5, arbitrary: plainSlots }, { weight: 2, arbitrary: voidSlots }), {
    maxLength: ids,
    size: 'max',
  });
  return fc
    .tuple(fc.oneof(factSlots('mixed'), factSlots('chained')), more)
    .map(([received, others]) => allEvents([...received, ...others], tidy))
    .chain((events) =>
      fc.tuple(
        fc.shuffledSubarray(events, { minLength: events.length }),
        fc.array(instants, { minLength: events.length, maxLength: events.length }),
      ),
    )
    .map(([events, receipts]) => {
      const times = receipts.map((at) => Date.parse(at)).sort((a, b) => a - b);
      return events.map((event, at) => ({ event, receivedAt: times[at] ?? 0 }));
    });
}

/** The same events reaching the log in another order, at the times at which the others did. */
export function rearrivals(sent: readonly Sent[]): fc.Arbitrary<Sent[]> {
  return fc
    .shuffledSubarray([...sent], { minLength: sent.length })
    .map((order) => order.map(({ event }, at) => ({ event, receivedAt: sent[at]?.receivedAt ?? 0 })));
}
