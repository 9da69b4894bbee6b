/** What the Convex pane shows: the deployment as it was looked at last, and the form to call a function. */
import { batch, effect, signal, untracked, type ReadonlySignal, type Signal } from "@preact/signals";
import type { Exercise } from "../../exercise/exercise.ts";
import type { PaneAnswer, Runner } from "../../run/runner.ts";
import type { DeploymentView, FunctionView } from "../../wire/deployment.ts";
import type { RunState } from "../state/run-state.ts";

export type ConvexTab = "data" | "functions" | "logs" | "settings";

/** A call that was sent, and its answer; null while it is under way. */
export type SentCall = { readonly caller: string; readonly path: string; readonly answer: PaneAnswer | null };

export type ConvexView = {
  readonly tab: Signal<ConvexTab>;
  /** Null before it was looked at. */
  readonly deployment: ReadonlySignal<DeploymentView | null>;
  readonly people: Exercise["scenarios"]["people"];
  /** Path of the function in the form; null for the first there is. */
  readonly chosen: Signal<string | null>;
  /** Key of the person who calls; null for nobody. */
  readonly caller: Signal<string | null>;
  /** What was typed for each function, by its path. */
  readonly typed: Signal<Readonly<Record<string, string>>>;
  readonly sent: ReadonlySignal<SentCall | null>;
  /** Calls the function with the form's arguments. */
  call(target: FunctionView): Promise<void>;
  dispose(): void;
};

export type ConvexViewParts = {
  readonly exercise: Exercise;
  readonly runner: Pick<Runner, "backend">;
  readonly run: ReadonlySignal<RunState>;
  /** Whether anybody sees it. */
  readonly isShown: () => boolean;
};

/** Null for an exercise without a deployment. */
export function createConvexView({ exercise, runner, run, isShown }: ConvexViewParts): ConvexView | null {
  const { backend } = runner;
  if (backend === null) return null;
  const deployment = signal<DeploymentView | null>(null);
  const typed = signal<Readonly<Record<string, string>>>({});
  const caller = signal<string | null>(null);
  const sent = signal<SentCall | null>(null);
  const { people } = exercise.scenarios;
  let isLooking = false;
  let isStale = false;

  /** One look at a time; what happened meanwhile is seen by the next. */
  async function look(): Promise<void> {
    isStale = isLooking;
    if (isLooking || backend === null) return;
    isLooking = true;
    try {
      deployment.value = await backend.inspect();
    } catch {
      // The stand-in could not be loaded: the run says so.
    } finally {
      isLooking = false;
    }
    if (isStale) await look();
  }

  const dispose = effect(() => {
    // Whatever changes a deployment is a hop or a phase of a run.
    void [run.value.hops, run.value.phase];
    if (isShown()) untracked(() => void look());
  });

  return {
    tab: signal<ConvexTab>("data"),
    deployment,
    people,
    chosen: signal<string | null>(null),
    caller,
    typed,
    sent,
    async call({ path, kind, exampleJson }) {
      const person = people.find(({ key }) => key === caller.value);
      const name = person?.firstName ?? "nobody";
      const args = parsed(typed.value[path] ?? exampleJson);
      if (!args.ok) {
        sent.value = { caller: name, path, answer: args };
        return;
      }
      const call: SentCall = { caller: name, path, answer: null };
      sent.value = call;
      const answer = await backend.call({ path, kind, args: args.value, person: person?.key ?? null });
      batch(() => {
        if (sent.peek() === call) sent.value = { ...call, answer };
      });
    },
    dispose,
  };
}

function parsed(text: string): PaneAnswer {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch (error) {
    return { ok: false, error: `The arguments are not JSON. ${(error as Error).message}` };
  }
}
