export * from './pathway.js';
export * from './known-event.js';
export * from './counting-events.js';
export * from './counted.js';
export * from './sessions.js';
export * from './referral.js';
export * from './journeys.js';
export * from './fold-pathways.js';
