import type { EachBatchPayload } from 'kafkajs';
import type { LogRecord, RecordBatch } from '../port.js';
import type { Assignment } from './assignment.js';

interface Part {
  payload: EachBatchPayload;
  records: readonly LogRecord[];
}

/** What one fetch brought, over all of its partitions: kafkajs calls `eachBatch` for each of them at the same time. */
export class Round {
  readonly done: Promise<void>;
  finish: () => void = () => undefined;
  private readonly parts = new Map<number, Part>();

  constructor(readonly assignment: Assignment) {
    this.done = new Promise((resolve) => (this.finish = resolve));
  }

  add(payload: EachBatchPayload, records: readonly LogRecord[]): void {
    this.parts.set(payload.batch.partition, { payload, records });
  }

  payloadOf(partition: number): EachBatchPayload {
    const part = this.parts.get(partition);
    if (!part) throw new Error(`partition ${partition} is not in this round`);
    return part.payload;
  }

  /** Any of its payloads: heartbeats and commits are the member's, not a partition's. */
  get member(): EachBatchPayload {
    const [first] = this.parts.keys();
    return this.payloadOf(first ?? -1);
  }

  /** Cuts the round into calls of `handle` within the bounds; one record that is larger comes alone. */
  *calls(topic: string, maxRecords: number, maxBytes: number): Generator<RecordBatch[], void> {
    let batches: RecordBatch[] = [];
    let room = { records: maxRecords, bytes: maxBytes };
    for (const [partition, { records }] of this.parts) {
      for (let from = 0; from < records.length;) {
        const until = fitting(records, from, room, batches.length === 0);
        if (until > from) batches.push({ topic, partition, records: records.slice(from, until) });
        from = until;
        if (from === records.length) continue;
        yield batches;
        batches = [];
        room = { records: maxRecords, bytes: maxBytes };
      }
    }
    if (batches.length > 0) yield batches;
  }
}

/** How far the records fit into the room, which becomes smaller by them; at least one when `atLeastOne`. */
function fitting(
  records: readonly LogRecord[],
  from: number,
  room: { records: number; bytes: number },
  atLeastOne: boolean,
): number {
  let until = from;
  for (let record = records[until]; record; record = records[++until]) {
    const bytes = record.key.length + (record.value?.length ?? 0);
    const fits = room.records > 0 && bytes <= room.bytes;
    if (!fits && !(atLeastOne && until === from)) break;
    room.records -= 1;
    room.bytes -= bytes;
  }
  return until;
}

/** The records that kafkajs hands over, as the port has them. */
export function recordsOf({ batch }: EachBatchPayload): LogRecord[] {
  return batch.messages.map(({ offset, timestamp, key, value }) => ({
    partition: batch.partition,
    offset: Number(offset),
    appendedAt: Number(timestamp),
    key: key?.toString() ?? '',
    value,
  }));
}
