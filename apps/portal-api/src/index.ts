export { portalOpenApi } from './openapi.js';
export { PortalApiModule, type PortalApiParts } from './portal-api.module.js';
export type { Behind } from './schemas.js';
export type { ShownState, StatusNow } from './status.js';
export { TelemetryModule, type TelemetryParts } from './telemetry/telemetry.module.js';
export { faroPayload } from './telemetry/wire.js';
