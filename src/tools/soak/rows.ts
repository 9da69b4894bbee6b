/** Which tasks there are: the exercise's own and those that a mutation has added since. Pure. */

/** What is deployed, as far as it is known which rows it shows to whom. */
export type Deployed = "solution" | "starter";

export const PEOPLE = ["Ada Lovelace", "Grace Hopper"] as const;
export type Person = (typeof PEOPLE)[number];

type Task = { readonly owner: Person; readonly text: string; readonly isDone: boolean };

const OWN: readonly Task[] = [
  { owner: "Ada Lovelace", text: "Write note G", isDone: false },
  { owner: "Ada Lovelace", text: "Order punched cards", isDone: true },
  { owner: "Grace Hopper", text: "Find the moth", isDone: false },
];

/** More would not all be shown by the Convex pane. */
const MOST = 40;

export class Rows {
  #tasks: readonly Task[] = OWN;

  get isFull(): boolean {
    return this.#tasks.length >= MOST;
  }

  restore(): void {
    this.#tasks = OWN;
  }

  add(owner: Person, text: string): void {
    this.#tasks = [...this.#tasks, { owner, text, isDone: false }];
  }

  /** As the Convex pane has them, sorted. */
  stored(): string[] {
    return this.#tasks.map(({ text }) => text).toSorted();
  }

  /** As the app shows them to a caller, sorted; null is a stranger. */
  shownTo(person: Person | null, deployed: Deployed): string[] {
    return this.#tasks
      .filter(({ owner }) => deployed === "starter" || owner === person)
      .map(({ text, isDone }) => (isDone ? `✓ ${text}` : text))
      .toSorted();
  }
}
