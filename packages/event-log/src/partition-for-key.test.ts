import fc from 'fast-check';
import kafkajs from 'kafkajs';
import { murmur2, partitionForKey } from './partition-for-key.js';

test.each([
  // From Kafka's own tests (UtilsTest.testMurmur2).
  ['21', -973_932_308],
  ['foobar', -790_332_482],
  ['a-little-bit-long-string', -985_981_536],
  ['a-little-bit-longer-string', -1_486_304_829],
  ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58_897_971],
  ['abc', 479_470_107],
])('the hash of %s is the one that Kafka gives', (key, hash) => {
  expect(murmur2(Buffer.from(key))).toBe(hash);
});

test('for every key the partition is the one that the default partitioner of kafkajs chooses', () => {
  const choose = kafkajs.Partitioners.DefaultPartitioner();
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 64 }), (key, partitions) => {
      const partitionMetadata = Array.from({ length: partitions }, (_, partitionId) => ({
        partitionId,
        leader: 1,
        partitionErrorCode: 0,
        replicas: [],
        isr: [],
        offlineReplicas: [],
      }));
      const message = { key: Buffer.from(key), value: null };
      expect(partitionForKey(message.key, partitions)).toBe(
        choose({ topic: 't', partitionMetadata, message }),
      );
    }),
    { numRuns: 500 },
  );
});
