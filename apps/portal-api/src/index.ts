export { portalOpenApi } from './openapi.js';
export { PortalApiModule, type PortalApiParts } from './portal-api.module.js';
export type { Behind } from './schemas.js';
export type { ShownState, StatusNow } from './status.js';
