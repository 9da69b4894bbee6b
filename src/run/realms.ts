/**
 * The three trusted workers, started by the first call to them. Comlink is for these only: never across the sandbox's
 * line. A worker that cannot be loaded rejects its calls with `RealmUnavailable`, and the next call starts it anew.
 */
// The default exports are the build's: `?worker&url` gives the address of the script.
// oxlint-disable import/default
import { wrap, type Remote } from "comlink";
import wasmUrl from "esbuild-wasm/esbuild.wasm?url";
import { afterSteps } from "../base/after-steps.ts";
import { RealmUnavailable } from "../base/realm-unavailable.ts";
import { systemClock } from "../base/system-clock.ts";
import compilerUrl from "../compiler/worker.ts?worker&url";
import deploymentUrl from "../deployment/worker.ts?worker&url";
import issuerUrl from "../issuer/worker.ts?worker&url";
import type { Compiler, CompilerApi } from "../wire/compiler.ts";
import type { DeploymentApi } from "../wire/deployment.ts";
import type { IssuerApi } from "../wire/issuer.ts";
import { RunFailure } from "./run-failure.ts";
import { compilerStuck } from "./stuck.ts";
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
  /** Reject the calls under way, each with when it was made. */
  readonly pending: Map<(reason: Error) => void, number>;
};

/**
 * A compiler that owes an answer for so long does not get another question: the next run starts it anew. It keeps
 * nothing. The stand-ins keep rows and sessions, so they are never given up.
 */
const COMPILER_LIMIT_MS = 10_000;

/**
 * The longest that a compile may take once esbuild is there: some hundred times as long as one takes. Whoever ends it too
 * early on a slow machine, where esbuild then has to start again, ends it for ever.
 */
const COMPILE_LIMIT_MS = 5000;

export function startRealms(): Realms {
  const running = new Map<string, Running>();
  let isDisposed = false;

  function start(url: string, name: string): Running {
    const giveUpThis = (reason: Error): void => {
      if (running.get(name) === started) giveUp(name, reason);
    };
    const worker = startTrustedWorker(
      url,
      name,
      () => giveUpThis(new RealmUnavailable()),
      // esbuild is one program that has ended then, and answers nothing any more.
      () => name === "compiler" && giveUpThis(new RunFailure(compilerStuck())),
    );
    const started: Running = { worker, remote: wrap(worker) as never, pending: new Map() };
    running.set(name, started);
    return started;
  }

  function giveUp(name: string, reason: Error = new RealmUnavailable()): void {
    const { worker, pending } = running.get(name) ?? {};
    worker?.terminate();
    running.delete(name);
    for (const reject of pending?.keys() ?? []) reject(reason);
  }

  function realm<Api>(url: string, name: string, limitMs = Infinity): Remote<Api> {
    const call = (method: string, args: unknown[]): Promise<unknown> => {
      // What was still on its way starts no worker again, and is not answered.
      if (isDisposed) return new Promise(() => undefined);
      const now = performance.now();
      const [oldest = now] = running.get(name)?.pending.values() ?? [];
      if (now - oldest > limitMs) giveUp(name);
      const { remote, pending } = running.get(name) ?? start(url, name);
      return new Promise((resolve, reject) => {
        pending.set(reject, now);
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

  const compiler = realm<CompilerApi>(compilerUrl, "compiler", COMPILER_LIMIT_MS);
  // Told from here: a worker without an origin does not know where the site is.
  const absoluteWasmUrl = new URL(wasmUrl, document.baseURI).href;

  async function compile(...[files, kind]: Parameters<Compiler["compile"]>): ReturnType<Compiler["compile"]> {
    await compiler.prepare(absoluteWasmUrl);
    const compiling = compiler.compile(files, kind);
    const asked = running.get("compiler");
    const cancel = afterSteps(systemClock, COMPILE_LIMIT_MS, () => {
      if (running.get("compiler") === asked) giveUp("compiler", new RunFailure(compilerStuck()));
    });
    return compiling.finally(cancel);
  }

  return {
    compiler: { compile },
    issuer: realm<IssuerApi>(issuerUrl, "issuer"),
    deployment: realm<DeploymentApi>(deploymentUrl, "deployment"),
    dispose() {
      isDisposed = true;
      for (const { worker } of running.values()) worker.terminate();
      running.clear();
    },
  };
}
