/** The isolate's own modules in this process: scripts are evaluated instead of imported. */
import { runInThisContext } from "node:vm";
import { build } from "esbuild-wasm";
import type { RealmGlobals } from "../../isolate/environment.ts";
import type { FunctionsFactory, PackagesFactory } from "../../isolate/factories.ts";
import { Isolate } from "../../isolate/isolate.ts";
import {
  DEFINE_FUNCTION_PACKAGES,
  DEFINE_FUNCTIONS,
  FUNCTION_PACKAGES,
  functionFactory,
} from "../../wire/scripts.ts";
import type { IsolateCommand } from "../../wire/syscall.ts";
import type { IsolatePort } from "../functions/isolate-link.ts";

async function bundlePackages(): Promise<string> {
  const entries = FUNCTION_PACKAGES.map(
    (name) => `${JSON.stringify(name)}: require(${JSON.stringify(name)})`,
  );
  const result = await build({
    stdin: { contents: `module.exports = { ${entries.join(", ")} };`, resolveDir: process.cwd() },
    bundle: true,
    format: "cjs",
    platform: "browser",
    write: false,
    logLevel: "silent",
  });
  return functionFactory(DEFINE_FUNCTION_PACKAGES, result.outputFiles[0]?.text ?? "", "module.exports");
}

const packagesScript = await bundlePackages();

let scripts = 0;

function define<Factory>(name: string, script: string): { readonly factory: Factory; readonly file: string } {
  const defined: Factory[] = [];
  // Stands for importScripts: in a worker the script is a classic one of its own.
  Object.defineProperty(globalThis, name, {
    value: (factory: Factory) => defined.push(factory),
    configurable: true,
  });
  const file = `script-${++scripts}.js`;
  runInThisContext(script, { filename: file });
  Reflect.deleteProperty(globalThis, name);
  const [factory] = defined;
  if (factory === undefined) throw new Error("The script defined nothing.");
  return { factory, file };
}

const packages = define<PackagesFactory>(DEFINE_FUNCTION_PACKAGES, packagesScript).factory;

const realm: RealmGlobals = {
  Date,
  Math,
  setTimeout,
  clearTimeout,
  setInterval,
  clearInterval,
  crypto: {
    getRandomValues: (array) => crypto.getRandomValues(array as Uint8Array<ArrayBuffer>),
    randomUUID: () => crypto.randomUUID(),
    subtle: crypto.subtle,
  },
};

/** A port to a new isolate; messages arrive a microtask later, as plain data. */
export function isolateInProcess(): IsolatePort {
  const port: IsolatePort = {
    onmessage: null,
    postMessage: (message) => {
      const command = structuredClone(message) as IsolateCommand;
      queueMicrotask(() => isolate.obey(command));
    },
  };
  const isolate = new Isolate({
    realm,
    packages,
    loadFunctions: (script) => define<FunctionsFactory>(DEFINE_FUNCTIONS, script),
    reply: (reply) => {
      const data: unknown = structuredClone(reply);
      queueMicrotask(() => port.onmessage?.({ data }));
    },
    afterwards: (task) => void setImmediate(task),
    later: (delayMs, task) => void setTimeout(task, delayMs),
  });
  return port;
}

/** A learner's modules, each the body of a CommonJS module, as the compiler hands them over. */
export function functionsScript(modules: Readonly<Record<string, string>>): string {
  const thunks = Object.entries(modules).map(
    ([name, body]) =>
      `${JSON.stringify(name)}: () => { const module = { exports: {} }; (function (module, exports) { ${body}\n })(module, module.exports); return module.exports; }`,
  );
  return functionFactory(
    DEFINE_FUNCTIONS,
    `module.exports = { ${thunks.join(",\n")} };`,
    "{modules:module.exports}",
  );
}
