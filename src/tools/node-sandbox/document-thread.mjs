/** A thread in the place of a sandbox frame: a document, in which the preview and the learner's app run. */
import { parentPort } from "node:worker_threads";
import { JSDOM } from "jsdom";
import { installScriptUrls, runScript, runScriptAt } from "./script-urls.mjs";

const { window } = new JSDOM("<!doctype html><html><head></head><body></body></html>", {
  url: "http://localhost/",
  pretendToBeVisual: true,
});
const { document } = window;
const nodeProcess = process;

// What a page has and Node has not; where both have one, events and the navigator must be the document's: its targets
// refuse the events of Node.
const DOCUMENTS_OWN = /^EventTarget$|Event$|^navigator$/;
/** Storage of a frame without an origin. */
const DENIED = new Set(["localStorage", "sessionStorage", "indexedDB"]);
for (const name of Object.getOwnPropertyNames(window)) {
  if (DENIED.has(name) || (name in globalThis && !DOCUMENTS_OWN.test(name))) continue;
  const value = window[name];
  Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
}
for (const name of ["addEventListener", "removeEventListener", "dispatchEvent", "getComputedStyle"]) {
  globalThis[name] = window[name].bind(window);
}
for (const name of DENIED) {
  Object.defineProperty(globalThis, name, {
    configurable: true,
    get: () => {
      throw new window.DOMException("The operation is insecure.", "SecurityError");
    },
  });
}
// jsdom knows no MathML.
globalThis.MathMLElement = class MathMLElement extends window.Element {};
Object.assign(globalThis, { window: globalThis, self: globalThis, parent: globalThis, document });
installScriptUrls();

// A script element with one of our addresses runs when it is put into the document.
new window.MutationObserver((records) => {
  for (const node of records.flatMap(({ addedNodes }) => [...addedNodes])) {
    if (node.nodeName !== "SCRIPT" || !node.src.startsWith("blob:handoff/")) continue;
    runScriptAt(node.src);
    node.dispatchEvent(new window.Event("load"));
  }
}).observe(document.head, { childList: true });

nodeProcess.on("uncaughtException", (error) => {
  window.dispatchEvent(new window.ErrorEvent("error", { error, message: error.message }));
});
nodeProcess.on("unhandledRejection", (reason) => {
  window.dispatchEvent(Object.assign(new window.Event("unhandledrejection"), { reason }));
});

parentPort.on("message", (command) => {
  if (command.type === "ping") {
    parentPort.postMessage({ type: "alive", beat: command.beat });
    return;
  }
  const { name } = command;
  globalThis.handoffPorts = command.ports;
  try {
    runScript(command.code, name);
    parentPort.postMessage({ type: "loaded", name });
  } catch (error) {
    parentPort.postMessage({ type: "failed", name, message: String(error) });
  }
});
