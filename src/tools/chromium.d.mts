/** Types of `chromium.mjs`, which runs before anything is installed and so is plain JavaScript. */
export function findChromium(): Promise<string | null>;
export function findOrInstallChromium(): Promise<string>;
