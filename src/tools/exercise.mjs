/** `npm run exercise`: installs, then makes, checks or previews an exercise. */
import { install, root } from "./install.mjs";

install();
const { createServer } = await import("vite");
// Only to run TypeScript: Node 20 cannot by itself. Not `runnerImport`: modules are imported while the command goes on.
const loader = await createServer({
  configFile: false,
  root,
  appType: "custom",
  logLevel: "error",
  optimizeDeps: { noDiscovery: true },
  server: { middlewareMode: true, watch: null, ws: false },
});
const { exerciseCommand } = await loader.ssrLoadModule(
  new URL("./exercises/command.ts", import.meta.url).pathname,
);
const status = await exerciseCommand(process.argv.slice(2));
if (status !== null) process.exit(status);
