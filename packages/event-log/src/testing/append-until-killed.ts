import { openEmbeddedLog } from '../embedded/embedded-log.js';
import { record } from './records.js';

export const TOPIC = { name: 'crash', partitions: 3 };
export const SEGMENT_BYTES = 300_000;

/** The value of a record, so long that writes are cut in the middle, and checkable from its number. */
export function valueOf(number: number): string {
  return `${number}:`.repeat(1 + ((number * 7919) % 4_000));
}

/** Appends numbered records, several calls at a time, and prints the numbers that were acknowledged. */
async function appendUntilKilled(directory: string, first: number): Promise<void> {
  const log = await openEmbeddedLog({ directory, segmentBytes: SEGMENT_BYTES });
  await log.ensureTopics([TOPIC]);
  let next = first;
  const writer = async (): Promise<never> => {
    for (;;) {
      const numbers = Array.from({ length: 1 + (next % 9) }, () => next++);
      await log.append(
        TOPIC.name,
        numbers.map((number) => record(`key-${number % 10}`, valueOf(number))),
      );
      process.stdout.write(`${numbers.join(' ')}\n`);
    }
  };
  await Promise.all([writer(), writer(), writer(), writer()]);
}

const [, script, directory, first] = process.argv;
if (script === __filename && directory) void appendUntilKilled(directory, Number(first));
