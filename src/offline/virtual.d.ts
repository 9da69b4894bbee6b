/** Made by the build (`src/tools/offline-plugin.ts`): the files that the service worker keeps. */
declare module "virtual:handoff/build" {
  const build: import("../wire/offline.ts").Build;
  export default build;
}
