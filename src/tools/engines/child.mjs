/** Runs `child.ts`, which Node 20 cannot by itself, with the request that is its only parameter. */
import { root } from "../install.mjs";

const { createServer } = await import("vite");
const loader = await createServer({
  configFile: false,
  root,
  appType: "custom",
  logLevel: "error",
  optimizeDeps: { noDiscovery: true },
  server: { middlewareMode: true, watch: null, ws: false },
});
const { obey } = await loader.ssrLoadModule(new URL("./child.ts", import.meta.url).pathname);
await obey(JSON.parse(process.argv[2] ?? ""));
process.exit(0);
