import { setTimeout as sleep } from 'node:timers/promises';
import kafkajs, { type Admin, type ITopicMetadata } from 'kafkajs';
import { backOffMs } from '../delivery.js';
import { TopicMismatch } from '../errors.js';
import type { TopicSpec } from '../port.js';
import { RECORD_BYTES_MAX } from '../records.js';
import type { KafkaLogOptions } from './client.js';
import { faultType } from './faults.js';

const APPEND_TIME = { name: 'message.timestamp.type', value: 'LogAppendTime' };
const BATCH_OVERHEAD_BYTES = 64 * 1024;
const ATTEMPTS_MAX = 8;

/** Creates what does not exist; refuses what exists with another number of partitions or without append times. */
export async function ensureKafkaTopics(
  admin: Admin,
  topics: readonly TopicSpec[],
  options: Pick<KafkaLogOptions, 'replicationFactor' | 'minInsyncReplicas'>,
): Promise<void> {
  const existing = new Set(await admin.listTopics());
  const missing = topics.filter(({ name }) => !existing.has(name));
  if (missing.length > 0) {
    await admin.createTopics({
      waitForLeaders: true,
      topics: missing.map((spec) => ({
        topic: spec.name,
        numPartitions: spec.partitions,
        ...(options.replicationFactor === undefined ? {} : { replicationFactor: options.replicationFactor }),
        configEntries: configOf(spec, options.minInsyncReplicas),
      })),
    });
  }
  const { topics: described } = await admin.fetchTopicMetadata({ topics: topics.map(({ name }) => name) });
  for (const spec of topics) {
    await assertFits(admin, spec, described);
    await answering(admin, spec.name);
  }
}

/** A topic just made, by us or by another process, has leaders on paper before any of them knows that it is one. */
async function answering(admin: Admin, topic: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await admin.fetchTopicOffsets(topic);
      return;
    } catch (fault) {
      if (faultType(fault) !== 'NOT_LEADER_FOR_PARTITION' || attempt === ATTEMPTS_MAX) throw fault;
      await sleep(backOffMs(attempt));
    }
  }
}

function configOf(spec: TopicSpec, minInsyncReplicas?: number): { name: string; value: string }[] {
  return [
    APPEND_TIME,
    // Kept for ever: whatever is right of the log is built again from it.
    { name: 'retention.ms', value: '-1' },
    { name: 'retention.bytes', value: '-1' },
    { name: 'cleanup.policy', value: spec.compacted ? 'compact' : 'delete' },
    { name: 'max.message.bytes', value: String(RECORD_BYTES_MAX + BATCH_OVERHEAD_BYTES) },
    ...(minInsyncReplicas === undefined
      ? []
      : [{ name: 'min.insync.replicas', value: String(minInsyncReplicas) }]),
  ];
}

async function assertFits(
  admin: Admin,
  spec: TopicSpec,
  described: readonly ITopicMetadata[],
): Promise<void> {
  const partitions = described.find(({ name }) => name === spec.name)?.partitions.length ?? 0;
  if (partitions !== spec.partitions) {
    throw new TopicMismatch(spec.name, `with ${partitions} partitions, not ${spec.partitions}`);
  }
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: [
      { type: kafkajs.ConfigResourceTypes.TOPIC, name: spec.name, configNames: [APPEND_TIME.name] },
    ],
  });
  const found = resources[0]?.configEntries.find(({ configName }) => configName === APPEND_TIME.name);
  if (found?.configValue !== APPEND_TIME.value) {
    throw new TopicMismatch(spec.name, `its ${APPEND_TIME.name} is not ${APPEND_TIME.value}`);
  }
}
