import fc from 'fast-check';
import { BREAKDOWNS, isByTime, MEASURES, TIME_BREAKDOWNS, type Breakdown } from '@waymark/measures';
import { foldPathways, type KnownEvent } from '@waymark/pathways';
import { appended } from '@waymark/pathways/testing';
import { WarehouseFault } from '../fault.js';
import { openGeneration, type Generation } from '../generation.js';
import { Projection } from '../projection/projection.js';
import { countMeasure } from '../questions/count-measure.js';
import type { CountedAnswer, MeasureQuestion } from '../questions/question.js';
import { loadEdition } from '../reference.js';
import { forgetFrozen } from '../tables/frozen.js';
import { courses, COURSES_EDITION } from '../testing/courses.js';
import { countNaively } from '../testing/measure-oracle.js';
import { batchOf, emptyGeneration, openTestWarehouse } from '../testing/test-warehouse.js';
import type { Warehouse } from '../warehouse.js';
import { FrozenTables, StillPreparing } from './frozen-tables.js';

jest.setTimeout(180_000);

/** Past instants asked of each history; WAYMARK_TEST_INSTANTS asks more. */
const INSTANTS = Number(process.env['WAYMARK_TEST_INSTANTS'] ?? 3);
const SEED = Number(process.env['WAYMARK_TEST_SEED'] ?? Date.now() % 1_000_000);
const DAY_MS = 86_400_000;
/** Enough to tell one state of the tables from another. */
const SOME = MEASURES.filter(({ id }) => ['referrals', 'attendance', 'uptake.ever'].includes(id));

let warehouse: Warehouse;
let generation: Generation;
let projection: Projection;

beforeAll(async () => {
  warehouse = await openTestWarehouse();
  generation = await openGeneration(warehouse);
  projection = await Projection.open(warehouse, { generation });
  await loadEdition(warehouse, COURSES_EDITION);
});
afterAll(async () => {
  await projection.close();
  await warehouse.close();
});
beforeEach(async () => {
  await forgetFrozen(warehouse, generation.id);
  await emptyGeneration(warehouse, generation.database);
});

/** Courses as a log has them whose providers send within weeks of what happened, some of it twice, some long after. */
function history(seed: number, journeys = 60): KnownEvent[] {
  const [known = []] = fc.sample(courses(journeys), { seed, numRuns: 1 });
  const delays = fc.sample(fc.constantFrom(0, 0, 1, 3, 20, 90), { seed, numRuns: known.length });
  const sends = known.flatMap(({ event }, nth) => {
    const receivedAt = Date.parse(event.time) + (delays[nth] ?? 0) * DAY_MS;
    return nth % 9 === 0
      ? [
          { event, receivedAt },
          { event, receivedAt: receivedAt + 5 * DAY_MS },
        ]
      : [{ event, receivedAt }];
  });
  return appended(sends.sort((a, b) => a.receivedAt - b.receivedAt));
}

/** Exactly at appends, a millisecond before, anywhere between, and before there was anything. */
function instantsOf(known: readonly KnownEvent[], seed: number): number[] {
  const picks = fc.sample(fc.tuple(fc.nat(known.length - 1), fc.constantFrom(0, -1, 12_345_678)), {
    seed,
    numRuns: INSTANTS,
  });
  return [...picks.map(([nth, off]) => known[nth]!.receivedAt + off), known[0]!.receivedAt - 1];
}

function questions(asOf: number, measures: Measures): MeasureQuestion[] {
  return measures.flatMap((measure, nth) => {
    const may = BREAKDOWNS.filter(
      (by) => isByTime(measure.counting) || !TIME_BREAKDOWNS.some((t) => t === by),
    );
    const by = may[(nth + asOf) % may.length] as Breakdown;
    const usual = { measure, filters: {}, edition: COURSES_EDITION.id, asOf } as const;
    return [
      { ...usual, by: [], boundaries: 'as_was', areas: 'registered' },
      { ...usual, by: [by], boundaries: 'current', areas: 'resident' },
    ] satisfies MeasureQuestion[];
  });
}

type Measures = readonly MeasureQuestion['measure'][];

async function answers(
  frozen: FrozenTables,
  asOf: number,
  measures: Measures = SOME,
): Promise<CountedAnswer[] | StillPreparing> {
  return frozen.answer(generation, asOf, async (tables) => {
    const all: CountedAnswer[] = [];
    for (const question of questions(asOf, measures))
      all.push(await countMeasure(warehouse, tables, question, { kind: 'everything' }));
    return all;
  });
}

function naively(known: readonly KnownEvent[], asOf: number, measures: Measures = SOME): CountedAnswer[] {
  const { pathways } = foldPathways(known, asOf);
  return questions(asOf, measures).map((each) =>
    countNaively(pathways, each, { kind: 'everything' }, COURSES_EDITION),
  );
}

const databases = async (): Promise<string[]> => {
  const rows = await warehouse.query<{ name: string }>(
    `SELECT name FROM system.databases WHERE startsWith(name, 'waymark_asof_') ORDER BY name`,
  );
  return rows.map(({ name }) => name);
};

/** The instants that stand, in the order of time. */
const standing = async (): Promise<number[]> =>
  (await databases()).map((name) => Number(/asof_(\d+)_/.exec(name)?.[1]));

/** The one fold that all wait for is over when its answer comes. */
async function untilAnswered(frozen: FrozenTables, asOf: number): Promise<CountedAnswer[]> {
  for (;;) {
    const answer = await answers(frozen, asOf);
    if (!(answer instanceof StillPreparing)) return answer;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe('every measure at a past instant', () => {
  test(`is what counting naively gives of what was known then (${SEED})`, async () => {
    const known = history(SEED);
    await projection.project(batchOf(known));
    const frozen = new FrozenTables(warehouse);
    for (const asOf of instantsOf(known, SEED)) {
      expect({ asOf, answers: await answers(frozen, asOf, MEASURES) }).toEqual({
        asOf,
        answers: naively(known, asOf, MEASURES),
      });
    }
  });

  test('stays the same while later events arrive, also when its tables are folded anew', async () => {
    const known = history(SEED + 2);
    const half = Math.floor(known.length / 2);
    const asOf = known[half - 1]!.receivedAt;
    await projection.project(batchOf(known.filter(({ receivedAt }) => receivedAt <= asOf)));
    const frozen = new FrozenTables(warehouse);
    const first = await answers(frozen, asOf, MEASURES);
    expect(first).toEqual(naively(known, asOf, MEASURES));
    for (let from = half; from < known.length; from += 300) {
      await projection.project(
        batchOf(known.slice(from, from + 300).filter(({ receivedAt }) => receivedAt > asOf)),
      );
      expect(await answers(frozen, asOf, MEASURES)).toEqual(first);
    }
    await forgetFrozen(warehouse, generation.id);
    expect(await databases()).toEqual([]);
    expect(JSON.stringify(await answers(frozen, asOf, MEASURES))).toBe(JSON.stringify(first));
  });

  test('tells where the log stood, dead letters included', async () => {
    const known = history(SEED + 3, 5);
    const asOf = known[known.length - 3]!.receivedAt;
    const last = known.filter(({ receivedAt }) => receivedAt <= asOf).at(-1)!;
    const letter = { partition: 12, offset: 40, receivedAt: asOf, code: 'wrong_key', detail: '', bytes: 1 };
    await projection.project({ ...batchOf(known), deadLetters: [letter] });
    const frozen = new FrozenTables(warehouse);
    const position = await frozen.answer(generation, asOf, async (tables) => tables.position);
    if (position instanceof StillPreparing) throw new Error('few events are folded at once');
    expect(position.get(last.partition)?.nextOffset).toBe(last.offset + 1);
    expect(position.get(12)).toEqual({ partition: 12, nextOffset: 41, lastReceivedAt: asOf });
  });
});

describe('an instant of many events', () => {
  test('is folded in the background, told of until it is whole, then answered', async () => {
    const known = history(SEED + 4);
    await projection.project(batchOf(known));
    const asOf = known[400]!.receivedAt;
    const frozen = new FrozenTables(warehouse, { atOnceEvents: 0 });
    expect(await answers(frozen, asOf)).toEqual(new StillPreparing(0));
    expect(await untilAnswered(frozen, asOf)).toEqual(naively(known, asOf));
  });

  test('that cannot be folded says so to the next who asks, and is begun anew', async () => {
    const known = history(SEED + 5, 5);
    await projection.project(batchOf(known));
    const asOf = known[9]!.receivedAt;
    let failing = true;
    const frozen = new FrozenTables(
      mortal(() => failing),
      { atOnceEvents: 0 },
    );
    await expect(untilAnswered(frozen, asOf)).rejects.toThrow('power cut');
    failing = false;
    expect(await untilAnswered(frozen, asOf)).toEqual(naively(known, asOf));
  });

  test('is not waited for by more than are kept', async () => {
    const known = history(SEED + 6, 5);
    await projection.project(batchOf(known));
    const frozen = new FrozenTables(warehouse, { atOnceEvents: 0, keep: 2 });
    const asked = [4, 5, 6, 7].map((nth) => known[0]!.receivedAt + nth);
    for (const asOf of asked) expect(await answers(frozen, asOf)).toEqual(new StillPreparing(0));
    for (const asOf of asked) expect(await untilAnswered(frozen, asOf)).toEqual(naively(known, asOf));
    expect((await databases()).length).toBe(2);
  });
});

describe('a process that is killed in the middle of a fold', () => {
  test.each(['referrals', 'pathways', 'progress', 'frozen'])(
    'at a write of %s, leaves nothing that answers, and the next one sweeps and answers',
    async (table) => {
      const known = history(SEED + 7, 8);
      await projection.project(batchOf(known));
      const asOf = known[30]!.receivedAt;
      // Dead from that write on: not even its own tidying up reaches the tables.
      let dead = false;
      const dying = mortal((sql) => (dead ||= new RegExp(`\\.${table}\\b`).test(sql) && !/CREATE/.test(sql)));
      await expect(answers(new FrozenTables(dying), asOf)).rejects.toThrow('power cut');
      expect(dead).toBe(true);
      const left = await databases();
      expect(left.length).toBe(table === 'frozen' ? 0 : 1);
      expect(await answers(new FrozenTables(warehouse), asOf)).toEqual(naively(known, asOf));
      expect(await databases()).not.toEqual(expect.arrayContaining(left.length > 0 ? left : ['none']));
      expect((await databases()).length).toBe(1);
    },
  );

  test('or told to stop, ends between two steps and leaves no tables', async () => {
    const known = history(SEED + 8, 5);
    await projection.project(batchOf(known));
    const frozen = new FrozenTables(warehouse, { atOnceEvents: 0 });
    await answers(frozen, known[20]!.receivedAt);
    await frozen.close();
    expect(await databases()).toEqual([]);
  });
});

describe('of more instants than are kept', () => {
  test('the one used longest ago is let go of, and answers again when it is asked for', async () => {
    const known = history(SEED + 9, 5);
    await projection.project(batchOf(known));
    const [a, b, c] = [3, 7, 11].map((nth) => known[nth]!.receivedAt + nth) as [number, number, number];
    const frozen = new FrozenTables(warehouse, { keep: 2 });
    for (const asOf of [a, b, a, c]) expect(await answers(frozen, asOf)).toEqual(naively(known, asOf));
    expect(await standing()).toEqual([a, c]);
    expect(await answers(frozen, b)).toEqual(naively(known, b));
    expect(await standing()).toEqual([b, c]);
  });

  test('none goes that is answering', async () => {
    const known = history(SEED + 10, 5);
    await projection.project(batchOf(known));
    const [a, b, c] = [3, 7, 11].map((nth) => known[nth]!.receivedAt + nth) as [number, number, number];
    const frozen = new FrozenTables(warehouse, { keep: 1 });
    const during = await frozen.answer(generation, a, async () => {
      await answers(frozen, b);
      await answers(frozen, c);
      return standing();
    });
    expect(during).toEqual([a, c]);
    await answers(frozen, b);
    expect(await standing()).toEqual([b]);
  });

  test('one that somebody else lets go of while it is read is folded again, and answers', async () => {
    const known = history(SEED + 11, 5);
    await projection.project(batchOf(known));
    const asOf = known[9]!.receivedAt;
    const frozen = new FrozenTables(warehouse);
    let reads = 0;
    const answer = await frozen.answer(generation, asOf, async ({ database }) => {
      reads += 1;
      if (reads === 1) await forgetFrozen(warehouse, generation.id);
      return warehouse.query(`SELECT count() AS n FROM ${database}.pathways FINAL`);
    });
    expect([reads, answer]).toEqual([2, [{ n: foldPathways(known, asOf).pathways.length }]]);
  });

  test.each([
    ['the asker waits', 200_000],
    ['it is prepared', 0],
  ])(
    'one that somebody else lets go of while it is folded and %s is folded again, and answers',
    async (_, atOnceEvents) => {
      const known = history(SEED + 12, 5);
      await projection.project(batchOf(known));
      const asOf = known[9]!.receivedAt;
      let forgotten = 0;
      const forgetting: Warehouse = {
        ...mortal(() => false),
        command: async (sql, params) => {
          if (/INSERT INTO waymark_asof_\w+\.pathways/.test(sql) && (forgotten += 1) === 1)
            await forgetFrozen(warehouse, generation.id);
          await warehouse.command(sql, params);
        },
      };
      const frozen = new FrozenTables(forgetting, { atOnceEvents });
      let answer = await answers(frozen, asOf);
      while (answer instanceof StillPreparing) {
        await new Promise((resolve) => setTimeout(resolve, 20));
        answer = await answers(frozen, asOf);
      }
      expect(answer).toEqual(naively(known, asOf));
      expect(forgotten).toBeGreaterThan(1);
    },
  );
});

/** The same warehouse, dead to statements that write and are picked. */
function mortal(dies: (sql: string) => boolean): Warehouse {
  const cut = (sql: string): void => {
    if (dies(sql)) throw new WarehouseFault('power cut', 'CONNECTION', true);
  };
  return {
    ...{ kind: warehouse.kind, query: warehouse.query, health: warehouse.health },
    ...{ breakOff: warehouse.breakOff, close: warehouse.close },
    command: async (sql, params) => {
      cut(sql);
      await warehouse.command(sql, params);
    },
    insert: async (table, rows) => {
      cut(table);
      await warehouse.insert(table, rows);
    },
  };
}
