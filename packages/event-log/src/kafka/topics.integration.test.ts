import kafkajs from 'kafkajs';
import { TopicMismatch } from '../errors.js';
import type { EventLog } from '../port.js';
import { describeWithKafka } from '../testing/kafka.js';
import { collect, eventually, readAll, record, text, uniqueName } from '../testing/records.js';
import { openKafkaLog } from './kafka-log.js';

describeWithKafka('topics on Kafka', ({ brokers }) => {
  jest.setTimeout(120_000);
  let log: EventLog;
  let admin: kafkajs.Admin;
  beforeAll(async () => {
    log = await openKafkaLog({ brokers: brokers(), clientId: 'topics' });
    admin = new kafkajs.Kafka({ brokers: brokers(), logLevel: kafkajs.logLevel.NOTHING }).admin();
    await admin.connect();
  });
  afterAll(() => Promise.all([log.close(), admin.disconnect()]));

  async function configOf(topic: string): Promise<Record<string, string>> {
    const { resources } = await admin.describeConfigs({
      includeSynonyms: false,
      resources: [{ type: kafkajs.ConfigResourceTypes.TOPIC, name: topic }],
    });
    const entries = resources.flatMap(({ configEntries }) => configEntries);
    return Object.fromEntries(entries.map(({ configName, configValue }) => [configName, configValue]));
  }

  test('a topic is kept for ever and stamped by the broker; a compacted one keeps the newest of each key', async () => {
    const [kept, compacted] = [uniqueName('kept'), uniqueName('compacted')];
    await log.ensureTopics([
      { name: kept, partitions: 2 },
      { name: compacted, partitions: 1, compacted: true },
    ]);
    expect(await configOf(kept)).toMatchObject({
      'message.timestamp.type': 'LogAppendTime',
      'retention.ms': '-1',
      'retention.bytes': '-1',
      'cleanup.policy': 'delete',
    });
    expect(await configOf(compacted)).toMatchObject({ 'cleanup.policy': 'compact' });
  });

  test('a topic whose records the producer would stamp is refused', async () => {
    const topic = uniqueName('stamped-by-anyone');
    await admin.createTopics({ waitForLeaders: true, topics: [{ topic, numPartitions: 1 }] });
    await expect(log.ensureTopics([{ name: topic, partitions: 1 }])).rejects.toThrow(TopicMismatch);
  });

  test('an append time cannot be given: the broker stamps', async () => {
    const topic = uniqueName('given');
    await log.ensureTopics([{ name: topic, partitions: 1 }]);
    await expect(log.append(topic, [{ ...record('k'), appendedAt: 1 }])).rejects.toThrow(RangeError);
  });

  test('given records that were compacted away, reading ends where it was told to, and starts in a gap', async () => {
    const topic = uniqueName('gaps');
    const configEntries = Object.entries({
      'cleanup.policy': 'compact',
      'message.timestamp.type': 'LogAppendTime',
      'segment.ms': '100',
      'min.cleanable.dirty.ratio': '0.001',
      'min.compaction.lag.ms': '0',
    }).map(([name, value]) => ({ name, value }));
    await admin.createTopics({ waitForLeaders: true, topics: [{ topic, numPartitions: 1, configEntries }] });
    for (let i = 0; i < 30; i += 1) await log.append(topic, [record(`key-${i % 3}`, String(i))]);
    await eventually(async () => {
      // A record now and then closes the segment before it, which is then compacted.
      await log.append(topic, [record('key-3', 'last')]);
      return (await readAll(log, topic)).filter(({ offset }) => offset < 30).length === 3;
    });
    const until = new Map([[0, 20]]);
    expect(await collect(log.read(topic, { from: new Map([[0, 0]]), until }))).toEqual([]);
    const rest = await readAll(log, topic, { from: 12 });
    expect(rest.filter(({ offset }) => offset < 30).map(text)).toEqual(['27', '28', '29']);
  });
});
