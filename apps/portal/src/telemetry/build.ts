/** The version of the portal, as in its package.json. */
export const BUILD = '0.1.0';
