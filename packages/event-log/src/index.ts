export * from './port.js';
export * from './errors.js';
export { openEmbeddedLog, type EmbeddedLogOptions } from './embedded/embedded-log.js';
export { openKafkaLog } from './kafka/kafka-log.js';
export type { KafkaLogOptions } from './kafka/client.js';
export { answeredWithin } from './answered-within.js';
export { partitionForKey } from './partition-for-key.js';
