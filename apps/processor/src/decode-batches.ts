import { decodeStored, maskRecord, UPCASTERS, type AnyStoredEvent, type Upcaster } from '@waymark/events';
import type { LogRecord, RecordBatch } from '@waymark/event-log';
import type { KnownEvent } from '@waymark/pathways';
import type { DeadLetter, PartitionProgress } from '@waymark/warehouse';

interface Decoded {
  events: KnownEvent[];
  deadLetters: DeadLetter[];
  progress: PartitionProgress[];
}

/** By the event type they read; default those of the contract. */
export type Upcasters = Readonly<Record<string, Upcaster>>;

const PROVIDER_OF_KEY = /^([a-z0-9][a-z0-9-]{0,62})\//;
const NOTHING = new Uint8Array();

/** Only what cannot be understood becomes a dead letter; everything else is an event. */
export function decodeBatches(batches: readonly RecordBatch[], upcasters: Upcasters = UPCASTERS): Decoded {
  const events: KnownEvent[] = [];
  const deadLetters: DeadLetter[] = [];
  for (const record of batches.flatMap((batch) => batch.records)) {
    const decoded = decodeRecord(record, upcasters);
    if (decoded.ok) events.push(decoded.known);
    else deadLetters.push(decoded.letter);
  }
  return { events, deadLetters, progress: progressOf(batches) };
}

/** One record: an event with its place in the log, or the letter that it is. */
export function decodeRecord(
  record: LogRecord,
  upcasters: Upcasters = UPCASTERS,
): { ok: true; known: KnownEvent } | { ok: false; letter: DeadLetter } {
  const { partition, offset, appendedAt: receivedAt, key } = record;
  const value = record.value ?? NOTHING;
  const decoded = decodeStored(value, upcasters);
  if (!decoded.ok) return { ok: false, letter: letterOf(record, decoded) };
  const { event, contentHash } = decoded;
  if (key === keyOf(event)) return { ok: true, known: { event, contentHash, partition, offset, receivedAt } };
  const detail = 'The key is not that of the referral the event names.';
  return { ok: false, letter: letterOf(record, { code: 'wrong_key', detail }) };
}

/** All meaning rests on one partition holding all of a referral: what stands under another's key belongs to nobody. */
function keyOf({ providerid, subject }: AnyStoredEvent): string {
  return `${providerid}/${subject}`;
}

function letterOf(
  { partition, offset, appendedAt: receivedAt, key, value }: LogRecord,
  { code, detail }: Pick<DeadLetter, 'code' | 'detail'>,
): DeadLetter {
  const provider = PROVIDER_OF_KEY.exec(key)?.[1];
  const place = { partition, offset, receivedAt, ...(provider !== undefined && { provider }) };
  return { ...place, code, detail, bytes: value?.length ?? 0, masked: maskRecord(value ?? NOTHING) };
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
