export * from './ingest.module.js';
export * from './openapi.js';
