import { TopicMismatch } from '../errors.js';
import { LogUnavailable, type Position } from '../port.js';
import { partitionForKey } from '../partition-for-key.js';
import type { ContractContext } from './contract-suite.js';
import { numbered, readAll, record, text } from './records.js';

export function describeAppending({ log, reopen, newTopic }: ContractContext): void {
  describe('appending', () => {
    test('given an append that resolved, when the log is opened again, its records are there', async () => {
      const topic = await newTopic();
      const positions = await log().append(topic, numbered(500));
      const records = await readAll(await reopen(), topic);
      expect(places(records)).toEqual(places(positions));
      const found = new Map(records.map((each) => [place(each), text(each)]));
      expect(positions.map((position) => found.get(place(position)))).toEqual(numbered(500).map(textOf));
    });

    test('the positions are those of the records in the order given, and the offsets have no gaps', async () => {
      const topic = await newTopic();
      const first = await log().append(topic, numbered(100));
      const second = await log().append(topic, numbered(100, 20, 100));
      const ends = await log().ends(topic);
      for (const [partition, end] of ends.entries()) {
        const offsets = [...first, ...second]
          .filter((each) => each.partition === partition)
          .map((each) => each.offset);
        expect(offsets).toEqual(Array.from({ length: end }, (_, i) => i));
      }
    });

    test('append times never go back within a partition, and are the same when read', async () => {
      const topic = await newTopic(2);
      const positions: Position[] = [];
      for (let i = 0; i < 30; i += 1) positions.push(...(await log().append(topic, numbered(7, 7, i * 7))));
      const records = await readAll(log(), topic);
      for (const partition of [0, 1]) {
        const times = records
          .filter((each) => each.partition === partition)
          .map(({ appendedAt }) => appendedAt);
        expect(times).toEqual(times.toSorted((a, b) => a - b));
      }
      const read = new Map(records.map((each) => [place(each), each.appendedAt]));
      expect(positions.map((position) => read.get(place(position)))).toEqual(
        positions.map(({ appendedAt }) => appendedAt),
      );
    });

    test('records of one key lie in the one partition that Kafka clients choose for it', async () => {
      const topic = await newTopic(12);
      const records = numbered(200, 50);
      const positions = await log().append(topic, records);
      expect(positions.map(({ partition }) => partition)).toEqual(
        records.map(({ key }) => partitionForKey(Buffer.from(key), 12)),
      );
    });

    test('given appends that do not wait for each other, records of a key keep the order of the calls', async () => {
      const topic = await newTopic();
      const calls = Array.from({ length: 60 }, (_, i) => numbered(10, 5, i * 10));
      await Promise.all(calls.map((records) => log().append(topic, records)));
      const records = await readAll(log(), topic);
      for (const key of new Set(records.map((each) => each.key))) {
        const numbers = records.filter((each) => each.key === key).map((each) => Number(text(each)));
        expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
        expect(numbers).toHaveLength(120);
      }
    });

    test('keys and values come back byte for byte: large, empty, tombstones, any letters', async () => {
      const topic = await newTopic();
      const large = Buffer.alloc(1_048_576, 'x');
      const given = [
        { key: 'large', value: large },
        record('empty', ''),
        record('tombstone', null),
        record('', 'an empty key'),
        record('Zoë/日本/🙂', 'ÿ'),
        { key: 'bytes', value: Uint8Array.from({ length: 256 }, (_, i) => i) },
      ];
      await log().append(topic, given);
      const found = new Map((await readAll(log(), topic)).map((each) => [each.key, each.value]));
      expect(found.size).toBe(given.length);
      for (const { key, value } of given) {
        const read = found.get(key);
        expect(
          read === null ? null : Buffer.from(read ?? 'absent').equals(Buffer.from(value ?? 'null')),
        ).toBe(value === null ? null : true);
      }
    });

    test('an empty append resolves with no positions', async () => {
      expect(await log().append(await newTopic(), [])).toEqual([]);
    });

    test('a record that is too large is refused before anything is written', async () => {
      const topic = await newTopic();
      const records = [record('small'), { key: 'huge', value: Buffer.alloc(9 * 1024 * 1024) }];
      await expect(log().append(topic, records)).rejects.toThrow(RangeError);
      expect(await readAll(log(), topic)).toEqual([]);
    });

    test('a topic that exists stays as it is, and another number of partitions is refused', async () => {
      const topic = await newTopic(3);
      await log().append(topic, numbered(10));
      await log().ensureTopics([{ name: topic, partitions: 3 }]);
      expect(await readAll(log(), topic)).toHaveLength(10);
      await expect(log().ensureTopics([{ name: topic, partitions: 4 }])).rejects.toThrow(TopicMismatch);
    });

    test('a log that works says that it is writable', async () => {
      expect(await log().health()).toEqual({ kind: log().kind, writable: true });
    });

    test('given a log that was closed, appending is refused as unavailable', async () => {
      const topic = await newTopic();
      const closed = log();
      await reopen();
      await expect(closed.append(topic, numbered(1))).rejects.toThrow(LogUnavailable);
    });
  });
}

function place({ partition, offset }: Pick<Position, 'partition' | 'offset'>): string {
  return `${partition}/${offset}`;
}

function places(positions: readonly Position[]): string[] {
  return positions.map(place).sort();
}

function textOf({ value }: { value: Uint8Array | null }): string | null {
  return text({ value });
}
