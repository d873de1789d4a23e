export * from './append.js';
export * from './deliveries.js';
export * from './histories.js';
export * from './world.js';
export * from './engagements.js';
