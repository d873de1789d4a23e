export * from './interval-solver.js';
