import { decodeStored } from '@waymark/events';
import type { LogRecord, RecordBatch } from '@waymark/event-log';
import type { KnownEvent } from '@waymark/pathways';
import type { DeadLetter, PartitionProgress } from '@waymark/warehouse';

interface Decoded {
  events: KnownEvent[];
  deadLetters: DeadLetter[];
  progress: PartitionProgress[];
}

/** Only what can never be understood becomes a dead letter; everything else is an event. */
export function decodeBatches(batches: readonly RecordBatch[]): Decoded {
  const events: KnownEvent[] = [];
  const deadLetters: DeadLetter[] = [];
  for (const record of batches.flatMap((batch) => batch.records)) {
    const { partition, offset, appendedAt: receivedAt, value } = record;
    const decoded = decodeRecord(record);
    if (decoded.ok) {
      events.push({ event: decoded.event, contentHash: decoded.contentHash, partition, offset, receivedAt });
    } else {
      const { code, detail } = decoded;
      deadLetters.push({ partition, offset, receivedAt, code, detail, bytes: value?.length ?? 0 });
    }
  }
  return { events, deadLetters, progress: progressOf(batches) };
}

/** All meaning rests on one partition holding all of a referral: what stands under another's key belongs to nobody. */
function decodeRecord({ key, value }: LogRecord) {
  const decoded = decodeStored(value ?? new Uint8Array());
  if (!decoded.ok || key === `${decoded.event.providerid}/${decoded.event.subject}`) return decoded;
  const detail = 'The key is not that of the referral the event names.';
  return { ok: false, code: 'wrong_key', detail } as const;
}

function progressOf(batches: readonly RecordBatch[]): PartitionProgress[] {
  const last = new Map<number, LogRecord>();
  for (const { records } of batches) for (const record of records) last.set(record.partition, record);
  return [...last.values()].map(({ partition, offset, appendedAt }) => ({
    partition,
    nextOffset: offset + 1,
    lastReceivedAt: appendedAt,
  }));
}
