export * from './reference-loader.js';
export * from './pipeline.js';
export * from './shown.js';
