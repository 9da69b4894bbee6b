/** What the Convex pane shows: the deployment as it was looked at last, and the form to call a function. */
import { computed, signal, type ReadonlySignal, type Signal } from "@preact/signals";
import type { Backend, PaneAnswer } from "../../run/runner.ts";
import type { DeploymentView, FunctionView } from "../../wire/deployment.ts";
import type { InstanceView } from "../../wire/issuer.ts";
import type { BackendLook } from "../state/backend-look.ts";

export type ConvexTab = "data" | "functions" | "logs" | "settings";

/** A call that was sent, and its answer; null while it is under way. */
export type SentCall = { readonly caller: string; readonly path: string; readonly answer: PaneAnswer | null };

export type ConvexView = {
  readonly tab: Signal<ConvexTab>;
  /** Null before it was looked at. */
  readonly deployment: ReadonlySignal<DeploymentView | null>;
  /** Everybody whom the Clerk instance knows. */
  readonly people: ReadonlySignal<InstanceView["people"]>;
  /** Path of the function in the form; null for the first there is. */
  readonly chosen: Signal<string | null>;
  /** Id of the person who calls; null for nobody. */
  readonly caller: Signal<string | null>;
  /** What was typed for each function, by its path. */
  readonly typed: Signal<Readonly<Record<string, string>>>;
  readonly sent: ReadonlySignal<SentCall | null>;
  /** Calls the function with the form's arguments. */
  call(target: FunctionView): Promise<void>;
};

export function createConvexView(
  backend: Pick<Backend, "call">,
  { deployment, instance }: Pick<BackendLook, "deployment" | "instance">,
): ConvexView {
  const typed = signal<Readonly<Record<string, string>>>({});
  const caller = signal<string | null>(null);
  const sent = signal<SentCall | null>(null);
  const people = computed(() => instance.value?.people ?? []);
  return {
    tab: signal<ConvexTab>("data"),
    deployment,
    people,
    chosen: signal<string | null>(null),
    caller,
    typed,
    sent,
    async call({ path, kind, exampleJson }) {
      const person = people.value.find(({ id }) => id === caller.value);
      const name = person?.name ?? "nobody";
      const args = parsed(typed.value[path] ?? exampleJson);
      if (!args.ok) {
        sent.value = { caller: name, path, answer: args };
        return;
      }
      const call: SentCall = { caller: name, path, answer: null };
      sent.value = call;
      const answer = await backend.call({ path, kind, args: args.value, person: person?.id ?? null });
      if (sent.peek() === call) sent.value = { ...call, answer };
    },
  };
}

function parsed(text: string): PaneAnswer {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch (error) {
    return { ok: false, error: `The arguments are not JSON. ${(error as Error).message}` };
  }
}
