export * from './boards.js';
export * from './edition.js';
export * from './official/index.js';
export * from './placing.js';
export * from './postcodes/index.js';
