/** Entry of the isolate realm: one classic script in the sandbox, handed its port with the first message. */
import functionPackages from "virtual:handoff/function-packages";
import { createAfterTask } from "../base/after-task.ts";
import { boundTimers, limitTimers } from "../base/limit-timers.ts";
import { standAlone } from "../base/lone-worker.ts";
import { watchLoops } from "../base/loop-watch.ts";
import { DEFINE_FUNCTION_PACKAGES, DEFINE_FUNCTIONS, LOOP_TURN } from "../wire/scripts.ts";
import type { IsolateCommand, IsolateReply } from "../wire/syscall.ts";
import type { FunctionsFactory, PackagesFactory } from "./factories.ts";
import { Isolate } from "./isolate.ts";

declare const self: DedicatedWorkerGlobalScope;

/** The deployment ends a function after a second; by then it knows where the function is. */
const LONG_LOOP_MS = 500;

// Bound before any learner code, which could replace what it finds on prototypes and globals.
const NativeBlob = Blob;
const createUrl = URL.createObjectURL.bind(URL);
const revokeUrl = URL.revokeObjectURL.bind(URL);
const importScript = importScripts.bind(self);

standAlone(self);

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

const afterTask = createAfterTask();
const now = performance.now.bind(performance);

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
        ...limitTimers(boundTimers(self)),
        crypto: {
          getRandomValues: (array) => crypto.getRandomValues(array as Uint8Array<ArrayBuffer>),
          randomUUID: () => crypto.randomUUID(),
          subtle: crypto.subtle,
        },
      },
      packages: define<PackagesFactory>(DEFINE_FUNCTION_PACKAGES, functionPackages).factory,
      loadFunctions: (script) => define<FunctionsFactory>(DEFINE_FUNCTIONS, script),
      reply: (reply) => post(reply),
      afterwards: afterTask,
      later: (delayMs, task) => void later(task, delayMs),
    });
    const onLong = (place: string): void => post({ type: "loop", place } satisfies IsolateReply);
    const value = watchLoops({ now, afterTask, limitMs: LONG_LOOP_MS, onLong });
    Object.defineProperty(self, LOOP_TURN, { value });
    port.onmessage = ({ data }: MessageEvent<IsolateCommand>) => isolate.obey(data);
  },
  { once: true },
);
