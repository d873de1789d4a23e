export * from './boards.js';
export * from './edition.js';
export * from './placing.js';
