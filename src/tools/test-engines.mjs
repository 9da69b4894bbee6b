/**
 * `npm run test:engines`: installs, builds, then tries in Chromium, Firefox and WebKitGTK what learner code can send out,
 * and whether the site works. Names of engines may follow. Ends with 1 when something got out that is not named.
 */
import { join } from "node:path";
import { bin, install, root, run } from "./install.mjs";

install();
const { findOrInstallChromium } = await import("./chromium.mjs");
await findOrInstallChromium();

const folder = join(root, "node_modules", ".tmp", "engines-site");
run(bin("vite"), ["build", "--logLevel", "warn", "--outDir", folder, "--emptyOutDir"]);
const { createServer } = await import("vite");
// Only to run TypeScript: Node 20 cannot by itself.
const loader = await createServer({
  configFile: false,
  root,
  appType: "custom",
  logLevel: "error",
  optimizeDeps: { noDiscovery: true },
  server: { middlewareMode: true, watch: null, ws: false },
});
const { testEngines } = await loader.ssrLoadModule(new URL("./engines/command.ts", import.meta.url).pathname);
process.exit(await testEngines(folder, process.argv.slice(2)));
