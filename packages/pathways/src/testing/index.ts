export * from './append.js';
export * from './world.js';
