export * from './port.js';
export * from './errors.js';
export { openEmbeddedLog, type EmbeddedLogOptions } from './embedded/embedded-log.js';
export { partitionForKey } from './partition-for-key.js';
