import { world } from '@waymark/pathways/testing';
import { Projection } from '../projection/projection.js';
import { batchOf, openTestWarehouse } from '../testing/test-warehouse.js';
import type { Warehouse } from '../warehouse.js';
import { recordingHabits } from './recording-habits.js';

let warehouse: Warehouse;
let projection: Projection;

beforeAll(async () => {
  warehouse = await openTestWarehouse();
  projection = await Projection.open(warehouse);
});
afterAll(async () => {
  await projection.close();
  await warehouse.close();
});

test('a provider’s booked sessions are counted by what became of them, and cancellations told as such apart', async () => {
  const history = world();
  const at = '2025-06-10T10:00:00Z';
  const referral = (provider: string) =>
    history.provider(provider).referral('r').received('2025-06-01T10:00:00Z', {});
  referral('careful')
    .booked('2025-06-01T10:00:00Z', 'b1', at)
    .attended(at, 'b1')
    .booked('2025-06-01T10:00:00Z', 'b2', at)
    .attendance(at, 'b2', 'did_not_attend')
    .booked('2025-06-01T10:00:00Z', 'b3', at)
    .cancelled('2025-06-08T10:00:00Z', 'b3', 'person')
    .booked('2025-06-01T10:00:00Z', 'b4', at)
    .booked('2025-06-01T10:00:00Z', 'later', '2026-06-10T10:00:00Z');
  referral('outcomes only')
    .booked('2025-06-01T10:00:00Z', 'b1', at)
    .attendance(at, 'b1', 'cancelled_by_provider');
  await projection.project(batchOf(history.events()));
  const asOf = Date.parse('2026-01-01T00:00:00Z');
  expect(await recordingHabits(warehouse, projection, projection, { asOf })).toEqual([
    { provider: 'careful', begun: 4, recorded: 3, attended: 1, missed: 1, cancelled: 1, cancellations: 1 },
    {
      provider: 'outcomes only',
      begun: 1,
      recorded: 1,
      attended: 0,
      missed: 0,
      cancelled: 1,
      cancellations: 0,
    },
  ]);
});
