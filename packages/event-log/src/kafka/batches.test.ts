import fc from 'fast-check';
import type { EachBatchPayload } from 'kafkajs';
import type { LogRecord, RecordBatch } from '../port.js';
import { Assignment } from './assignment.js';
import { batchesOf } from './read-topic.js';
import { Round } from './round.js';

const sizes = fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 40 });

function recordsOf(partition: number, bytes: readonly number[]): LogRecord[] {
  return bytes.map((length, offset) => ({
    partition,
    offset,
    appendedAt: 0,
    key: '',
    value: Buffer.alloc(length),
  }));
}

function bytesOf(batches: readonly RecordBatch[]): number {
  return batches.flatMap(({ records }) => records).reduce((sum, { value }) => sum + (value?.length ?? 0), 0);
}

function countOf(batches: readonly RecordBatch[]): number {
  return batches.reduce((sum, { records }) => sum + records.length, 0);
}

test('records cut into batches are all there, in order, within the bounds unless one alone is larger', () => {
  fc.assert(
    fc.property(
      sizes,
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 1, max: 90 }),
      (bytes, maxRecords, maxBytes) => {
        const records = recordsOf(0, bytes);
        const batches = [...batchesOf('t', 0, records, { maxRecords, maxBytes })];
        expect(batches.flatMap((batch) => batch.records)).toEqual(records);
        for (const batch of batches) {
          expect(batch.records.length).toBeLessThanOrEqual(maxRecords);
          expect(bytesOf([batch]) <= maxBytes || batch.records.length === 1).toBe(true);
        }
      },
    ),
  );
});

test('a round cut into calls hands over each partition in order, within the bounds over all of them', () => {
  fc.assert(
    fc.property(
      fc.array(sizes, { maxLength: 5 }),
      fc.integer({ min: 1, max: 30 }),
      fc.integer({ min: 1, max: 300 }),
      (partitions, maxRecords, maxBytes) => {
        const round = new Round(new Assignment([], new AbortController().signal));
        for (const [partition, bytes] of partitions.entries()) {
          round.add({ batch: { partition } } as EachBatchPayload, recordsOf(partition, bytes));
        }
        const calls = [...round.calls('t', maxRecords, maxBytes)];
        for (const [partition, bytes] of partitions.entries()) {
          const handed = calls.flat().filter((batch) => batch.partition === partition);
          expect(handed.flatMap(({ records }) => records)).toEqual(recordsOf(partition, bytes));
        }
        for (const batches of calls) {
          expect(batches.length > 0 && batches.every(({ records }) => records.length > 0)).toBe(true);
          expect(countOf(batches)).toBeLessThanOrEqual(maxRecords);
          expect(bytesOf(batches) <= maxBytes || countOf(batches) === 1).toBe(true);
        }
      },
    ),
  );
});
