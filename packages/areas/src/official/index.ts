export * from './compose-edition.js';
export { officialTable, type OfficialFault, type OfficialTable } from './official-table.js';
export * from './report.js';
