/** What a hint would be about: the first check that failed, or the reason why there is none. */
import type { ExerciseCheck } from "../../exercise/exercise.ts";
import type { RunState } from "../state/run-state.ts";

export type HintTopic =
  /** `isJudged`: false before the first run, when nobody knows yet what fails. */
  | { readonly kind: "check"; readonly check: ExerciseCheck; readonly isJudged: boolean }
  | { readonly kind: "not-compiled" }
  /** The code compiled and could not be judged. */
  | { readonly kind: "not-started"; readonly message: string }
  | { readonly kind: "passed" };

export function findTopic(
  checks: readonly ExerciseCheck[],
  { verdict, results }: Pick<RunState, "verdict" | "results">,
): HintTopic {
  const error = verdict?.error;
  if (error !== undefined) {
    return error.code === "compile"
      ? { kind: "not-compiled" }
      : { kind: "not-started", message: error.message };
  }
  const statusOf = ({ id }: ExerciseCheck) => results.get(id)?.status;
  const check =
    checks.find((candidate) => statusOf(candidate) === "failed") ??
    checks.find((candidate) => statusOf(candidate) !== "passed");
  return check === undefined ? { kind: "passed" } : { kind: "check", check, isJudged: results.size > 0 };
}

/** One hint, open on the page. */
export type ShownHint = {
  readonly topic: HintTopic;
  /** Of the check's hints; from 0. */
  readonly index: number;
  /** The learner asked for this check's hint, rather than for whatever comes first. */
  readonly isChosen: boolean;
};

/** Opens a topic where the learner left it, or at its first hint when it is another one. */
export function openTopic(topic: HintTopic, before: ShownHint | null, isChosen: boolean): ShownHint {
  const isSame = before !== null && checkId(before.topic) === checkId(topic);
  return { topic, index: isSame ? before.index : 0, isChosen };
}

/** What stays open when a verdict is out. */
export function followVerdict(
  shown: ShownHint,
  checks: readonly ExerciseCheck[],
  state: Pick<RunState, "verdict" | "results">,
): ShownHint {
  const id = checkId(shown.topic);
  if (shown.isChosen && id !== null && state.results.get(id)?.status === "failed") return shown;
  return openTopic(findTopic(checks, state), shown, false);
}

/** The next hint of the same check, if it has one. */
export function nextHint(shown: ShownHint): ShownHint {
  return hasNext(shown) ? { ...shown, index: shown.index + 1 } : shown;
}

export function hasNext({ topic, index }: ShownHint): boolean {
  return topic.kind === "check" && index + 1 < topic.check.hints.length;
}

/** `Hint 1 of 3 for “…”`, or the sentence that stands in for a hint. */
export function topicSentence({ topic, index }: ShownHint): string {
  switch (topic.kind) {
    case "check": {
      const title = `Hint ${index + 1} of ${topic.check.hints.length} for “${topic.check.title}”`;
      return topic.isJudged ? title : `Press Run first: the hint depends on what fails. ${title}`;
    }
    case "not-compiled":
      return "The code does not compile yet: Console shows where.";
    case "not-started":
      return `No check was judged: ${topic.message}`;
    case "passed":
      return "Every check passed: no hint is left to give.";
    default:
      return topic satisfies never;
  }
}

function checkId(topic: HintTopic): string | null {
  return topic.kind === "check" ? topic.check.id : null;
}
