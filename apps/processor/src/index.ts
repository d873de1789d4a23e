export * from './reference-loader.js';
export * from './pipeline.js';
export * from './shown.js';
export * from './decode-batches.js';
export * from './answering-generation.js';
export * from './rebuild.js';
export * from './rebuilds.js';
export * from './dead-letters.js';
export type { Live } from './live.js';
