import { FORMATS } from '../format.js';
import { portalOpenApi } from '../openapi.js';
import { UPTAKE } from './asking.js';

/** Every call about data, as the OpenAPI document has them, with what it cannot be asked without. */
export const EVERY_CALL = Object.entries(portalOpenApi().paths)
  .map(([path, { get }]) => [path, JSON.stringify(get ?? {})] as const)
  .filter(([, described]) => described.includes(FORMATS.csv))
  .map(([path, described]) => {
    const needed = /"name":"measure"[^}]*}?,"required":true/.test(described)
      ? 'measure=uptake.first_session'
      : '';
    return path === '/api/v1/measures/{id}' ? `${UPTAKE}?by=icb,quarter` : `${path}?${needed}`;
  });
