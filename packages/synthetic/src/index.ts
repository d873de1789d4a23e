export { SYNTHETIC_PROVIDERS, type ProviderId, type SyntheticProvider } from './providers.js';
export { syntheticEdition } from './places.js';
export type { SyntheticRecord } from './encode.js';
export { synthesise, type SyntheticOptions } from './synthesise.js';
export { seedLog } from './seed-log.js';
export { synthesiseApart, type ApartOptions } from './apart.js';
