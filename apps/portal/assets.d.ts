/** Absolute path of the built portal: `index.html`, and hashed files under `assets/`. */
export declare const portalDirectory: string;
