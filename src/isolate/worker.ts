/** Entry of the isolate realm: one classic script in the sandbox, handed its port with the first message. */
import functionPackages from "virtual:handoff/function-packages";
import { DEFINE_FUNCTION_PACKAGES, DEFINE_FUNCTIONS } from "../wire/scripts.ts";
import type { IsolateCommand } from "../wire/syscall.ts";
import type { FunctionsFactory, PackagesFactory } from "./factories.ts";
import { Isolate } from "./isolate.ts";

declare const self: DedicatedWorkerGlobalScope;

// Bound before any learner code, which could replace what it finds on prototypes and globals.
const NativeBlob = Blob;
const createUrl = URL.createObjectURL.bind(URL);
const revokeUrl = URL.revokeObjectURL.bind(URL);
const importScript = importScripts.bind(self);

/** Runs a script and gives what it passed to the global `name`, and the script's address, which stacks name it by. */
function define<Factory>(name: string, script: string): { readonly factory: Factory; readonly file: string } {
  let defined: Factory | null = null;
  Object.defineProperty(self, name, {
    value: (factory: Factory) => {
      defined ??= factory;
    },
    configurable: true,
  });
  const url = createUrl(new NativeBlob([script], { type: "text/javascript" }));
  try {
    importScript(url);
  } finally {
    revokeUrl(url);
    Reflect.deleteProperty(self, name);
  }
  if (defined === null) throw new Error("The script defined nothing.");
  return { factory: defined, file: url };
}

const turns = new MessageChannel();
const waiting: (() => void)[] = [];
turns.port1.onmessage = () => waiting.shift()?.();
const nextTurn = turns.port2.postMessage.bind(turns.port2);

self.addEventListener(
  "message",
  (event: MessageEvent) => {
    const port = event.ports[0];
    if (port === undefined) return;
    const later = setTimeout.bind(self);
    const post = port.postMessage.bind(port);
    const isolate = new Isolate({
      realm: {
        Date,
        Math,
        setTimeout: setTimeout.bind(self),
        clearTimeout: clearTimeout.bind(self),
        setInterval: setInterval.bind(self),
        clearInterval: clearInterval.bind(self),
        crypto: {
          getRandomValues: (array) => crypto.getRandomValues(array as Uint8Array<ArrayBuffer>),
          randomUUID: () => crypto.randomUUID(),
          subtle: crypto.subtle,
        },
      },
      packages: define<PackagesFactory>(DEFINE_FUNCTION_PACKAGES, functionPackages).factory,
      loadFunctions: (script) => define<FunctionsFactory>(DEFINE_FUNCTIONS, script),
      reply: (reply) => post(reply),
      afterwards: (task) => {
        waiting.push(task);
        nextTurn(null);
      },
      later: (delayMs, task) => void later(task, delayMs),
    });
    port.onmessage = ({ data }: MessageEvent<IsolateCommand>) => isolate.obey(data);
  },
  { once: true },
);
