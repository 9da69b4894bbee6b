/** What the Clerk pane shows and does: the instance as it was looked at last, and what came of the last change. */
import { signal, type ReadonlySignal, type Signal } from "@preact/signals";
import type { Backend } from "../../run/runner.ts";
import type { InstanceChange, InstanceView } from "../../wire/issuer.ts";
import type { BackendLook } from "../state/backend-look.ts";

export type ClerkTab = "people" | "sessions" | "organizations" | "templates" | "settings";
export type PersonView = InstanceView["people"][number];

/** What is said of the last change. */
export type Outcome = { readonly isDone: boolean; readonly sentence: string };

export type ClerkView = {
  readonly tab: Signal<ClerkTab>;
  /** Null before it was looked at. */
  readonly instance: ReadonlySignal<InstanceView | null>;
  readonly outcome: ReadonlySignal<Outcome | null>;
  /** Settles with whether it was done; `done` is what is said then. */
  change(change: InstanceChange, done: string): Promise<boolean>;
  signIn(person: PersonView): Promise<void>;
};

export function createClerkView(
  backend: Pick<Backend, "change" | "signIn">,
  { instance, look }: Pick<BackendLook, "instance" | "look">,
): ClerkView {
  const outcome = signal<Outcome | null>(null);
  const tell = (result: Awaited<ReturnType<Backend["change"]>>, done: string): void => {
    outcome.value = { isDone: result.ok, sentence: result.ok ? done : result.error };
  };
  return {
    tab: signal<ClerkTab>("people"),
    instance,
    outcome,
    async change(change, done) {
      const result = await backend.change(change);
      await look();
      tell(result, done);
      return result.ok;
    },
    async signIn(person) {
      tell(await backend.signIn(person), `${person.name} is signed in, in your app.`);
      await look();
    },
  };
}
