export * from './scrub-payload.js';
export * from './scrub-text.js';
