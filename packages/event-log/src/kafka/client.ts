import './idle-timer-patch.js';
import kafkajs, { type Kafka, type KafkaConfig, type SASLOptions } from 'kafkajs';
import type { Report } from '../embedded/segment.js';

export interface KafkaLogOptions {
  /** `host:port` of some of the brokers. */
  brokers: readonly string[];
  clientId: string;
  ssl?: KafkaConfig['ssl'];
  sasl?: SASLOptions;
  /** For topics created here; the broker's default when absent. */
  replicationFactor?: number;
  /** For topics created here (2 with three replicas); the broker's default when absent. */
  minInsyncReplicas?: number;
  /** An append that is not acknowledged by then is refused; it may still come to stand in the log. */
  appendTimeoutMs?: number;
  /** A consumer of which nothing is heard for so long loses its partitions. */
  sessionTimeoutMs?: number;
  /** Told of warnings and errors of the client, in words without record contents. */
  report?: Report;
}

const CONNECT_MS = 2_000;
const REQUEST_MS = 5_000;

/** A kafkajs client. One for each producer, consumer or admin: consumers of one client would share offsets. */
export function kafkaClient(options: KafkaLogOptions): Kafka {
  const { report = () => undefined } = options;
  return new kafkajs.Kafka({
    brokers: [...options.brokers],
    clientId: options.clientId,
    connectionTimeout: CONNECT_MS,
    authenticationTimeout: CONNECT_MS,
    requestTimeout: REQUEST_MS,
    retry: { retries: 3, initialRetryTime: 100, maxRetryTime: 1_000 },
    logLevel: kafkajs.logLevel.WARN,
    logCreator:
      () =>
      ({ namespace, log }) =>
        report(`kafka: ${log.message}`, { namespace }),
    ...(options.ssl === undefined ? {} : { ssl: options.ssl }),
    ...(options.sasl === undefined ? {} : { sasl: options.sasl }),
  });
}
