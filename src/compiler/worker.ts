/** Entry of the compiler realm: esbuild-wasm, started by the first call, behind `CompilerApi`. */
import "./immediate-timers.ts";
import { expose } from "comlink";
import { build, initialize } from "esbuild-wasm";
import { RealmUnavailable } from "../base/realm-unavailable.ts";
import type { CompilerApi } from "../wire/compiler.ts";
import { compile } from "./compile.ts";

let starting: Promise<void> | null = null;

async function start(wasmUrl: string): Promise<void> {
  const wasmModule = await WebAssembly.compileStreaming(fetch(wasmUrl)).catch(() => {
    // esbuild can be initialized only once, and has not been: the next call may try again.
    starting = null;
    throw new RealmUnavailable();
  });
  await initialize({ wasmModule, worker: false });
  // Most of what the first build takes is the browser's, which compiles the functions of the module as they are called.
  await build({ stdin: { contents: "export {};" }, bundle: true, write: false });
}

const api: CompilerApi = {
  prepare(wasmUrl) {
    starting ??= start(wasmUrl);
    return starting;
  },
  compile: (files, kind) => compile({ build }, files, kind),
};

expose(api);
