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
const QUIET_MS = 30_000;
const RETRY = { initialRetryTime: 100, maxRetryTime: 1_000 };
/** What is asked of a broker is given up after about a second, so that the caller can be told. */
const RETRIES = 3;
/**
 * A consumer goes on trying for minutes: when kafkajs gives one up, it comes back as another member, and the group
 * waits for the one that is gone until its session is over.
 */
const CONSUMER_RETRIES = 300;

/** A kafkajs client. One for each producer, consumer or admin: consumers of one client would share offsets. */
export function kafkaClient(options: KafkaLogOptions, purpose: 'asking' | 'consuming' = 'asking'): Kafka {
  const report = quietened(options.report ?? (() => undefined));
  return new kafkajs.Kafka({
    brokers: [...options.brokers],
    clientId: options.clientId,
    connectionTimeout: CONNECT_MS,
    authenticationTimeout: CONNECT_MS,
    requestTimeout: REQUEST_MS,
    retry: { ...RETRY, retries: purpose === 'asking' ? RETRIES : CONSUMER_RETRIES },
    logLevel: kafkajs.logLevel.WARN,
    logCreator:
      () =>
      ({ namespace, log }) =>
        report(`kafka: ${log.message}`, { namespace }),
    ...(options.ssl === undefined ? {} : { ssl: options.ssl }),
    ...(options.sasl === undefined ? {} : { sasl: options.sasl }),
  });
}

/** Says the same thing once in a while only: a client whose broker is away repeats itself many times a second. */
function quietened(report: Report): Report {
  const said = new Map<string, number>();
  return (message, details) => {
    const now = Date.now();
    for (const [earlier, at] of said) if (now - at > QUIET_MS) said.delete(earlier);
    if (said.has(message)) return;
    said.set(message, now);
    report(message, details);
  };
}
