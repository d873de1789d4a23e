export * from './port.js';
export * from './errors.js';
export { openEmbeddedLog, type EmbeddedLogOptions } from './embedded/embedded-log.js';
export { openKafkaLog } from './kafka/kafka-log.js';
export type { KafkaLogOptions } from './kafka/client.js';
export { answeredWithin, unlessAborted } from './answered-within.js';
export { pause } from './delivery.js';
export { patiently, type PatientOptions } from './patiently.js';
export { partitionForKey } from './partition-for-key.js';
