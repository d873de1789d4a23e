export * from './pathway.js';
export * from './known-event.js';
