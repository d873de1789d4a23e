export * from './definition.js';
export * from './dimensions.js';
export * from './every.js';
export * from './rates.js';
export * from './flags.js';
export * from './registry.js';
export * from './timed.js';
export * from './outcomes.js';
