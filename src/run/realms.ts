/** The three trusted workers, started when first needed. Comlink is for these only: never across the sandbox's line. */
import { wrap, type Remote } from "comlink";
import type { CompilerApi } from "../wire/compiler.ts";
import type { DeploymentApi } from "../wire/deployment.ts";
import type { IssuerApi } from "../wire/issuer.ts";

export type Realms = {
  readonly compiler: () => Remote<CompilerApi>;
  readonly issuer: () => Remote<IssuerApi>;
  readonly deployment: () => Remote<DeploymentApi>;
  dispose(): void;
};

export function startRealms(): Realms {
  const workers: Worker[] = [];

  function lazily<Api>(start: () => Worker): () => Remote<Api> {
    let remote: Remote<Api> | null = null;
    return () => {
      if (remote === null) {
        const worker = start();
        workers.push(worker);
        remote = wrap<Api>(worker);
      }
      return remote;
    };
  }

  return {
    compiler: lazily<CompilerApi>(
      () =>
        new Worker(new URL("../compiler/worker.ts", import.meta.url), { type: "module", name: "compiler" }),
    ),
    issuer: lazily<IssuerApi>(
      () => new Worker(new URL("../issuer/worker.ts", import.meta.url), { type: "module", name: "issuer" }),
    ),
    deployment: lazily<DeploymentApi>(
      () =>
        new Worker(new URL("../deployment/worker.ts", import.meta.url), {
          type: "module",
          name: "deployment",
        }),
    ),
    dispose() {
      for (const worker of workers) worker.terminate();
    },
  };
}
