/** `npm run serve -- --functions DIR`: installs, then serves the stand-ins over real HTTP and WebSockets. */
import { install } from "./install.mjs";

install();
const { runnerImport } = await import("vite");
const { module } = await runnerImport(new URL("./serve/serve.ts", import.meta.url).pathname, {
  configFile: false,
  logLevel: "error",
});
await module.serve(process.argv.slice(2));
