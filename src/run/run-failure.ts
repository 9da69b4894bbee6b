/** What ends a run, thrown where it is noticed: the verdict's error. */
import type { RunError } from "../wire/verdict.ts";

export class RunFailure extends Error {
  override readonly name = "RunFailure";
  readonly runError: RunError;

  constructor(runError: RunError) {
    super(runError.message);
    this.runError = runError;
  }
}
