export { portalOpenApi } from './openapi.js';
export { PortalApiModule, type PortalApiParts } from './portal-api.module.js';
export type { ShownState } from './status.js';
