export * from './clashing-histories.js';
export * from './known-events.js';
export * from './start-front.js';
export * from './test-warehouse.js';
