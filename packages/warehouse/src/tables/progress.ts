import { instant } from '../literals.js';
import type { Warehouse } from '../warehouse.js';

/** How far one partition of the log is shown. */
export interface PartitionProgress {
  partition: number;
  /** Offset of the first record not yet shown. */
  nextOffset: number;
  /** Append time of the last record shown, epoch ms. */
  lastReceivedAt: number;
}

export function progressRow(progress: PartitionProgress): object {
  return {
    partition: progress.partition,
    next_offset: progress.nextOffset,
    last_received_at: instant(progress.lastReceivedAt),
  };
}

/** Progress of every partition that has any. */
export async function readProgress(
  warehouse: Warehouse,
  database: string,
): Promise<Map<number, PartitionProgress>> {
  const rows = await warehouse.query<PartitionProgress>(
    `SELECT partition, next_offset AS nextOffset, toUnixTimestamp64Milli(last_received_at) AS lastReceivedAt
     FROM {database:Identifier}.progress FINAL`,
    { database },
  );
  return new Map(rows.map((row) => [row.partition, row]));
}
