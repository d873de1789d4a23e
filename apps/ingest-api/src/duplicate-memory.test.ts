import { EVENT_TYPES, type AnyStoredEvent } from '@waymark/events';
import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { DuplicateMemory, FirstCopyLost, type Verdict } from './duplicate-memory.js';

interface Taken {
  subject?: string;
  id?: string;
  type?: number;
  revision?: number;
  content?: number;
}

function judge(memory: DuplicateMemory, taken: Taken): Verdict {
  const { subject = 's', id = 'i', type = 0, revision = 0, content = 0 } = taken;
  const event = { providerid: 'p', subject, source: 'x:', id, type: EVENT_TYPES[type], revision };
  const hash = createHash('sha256').update(String(content)).digest('hex');
  return memory.judge(event as AnyStoredEvent, hash);
}

/** Judges, and lets a fresh one become durable (or not) at once. */
function take(memory: DuplicateMemory, taken: Taken, durable = true): Verdict['kind'] {
  const verdict = judge(memory, taken);
  if (verdict.kind === 'fresh') verdict.settle(durable);
  return verdict.kind;
}

/** The rules of the contract over a plain list of what was taken. */
class Model {
  private readonly events: Required<Taken>[] = [];

  take(event: Required<Taken>, durable: boolean): Verdict['kind'] {
    const same = this.events.filter(({ subject, id }) => subject === event.subject && id === event.id);
    if (same.some(({ type }) => type !== event.type)) return 'id_conflict';
    const copy = same.find(({ revision }) => revision === event.revision);
    if (copy) return copy.content === event.content ? 'duplicate' : 'id_conflict';
    if (durable) this.events.push(event);
    return 'fresh';
  }
}

test('any sequence of events is judged as the contract says', () => {
  const event = fc.record({
    subject: fc.constantFrom('s-1', 's-2'),
    id: fc.constantFrom('a', 'b', 'c'),
    type: fc.nat({ max: EVENT_TYPES.length - 1 }),
    revision: fc.constantFrom(0, 1, 2, 2_147_483_647),
    content: fc.nat({ max: 1 }),
  });
  fc.assert(
    fc.property(fc.array(fc.tuple(event, fc.boolean()), { maxLength: 60 }), (sequence) => {
      const [memory, model] = [new DuplicateMemory(), new Model()];
      for (const [taken, durable] of sequence) {
        expect(take(memory, taken, durable)).toBe(model.take(taken, durable));
      }
    }),
  );
});

test('a hundred thousand events are each told from all others', () => {
  const memory = new DuplicateMemory();
  const ids = Array.from({ length: 100_000 }, (_, at) => `e-${at}`);
  const kinds = (content: number): Set<string> => new Set(ids.map((id) => take(memory, { id, content })));
  expect(kinds(0)).toEqual(new Set(['fresh']));
  expect(kinds(0)).toEqual(new Set(['duplicate']));
  expect(kinds(1)).toEqual(new Set(['id_conflict']));
});

describe('time', () => {
  const HOUR_MS = 3_600_000;

  test('an event is known for 24 hours however much follows it, and forgotten after 36', () => {
    let now = 0;
    const memory = new DuplicateMemory(() => now);
    for (let hour = 0; hour < 72; hour += 1) {
      now = hour * HOUR_MS;
      expect(take(memory, { id: `hour-${hour}` })).toBe('fresh');
      for (let before = Math.max(0, hour - 24); before < hour; before += 1) {
        expect(take(memory, { id: `hour-${before}` })).toBe('duplicate');
      }
    }
    expect(take(memory, { id: 'hour-35' })).toBe('fresh');
  });

  test('memory has an end: of very many events the oldest are forgotten sooner', () => {
    const memory = new DuplicateMemory(() => 0, 100);
    for (let at = 0; at < 500; at += 1) take(memory, { id: `e-${at}` });
    expect(take(memory, { id: 'e-499' })).toBe('duplicate');
    expect(take(memory, { id: 'e-250' })).toBe('duplicate');
    expect(take(memory, { id: 'e-0' })).toBe('fresh');
  });

  test('the type of an id outlives a revision that was forgotten', () => {
    let now = 0;
    const memory = new DuplicateMemory(() => now);
    for (const hour of [0, 20, 40]) {
      now = hour * HOUR_MS;
      expect(take(memory, { revision: hour })).toBe('fresh');
    }
    expect(take(memory, { revision: 99, type: 1 })).toBe('id_conflict');
  });
});

describe('under way', () => {
  test('a second copy waits for the first and learns what became of it', async () => {
    for (const durable of [true, false]) {
      const memory = new DuplicateMemory();
      const [first, second] = [judge(memory, {}), judge(memory, {})];
      const [conflict, otherType] = [judge(memory, { content: 1 }), judge(memory, { revision: 1, type: 1 })];
      const otherRevision = judge(memory, { revision: 1 });
      expect([first, second, conflict, otherType, otherRevision].map(({ kind }) => kind)).toEqual([
        'fresh',
        'duplicate',
        'id_conflict',
        'id_conflict',
        'fresh',
      ]);
      if (first.kind === 'fresh') first.settle(durable);
      for (const waiting of [second, conflict, otherType]) {
        if (waiting.kind === 'fresh') throw new Error('not waiting');
        const fate = (waiting.pending ?? Promise.reject(new Error('nothing to wait for'))).then(
          () => true,
          (fault: unknown) => !(fault instanceof FirstCopyLost),
        );
        expect(await fate).toBe(durable);
      }
      expect(judge(memory, {}).kind).toBe(durable ? 'duplicate' : 'fresh');
    }
  });

  test('once durable there is nothing to wait for', () => {
    const memory = new DuplicateMemory();
    take(memory, {});
    expect(judge(memory, {})).toEqual({ kind: 'duplicate' });
  });
});
