/** What a soak does, and how often. Pure. */
import type { Random } from "./random.ts";

/** Weights: of so many actions in all, this many are of the kind. */
const WEIGHTS = {
  edit: 30,
  undo: 5,
  "run the solution": 5,
  "run the starter": 3,
  "run what does not compile": 3,
  "run the edits": 7,
  "stop a run": 6,
  "kill an isolate": 3,
  "kill the referee": 2,
  "crash the sandbox frames": 3,
  "kill a trusted worker and reload": 1,
  "crash the page": 1,
  "sign in or out": 5,
  "add a task": 5,
  "restore the rows": 1,
  "move the clock": 4,
  reload: 5,
  "deny storage": 1,
  "fill the storage": 1,
  "edit in another tab": 3,
  "edit in both tabs at once": 2,
  "close the other tab": 2,
  "go offline or online": 3,
} as const;

export type ActionKind = keyof typeof WEIGHTS;

export const ACTION_KINDS = Object.keys(WEIGHTS) as readonly ActionKind[];

/** `lasting`: the page is not loaded again, so that its memory can be compared. */
export type Phase = "free" | "lasting";

const ENDS_THE_PAGE: readonly ActionKind[] = ["kill a trusted worker and reload", "crash the page", "reload"];

export function chooseAction(random: Random, phase: Phase): ActionKind {
  const kind = random.weighted(WEIGHTS);
  return phase === "lasting" && ENDS_THE_PAGE.includes(kind) ? "run the solution" : kind;
}
