export * from './fault.js';
export * from './warehouse.js';
export type { Param, Params } from './literals.js';
export * from './migrate.js';
export * from './reference.js';
