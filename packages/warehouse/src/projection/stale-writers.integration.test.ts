import type { KnownEvent } from '@waymark/pathways';
import { world, type World } from '@waymark/pathways/testing';
import { readPathways } from '../tables/pathways.js';
import { batchOf, emptyGeneration, openTestWarehouse, wholeState } from '../testing/test-warehouse.js';
import type { Warehouse } from '../warehouse.js';
import { Projection } from './projection.js';

/**
 * Two processors fold one journey at once; one has read, and writes only when the other, which read more, is done. Whatever
 * each had seen, what stands at the end is what the log says.
 */
jest.setTimeout(60_000);

let warehouse: Warehouse;
let prompt: Projection;
let slow: Projection;
let gate: { table: string; reached: () => void; opened: Promise<void> } | undefined;

beforeAll(async () => {
  warehouse = await openTestWarehouse();
  prompt = await Projection.open(warehouse);
  const command: Warehouse['command'] = async (sql, params) => {
    if (gate && sql.includes(`INSERT INTO ${prompt.database}.${gate.table}`)) {
      const { reached, opened } = gate;
      gate = undefined;
      reached();
      await opened;
    }
    await warehouse.command(sql, params);
  };
  slow = await Projection.open({ ...warehouse, command });
});

afterAll(async () => {
  await slow.close();
  await prompt.close();
  await warehouse.close();
});

beforeEach(() => emptyGeneration(warehouse, prompt.database));

/** Projects `first` with a processor that stops before it writes to `table`, then `second` with another, then lets the first go on. */
async function held(table: string, first: KnownEvent[], second: KnownEvent[]): Promise<void> {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  const reached = new Promise<void>((resolve) => (gate = { table, reached: resolve, opened }));
  const projected = slow.project(batchOf(first));
  await reached;
  await prompt.project(batchOf(second));
  open();
  await projected;
}

async function journeys(): Promise<Record<string, string[]>> {
  const rows = await readPathways(warehouse, prompt.database);
  return Object.fromEntries(rows.map((row) => [row.subject, row.referral_subject]));
}

/** The events of a world, cut after the n-th. */
function cut(history: World, after: number): [KnownEvent[], KnownEvent[]] {
  const known = history.events();
  return [known.slice(0, after), known.slice(after)];
}

const partOf = { provider: 'lw', subject: 'a' };

function joined(): World {
  const history = world();
  history.provider('lw').referral('a').received('2026-01-05');
  history.provider('trust').referral('b').received('2026-01-06', { kind: 'onward', partOf }, { id: 'facts' });
  return history;
}

test('a journey that an onward referral joined meanwhile keeps it', async () => {
  const [initial, onward] = cut(joined(), 1);
  await held('pathways', initial, onward);
  expect(await journeys()).toEqual({ a: ['a', 'b'] });
});

test('an onward referral that was alone and joined a journey meanwhile gets no row of its own again', async () => {
  const [initial, onward] = cut(joined(), 1);
  await held('pathways', onward, initial);
  expect(await journeys()).toEqual({ a: ['a', 'b'] });
});

test('an onward referral that left its journey meanwhile is not taken back', async () => {
  const history = joined();
  history.provider('lw').referral('a').contact('2026-01-07');
  history.provider('trust').referral('b').received('2026-01-06', {}, { id: 'facts', revision: 1 });
  const [before, leaving] = cut(history, 3);
  await prompt.project(batchOf(before.slice(0, 2)));
  await held('pathways', before.slice(2), leaving);
  expect(await journeys()).toEqual({ a: ['a'], b: ['b'] });
});

test('a referral of which another read more events meanwhile keeps them', async () => {
  const history = world();
  history.provider('lw').referral('a').received('2026-01-05').attended('2026-01-07', 's');
  const [before, after] = cut(history, 1);
  await held('referrals', before, after);
  const [row] = await readPathways(warehouse, prompt.database);
  expect(row).toMatchObject({ session_booking: ['s'] });
});

test('in every case the versions are those of one processor alone', async () => {
  for (const [table, first] of [
    ['pathways', 0],
    ['pathways', 1],
    ['referrals', 0],
    ['referrals', 1],
  ] as const) {
    const [initial, onward] = cut(joined(), 1);
    const [mine, others] = first === 0 ? [initial, onward] : [onward, initial];
    await emptyGeneration(warehouse, prompt.database);
    await held(table, mine, others);
    const together = await wholeState(warehouse, prompt.database);
    await emptyGeneration(warehouse, prompt.database);
    await prompt.project(batchOf([...initial, ...onward]));
    expect(together).toEqual(await wholeState(warehouse, prompt.database));
  }
});
