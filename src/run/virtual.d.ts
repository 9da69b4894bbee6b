/** URLs of files that Vite builds or copies. */
declare module "*?worker&url" {
  const url: string;
  export default url;
}
declare module "*?url" {
  const url: string;
  export default url;
}

/** Made by the build (`src/tools/site-plugin.ts`). */
declare module "virtual:handoff/sandbox" {
  /** The sandbox frame's `srcdoc`. */
  export const sandboxDocument: string;
  /** The same for scripts, whose workers need `crypto.subtle`. */
  export const scriptSandboxDocument: string;
}
declare module "virtual:handoff/preview-script" {
  export const previewScript: string;
}
declare module "virtual:handoff/packages-script" {
  export const packagesScript: string;
}
declare module "virtual:handoff/clerk-ui-script" {
  export const clerkUiScript: string;
}
declare module "virtual:handoff/isolate-script" {
  export const isolateScript: string;
}
declare module "virtual:handoff/script-script" {
  export const scriptScript: string;
}
declare module "virtual:handoff/referee-script" {
  export const refereeScript: string;
}
