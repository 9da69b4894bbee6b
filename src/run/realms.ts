/**
 * The three trusted workers, started by the first call to them. Comlink is for these only: never across the sandbox's
 * line. A worker that cannot be loaded rejects its calls with `RealmUnavailable`, and the next call starts it anew.
 */
// The default exports are the build's: `?worker&url` gives the address of the script.
// oxlint-disable import/default
import { wrap, type Remote } from "comlink";
import wasmUrl from "esbuild-wasm/esbuild.wasm?url";
import { RealmUnavailable } from "../base/realm-unavailable.ts";
import compilerUrl from "../compiler/worker.ts?worker&url";
import deploymentUrl from "../deployment/worker.ts?worker&url";
import issuerUrl from "../issuer/worker.ts?worker&url";
import type { Compiler, CompilerApi } from "../wire/compiler.ts";
import type { DeploymentApi } from "../wire/deployment.ts";
import type { IssuerApi } from "../wire/issuer.ts";
import { startTrustedWorker, type TrustedWorker } from "./trusted-worker.ts";

export type Realms = {
  readonly compiler: Compiler;
  readonly issuer: Remote<IssuerApi>;
  readonly deployment: Remote<DeploymentApi>;
  dispose(): void;
};

type Running = {
  readonly worker: TrustedWorker;
  readonly remote: Record<string, (...args: unknown[]) => Promise<unknown>>;
  /** Reject the calls under way. */
  readonly pending: Set<(reason: Error) => void>;
};

export function startRealms(): Realms {
  const running = new Map<string, Running>();
  let isDisposed = false;

  function start(url: string, name: string): Running {
    const worker = startTrustedWorker(url, name, () => {
      worker.terminate();
      running.delete(name);
      for (const reject of started.pending) reject(new RealmUnavailable());
    });
    const started: Running = { worker, remote: wrap(worker) as never, pending: new Set() };
    running.set(name, started);
    return started;
  }

  function realm<Api>(url: string, name: string): Remote<Api> {
    const call = (method: string, args: unknown[]): Promise<unknown> => {
      // What was still on its way starts no worker again, and is not answered.
      if (isDisposed) return new Promise(() => undefined);
      const { remote, pending } = running.get(name) ?? start(url, name);
      return new Promise((resolve, reject) => {
        pending.add(reject);
        const answer = remote[method]?.(...args);
        void answer?.then(resolve, reject).finally(() => pending.delete(reject));
      });
    };
    const methods = {
      get:
        (_: object, name: string) =>
        (...args: unknown[]) =>
          call(name, args),
    };
    return new Proxy({}, methods) as Remote<Api>;
  }

  const compiler = realm<CompilerApi>(compilerUrl, "compiler");
  // Told from here: a worker without an origin does not know where the site is.
  const absoluteWasmUrl = new URL(wasmUrl, document.baseURI).href;
  return {
    compiler: { compile: (files, kind) => compiler.compile(files, kind, absoluteWasmUrl) },
    issuer: realm<IssuerApi>(issuerUrl, "issuer"),
    deployment: realm<DeploymentApi>(deploymentUrl, "deployment"),
    dispose() {
      isDisposed = true;
      for (const { worker } of running.values()) worker.terminate();
      running.clear();
    },
  };
}
