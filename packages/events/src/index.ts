export * from './codes.js';
export * from './stored-event.js';
