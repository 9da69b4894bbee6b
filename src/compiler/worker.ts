/** Entry of the compiler realm: esbuild-wasm, started once, behind `CompilerApi`. */
import "./immediate-timers.ts";
import { expose } from "comlink";
import { build, initialize } from "esbuild-wasm";
import wasmUrl from "esbuild-wasm/esbuild.wasm?url";
import type { CompilerApi } from "../wire/compiler.ts";
import { compile } from "./compile.ts";

const ready = WebAssembly.compileStreaming(fetch(wasmUrl)).then((wasmModule) =>
  initialize({ wasmModule, worker: false }),
);

const api: CompilerApi = {
  async compile(files) {
    await ready;
    return compile({ build }, files);
  },
};

expose(api);
