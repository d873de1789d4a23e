import { fileURLToPath } from 'node:url';

/** Where `npm run build` leaves the portal: `index.html`, and hashed files under `assets/`. */
export const portalDirectory = fileURLToPath(new URL('./dist', import.meta.url));
