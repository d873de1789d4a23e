import { FORMATS } from '../format.js';
import { portalOpenApi } from '../openapi.js';
import { UPTAKE } from './asking.js';

/** What is asked where a call cannot be asked without. */
const NEEDED: Readonly<Record<string, string>> = { measure: 'uptake.first_session', instrument: 'ons4' };

/** Every call about data, as the OpenAPI document has them, each as a question with a query. */
export const EVERY_CALL: readonly string[] = Object.entries(portalOpenApi().paths)
  .filter(([, { get }]) => JSON.stringify(get ?? {}).includes(FORMATS.csv))
  .map(([path, { get }]) => {
    if (path === '/api/v1/measures/{id}') return `${UPTAKE}?by=icb,quarter`;
    const { parameters = [] } = get as { parameters?: { name: string; required?: boolean }[] };
    const needed = parameters.filter(({ required }) => required === true);
    return `${path}?${needed.map(({ name }) => `${name}=${NEEDED[name] ?? ''}`).join('&')}`;
  });
