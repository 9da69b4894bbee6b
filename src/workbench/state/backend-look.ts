/** Looks at the stand-ins behind the app whenever something may have changed and somebody sees it. */
import { batch, effect, signal, untracked, type ReadonlySignal } from "@preact/signals";
import type { Backend } from "../../run/runner.ts";
import type { DeploymentView } from "../../wire/deployment.ts";
import type { InstanceView } from "../../wire/issuer.ts";
import type { RunState } from "./run-state.ts";

export type BackendLook = {
  /** Null before it was looked at. */
  readonly deployment: ReadonlySignal<DeploymentView | null>;
  readonly instance: ReadonlySignal<InstanceView | null>;
  look(): Promise<void>;
  dispose(): void;
};

/** `isShown` may read signals: it is asked again when they change. */
export function createBackendLook(
  backend: Backend,
  run: ReadonlySignal<RunState>,
  isShown: () => boolean,
): BackendLook {
  const deployment = signal<DeploymentView | null>(null);
  const instance = signal<InstanceView | null>(null);
  let looking: Promise<void> | null = null;
  let isStale = false;

  /** One look at a time; what happened meanwhile is seen by the next. */
  function look(): Promise<void> {
    isStale = looking !== null;
    looking ??= lookUntilFresh().finally(() => (looking = null));
    return looking;
  }

  async function lookUntilFresh(): Promise<void> {
    try {
      const seen = await backend.inspect();
      batch(() => {
        deployment.value = seen.deployment;
        instance.value = seen.instance;
      });
    } catch {
      // A stand-in could not be loaded: the run says so.
    }
    if (!isStale) return;
    isStale = false;
    await lookUntilFresh();
  }

  const dispose = effect(() => {
    // Whatever changes a stand-in is a hop or a phase of a run.
    void [run.value.hops, run.value.phase];
    if (isShown()) untracked(() => void look());
  });
  return { deployment, instance, look, dispose };
}
