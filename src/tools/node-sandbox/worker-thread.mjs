/** A thread in the place of a sandbox worker: runs the isolate or the referee as a classic worker script. */
import { parentPort } from "node:worker_threads";
import { installScriptUrls, runScript, runScriptAt } from "./script-urls.mjs";

parentPort.once("message", ({ name, code, ports }) => {
  installScriptUrls();
  let start = () => {};
  Object.assign(globalThis, {
    self: globalThis,
    importScripts: runScriptAt,
    addEventListener(type, listener) {
      if (type === "message") start = listener;
    },
  });
  runScript(code, name);
  start({ data: { type: "start" }, ports });
});
