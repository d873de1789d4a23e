import { partitionForKey } from './partition-for-key.js';
import type { NewRecord } from './port.js';

/** A record's key and value together; far above any event, and the most that one Kafka batch of ours may hold. */
export const RECORD_BYTES_MAX = 8 * 1024 * 1024;
const KEY_BYTES_MAX = 65_535;

export interface KeyedRecord {
  /** Index in the caller's array. */
  index: number;
  key: Buffer;
  value: Uint8Array | null;
  /** Epoch ms; NaN until the log has stamped it. */
  appendedAt: number;
}

/** Turns keys into bytes once, and refuses what neither log can hold, before anything is written. */
export function keyedRecords(records: readonly NewRecord[]): KeyedRecord[] {
  return records.map((record, index) => {
    const key = Buffer.from(record.key);
    if (key.length > KEY_BYTES_MAX || key.length + (record.value?.length ?? 0) > RECORD_BYTES_MAX) {
      throw new RangeError(`record ${index} is larger than ${RECORD_BYTES_MAX} bytes (key ${KEY_BYTES_MAX})`);
    }
    return { index, key, value: record.value, appendedAt: record.appendedAt ?? NaN };
  });
}

/** Which records go to which partition, each in the order given. */
export function byPartition(records: readonly KeyedRecord[], partitions: number): Map<number, KeyedRecord[]> {
  const groups = new Map<number, KeyedRecord[]>();
  for (const record of records) {
    const partition = partitionForKey(record.key, partitions);
    const group = groups.get(partition);
    if (group) group.push(record);
    else groups.set(partition, [record]);
  }
  return groups;
}

/** Names of topics and groups become folders and Kafka names; the rule is Kafka's, without a leading dot. */
export function checkName(kind: 'topic' | 'group', name: string): void {
  if (!/^[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}$/.test(name))
    throw new RangeError(`invalid ${kind} name: ${name}`);
}
