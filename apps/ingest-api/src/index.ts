export * from './ingest.module.js';
export * from './openapi.js';
export { FollowedPostcodes } from './postcodes/followed-postcodes.js';
export { InFlight } from './in-flight.js';
export type { ImportAnswer } from './imports/imports.js';
export { MEDIA_TYPES, type FileKind } from './imports/file-rows.js';
export { listRejects } from './imports/list-rejects.js';
