export * from './proportion.js';
