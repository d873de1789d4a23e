import { countingEvents } from './counting-events.js';
import { world, type Envelope, type ReferralHistory, type World } from './testing/index.js';

/** A referral of provider `a`; contacts stand in for any event, told apart by their minutes. */
function history(): {
  log: World;
  r: ReferralHistory;
  contact: (minutes: number, envelope?: Envelope) => void;
} {
  const log = world();
  const r = log.provider('a').referral('r1');
  const contact = (minutes: number, envelope: Envelope = {}): void => {
    r.contact('2026-03-01', { minutes }, envelope);
  };
  return { log, r, contact };
}

/** Minutes of the counting contacts, in counting order. */
function minutes(log: World, asOf?: string): (number | undefined)[] {
  return countingEvents(log.events(), asOf === undefined ? undefined : Date.parse(asOf)).events.flatMap(
    ({ event }) => (event.type === 'org.waymark.contact.recorded.v1' ? [event.data.minutes] : []),
  );
}

function quality(log: World): { duplicates: number; conflicts: number } {
  const { duplicates, conflicts } = countingEvents(log.events());
  return { duplicates, conflicts };
}

describe('what is known at the as-of instant', () => {
  test('an event received at the instant is known, one received a millisecond later is not', () => {
    const { log, contact } = history();
    contact(1, { received: '2026-03-01T10:00:00.000Z' });
    contact(2, { received: '2026-03-01T10:00:00.001Z' });
    expect(minutes(log, '2026-03-01T10:00:00.000Z')).toEqual([1]);
    expect(minutes(log, '2026-03-01T10:00:00.001Z')).toEqual([1, 2]);
    expect(minutes(log)).toEqual([1, 2]);
  });

  test('a void not yet received takes nothing away', () => {
    const { log, r, contact } = history();
    contact(1, { id: 'x', received: '2026-03-01T10:00:00.000Z' });
    r.voided('2026-03-02', 'x', {}, { received: '2026-03-05T10:00:00.000Z' });
    expect(minutes(log, '2026-03-05T09:59:59.999Z')).toEqual([1]);
    expect(minutes(log, '2026-03-05T10:00:00.000Z')).toEqual([]);
  });
});

describe('duplicates and conflicts', () => {
  test('the same content again is a duplicate and changes nothing', () => {
    const { log, contact } = history();
    contact(1, { id: 'x' });
    log.again().again();
    expect(minutes(log)).toEqual([1]);
    expect(quality(log)).toEqual({ duplicates: 2, conflicts: 0 });
  });

  test('other content under one source, id and revision is a conflict: the first in the log counts', () => {
    const { log, contact } = history();
    contact(1, { id: 'x' });
    contact(2, { id: 'x' });
    expect(minutes(log)).toEqual([1]);
    expect(quality(log)).toEqual({ duplicates: 0, conflicts: 1 });
  });

  test('an absent recordedtime stays absent: the same event with one is a conflict', () => {
    const { log, contact } = history();
    contact(1, { id: 'x' });
    contact(1, { id: 'x', recorded: '2026-03-01' });
    expect(quality(log)).toEqual({ duplicates: 0, conflicts: 1 });
  });

  test('one id from two sources is two events', () => {
    const { log, contact } = history();
    contact(1, { id: 'x', source: 'urn:a:one' });
    contact(2, { id: 'x', source: 'urn:a:two' });
    expect(minutes(log)).toEqual([1, 2]);
    expect(quality(log)).toEqual({ duplicates: 0, conflicts: 0 });
  });

  test('one record delivered twice is one record, and no duplicate of itself', () => {
    const { log, contact } = history();
    contact(1);
    const events = log.events();
    expect(countingEvents([...events, ...events])).toEqual(countingEvents(events));
  });

  test('the first in the log decides, not the first in the list', () => {
    const { log, contact } = history();
    contact(1, { id: 'x' });
    contact(2, { id: 'x' });
    const counting = countingEvents(log.events().reverse());
    expect(counting.events.map(({ offset }) => offset)).toEqual([0]);
  });
});

describe('revisions', () => {
  test('the highest revision of an id counts, in whatever order they came', () => {
    const { log, contact } = history();
    contact(2, { id: 'x', revision: 7 });
    contact(1, { id: 'x' });
    contact(3, { id: 'x', revision: 3 });
    expect(minutes(log)).toEqual([2]);
    expect(quality(log)).toEqual({ duplicates: 0, conflicts: 0 });
  });

  test('A, then B, then A again, each a revision higher: A counts', () => {
    const { log, contact } = history();
    contact(1, { id: 'x' });
    contact(2, { id: 'x', revision: 1 });
    contact(1, { id: 'x', revision: 2 });
    expect(minutes(log)).toEqual([1]);
    expect(quality(log)).toEqual({ duplicates: 0, conflicts: 0 });
  });

  test('at an earlier as-of the revision known then counts', () => {
    const { log, contact } = history();
    contact(1, { id: 'x', received: '2026-03-01' });
    contact(2, { id: 'x', revision: 1, received: '2026-04-01' });
    expect(minutes(log, '2026-03-31T00:00:00Z')).toEqual([1]);
  });

  test('a revision of another type is a conflict and counts nowhere: the revision below it counts', () => {
    const { log, r, contact } = history();
    contact(1, { id: 'x' });
    contact(2, { id: 'x', revision: 1 });
    r.closed('2026-03-02', 'completed', {}, { id: 'x', revision: 2 });
    expect(countingEvents(log.events()).events.map(({ event }) => event.revision)).toEqual([1]);
    expect(quality(log)).toEqual({ duplicates: 0, conflicts: 1 });
  });

  test('the type is that of the first in the log, also where that is not the lowest revision', () => {
    const { log, r, contact } = history();
    r.closed('2026-03-02', 'completed', {}, { id: 'x', revision: 5 });
    contact(1, { id: 'x' });
    contact(2, { id: 'x', revision: 9 });
    const counting = countingEvents(log.events());
    expect(counting.events.map(({ event }) => [event.type, event.revision])).toEqual([
      ['org.waymark.referral.closed.v1', 5],
    ]);
    expect(counting.conflicts).toBe(2);
  });

  test('a revision first sent with another type stays a conflict when it is sent again with the right one', () => {
    const { log, r, contact } = history();
    contact(1, { id: 'x' });
    r.closed('2026-03-02', 'completed', {}, { id: 'x', revision: 1 });
    contact(2, { id: 'x', revision: 1 });
    expect(minutes(log)).toEqual([1]);
    expect(quality(log)).toEqual({ duplicates: 0, conflicts: 2 });
  });

  test('a conflicting revision of the type void takes nothing away', () => {
    const { log, r, contact } = history();
    contact(1, { id: 'victim' });
    contact(2, { id: 'x' });
    r.voided('2026-03-02', 'victim', {}, { id: 'x', revision: 1 });
    expect(minutes(log)).toEqual([1, 2]);
  });
});

describe('voids', () => {
  test('a void takes away every revision of its target, also one that comes later', () => {
    const { log, r, contact } = history();
    contact(1, { id: 'x' });
    r.voided('2026-03-02', 'x');
    contact(2, { id: 'x', revision: 1 });
    expect(minutes(log)).toEqual([]);
  });

  test('a void may arrive before its target', () => {
    const { log, r, contact } = history();
    r.voided('2026-03-02', 'x');
    contact(1, { id: 'x' });
    contact(2);
    expect(minutes(log)).toEqual([2]);
  });

  test('a void names its own source unless it names another', () => {
    const { log, r, contact } = history();
    contact(1, { id: 'x', source: 'urn:a:one' });
    contact(2, { id: 'x', source: 'urn:a:two' });
    contact(3, { id: 'y', source: 'urn:a:one' });
    r.voided('2026-03-02', 'x', {}, { source: 'urn:a:one' });
    r.voided('2026-03-02', 'y', { source: 'urn:a:one' }, { source: 'urn:a:two' });
    expect(minutes(log)).toEqual([2]);
  });

  test('a void is read at its highest revision: one that changed its target spares the first', () => {
    const { log, r, contact } = history();
    contact(1, { id: 'x' });
    contact(2, { id: 'y' });
    r.voided('2026-03-02', 'x', {}, { id: 'v' });
    r.voided('2026-03-03', 'y', {}, { id: 'v', revision: 1 });
    expect(minutes(log)).toEqual([1]);
  });

  test('a void that names a void undoes it', () => {
    const { log, r, contact } = history();
    contact(1, { id: 'x' });
    r.voided('2026-03-02', 'x', {}, { id: 'v1' });
    r.voided('2026-03-03', 'v1', {}, { id: 'v2' });
    expect(minutes(log)).toEqual([1]);
  });

  test('a void undone in one place still stands in another', () => {
    const { log, r, contact } = history();
    contact(1, { id: 'x' });
    r.voided('2026-03-02', 'x', {}, { id: 'v1' });
    r.voided('2026-03-02', 'x', {}, { id: 'v2' });
    r.voided('2026-03-03', 'v1');
    expect(minutes(log)).toEqual([]);
  });

  test('a void that names a void of a void has no effect, and a fourth reaches nothing either', () => {
    const { log, r, contact } = history();
    contact(1, { id: 'x' });
    r.voided('2026-03-02', 'x', {}, { id: 'v1' });
    r.voided('2026-03-03', 'v1', {}, { id: 'v2' });
    r.voided('2026-03-04', 'v2', {}, { id: 'v3' });
    expect(minutes(log)).toEqual([1]);
    r.voided('2026-03-05', 'v3', {}, { id: 'v4' });
    expect(minutes(log)).toEqual([1]);
  });

  test('a void that names itself does nothing, and a void that names it does nothing either', () => {
    const { log, r, contact } = history();
    contact(1, { id: 'x' });
    r.voided('2026-03-02', 'v', {}, { id: 'v' });
    r.voided('2026-03-02', 'v', {}, { id: 'w' });
    expect(minutes(log)).toEqual([1]);
  });

  test('two voids that name each other do nothing', () => {
    const { log, r, contact } = history();
    contact(1, { id: 'x' });
    r.voided('2026-03-02', 'w', {}, { id: 'v' });
    r.voided('2026-03-02', 'v', {}, { id: 'w' });
    expect(minutes(log)).toEqual([1]);
  });

  test('a void whose revision turns it on another void undoes that one and spares its first target', () => {
    const { log, r, contact } = history();
    contact(1, { id: 'x' });
    contact(2, { id: 'y' });
    r.voided('2026-03-02', 'x', {}, { id: 'v' });
    r.voided('2026-03-02', 'y', {}, { id: 'w' });
    expect(minutes(log)).toEqual([]);
    r.voided('2026-03-03', 'v', {}, { id: 'w', revision: 1 });
    expect(minutes(log)).toEqual([1, 2]);
  });

  test('voids themselves are not among the events that count', () => {
    const { log, r } = history();
    r.voided('2026-03-02', 'nothing');
    expect(countingEvents(log.events()).events).toEqual([]);
  });
});

describe('counting order', () => {
  test('by recordedtime, whatever the order of arrival', () => {
    const { log, contact } = history();
    contact(2, { recorded: '2026-03-03' });
    contact(1, { recorded: '2026-03-02' });
    expect(minutes(log)).toEqual([1, 2]);
  });

  test('without recordedtime by receipt, also against the recordedtime of others', () => {
    const { log, contact } = history();
    contact(2, { received: '2026-03-04' });
    contact(3, { recorded: '2026-03-05', received: '2026-03-05' });
    contact(1, { recorded: '2026-03-03', received: '2026-03-06' });
    expect(minutes(log)).toEqual([1, 2, 3]);
  });

  test('equal: by time', () => {
    const { log, r } = history();
    const recorded = '2026-03-09';
    r.contact('2026-03-02', { minutes: 2 }, { recorded });
    r.contact('2026-03-01', { minutes: 1 }, { recorded });
    expect(minutes(log)).toEqual([1, 2]);
  });

  test('equal again: by place in the log', () => {
    const { log, contact } = history();
    for (const each of [3, 1, 2]) contact(each, { recorded: '2026-03-09' });
    expect(minutes(log)).toEqual([3, 1, 2]);
    expect(countingEvents(log.events().reverse()).events.map(({ offset }) => offset)).toEqual([0, 1, 2]);
  });

  test('a revision is ordered by its own times, not by those of the event that it replaces', () => {
    const { log, contact } = history();
    contact(1, { id: 'x', recorded: '2026-03-01' });
    contact(2, { id: 'y', recorded: '2026-03-02' });
    contact(3, { id: 'x', revision: 1, recorded: '2026-03-03' });
    expect(minutes(log)).toEqual([2, 3]);
  });
});
