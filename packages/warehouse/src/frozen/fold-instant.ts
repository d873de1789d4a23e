import type { Generation } from '../generation.js';
import { Projection } from '../projection/projection.js';
import type { PartitionProgress } from '../tables/progress.js';
import type { Warehouse } from '../warehouse.js';

/** What a generation had received by an instant. */
export interface KnownThen {
  events: number;
  referrals: number;
}

/** Told after each step how much is folded, 0-1; what it throws ends the fold. */
export type OnShare = (share: number) => Promise<void>;

const SLICES = { sliceEvents: 200_000, sliceReferrals: 20_000 };

export async function knownThen(
  warehouse: Warehouse,
  generation: Generation,
  asOf: number,
): Promise<KnownThen> {
  const [row] = await warehouse.query<KnownThen>(
    `SELECT count() AS events, uniq(node) AS referrals FROM ${generation.database}.events
     WHERE received <= {asOf:DateTime64(3)}`,
    { asOf },
  );
  return row ?? { events: 0, referrals: 0 };
}

/**
 * Makes a database that holds the cohort tables as they were known at an instant, by the statements that fold everything. The raw
 * events stay where they are, and are needed no more when it is done.
 */
export async function foldInstant(
  warehouse: Warehouse,
  from: { generation: Generation; asOf: number; database: string; known: KnownThen },
  onShare: OnShare,
): Promise<void> {
  const { generation, asOf, database, known } = from;
  await warehouse.command(`CREATE DATABASE ${database}`);
  for (const table of ['referrals', 'pathways', 'progress']) {
    await warehouse.command(`CREATE TABLE ${database}.${table} AS ${generation.database}.${table}`);
  }
  const steps =
    1 + Math.ceil(known.events / SLICES.sliceEvents) + Math.ceil(known.referrals / SLICES.sliceReferrals);
  let done = 0;
  const projection = await Projection.open(warehouse, {
    ...{ generation: { id: generation.id, database }, raw: generation.database, asOf },
    ...SLICES,
  });
  try {
    const position = await positionAt(warehouse, generation, asOf);
    await projection.foldAll(position, async () => onShare(++done / Math.max(steps, done + 1)));
  } finally {
    await projection.close();
  }
  await warehouse.command(`DROP TABLE ${database}.referrals SYNC`);
}

/** Where each partition of the log stood: append times never go back in one, so this is the same for ever. */
async function positionAt(
  warehouse: Warehouse,
  { database }: Generation,
  asOf: number,
): Promise<PartitionProgress[]> {
  return warehouse.query<PartitionProgress>(
    `SELECT partition, max(offset) + 1 AS nextOffset, toUnixTimestamp64Milli(max(received)) AS lastReceivedAt
     FROM
     (
       SELECT partition, offset, received FROM ${database}.events WHERE received <= {asOf:DateTime64(3)}
       UNION ALL
       SELECT partition, offset, received_at AS received FROM ${database}.dead_letters
       WHERE received <= {asOf:DateTime64(3)}
     )
     GROUP BY partition`,
    { asOf },
  );
}
