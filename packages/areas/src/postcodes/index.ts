export { PostcodeCollector, type PostcodeRow } from './postcode-collector.js';
export * from './postcode-records.js';
export { PostcodeTable } from './postcode-table.js';
