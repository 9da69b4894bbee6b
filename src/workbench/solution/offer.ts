/** When the solution may be shown, and the sentences about what is left to take from it. */
import type { SolutionPolicy } from "../../wire/options.ts";

export type SolutionOffer = {
  readonly policy: SolutionPolicy;
  /** False in a site that was built without solutions. */
  readonly hasAnswers: boolean;
  readonly hasPassed: boolean;
};

export function isSolutionOffered({ policy, hasAnswers, hasPassed }: SolutionOffer): boolean {
  if (!hasAnswers) return false;
  switch (policy) {
    case "never":
      return false;
    case "after-pass":
      return hasPassed;
    case "open":
      return true;
    default:
      return policy satisfies never;
  }
}

/** Number of places in which the learner's text differs from the solution's, by file; files without any are not in it. */
export type ChangesLeft = ReadonlyMap<string, number>;

export function leftSentence(left: ChangesLeft): string {
  const changes = [...left.values()].reduce((sum, count) => sum + count, 0);
  if (changes === 0) return "Your code is the solution: no changes are left.";
  const verb = changes === 1 ? "is" : "are";
  return `${counted(changes, "change")} ${verb} left in ${counted(left.size, "file")}.`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
