/** What a learner has reached in one exercise, as a host keeps it. Pure. */
import { failure, success, type Result } from "../../base/result.ts";
import { starterFiles, type Exercise } from "../../exercise/exercise.ts";
import type { SourceFiles } from "../../wire/compiler.ts";
import { FILES_LIMIT, type CallError, type GivenProgress, type Progress } from "../../wire/embed.ts";
import type { Verdict } from "../../wire/verdict.ts";

/** Passed at least once, in this version of the exercise. */
export type Reached = { readonly checks: ReadonlySet<string>; readonly all: boolean };

export const NOTHING_REACHED: Reached = { checks: new Set(), all: false };

type ProgressExercise = Pick<Exercise, "id" | "version" | "files" | "checks">;

export function afterVerdict(before: Reached, { checks, status }: Verdict): Reached {
  const passed = checks.filter((check) => check.status === "passed").map(({ id }) => id);
  return { checks: new Set([...before.checks, ...passed]), all: before.all || status === "passed" };
}

export function progressOf(exercise: ProgressExercise, reached: Reached, texts: SourceFiles): Progress {
  const starter = starterFiles(exercise);
  return {
    exercise: exercise.id,
    version: exercise.version,
    files: Object.fromEntries(Object.entries(texts).filter(([path, text]) => starter[path] !== text)),
    passedChecks: exercise.checks.map(({ id }) => id).filter((id) => reached.checks.has(id)),
    passed: reached.all,
  };
}

/** The files to show and what was reached, if the progress is of this exercise and its version. */
export function restoredProgress(
  exercise: ProgressExercise,
  given: GivenProgress,
): Result<{ files: SourceFiles; reached: Reached }, CallError> {
  if (given.exercise !== exercise.id || given.version !== exercise.version) {
    const message = `The progress is of ${given.exercise}, version ${given.version}; this is ${exercise.id}, version ${exercise.version}.`;
    return failure({ code: "stale-version", message });
  }
  const changed = acceptedFiles(exercise, given.files);
  if (!changed.ok) return changed;
  const editable = exercise.files.filter(({ editable }) => editable);
  const known = new Set(exercise.checks.map(({ id }) => id));
  return success({
    files: { ...starterFiles({ files: editable }), ...changed.value },
    reached: { checks: new Set(given.passedChecks.filter((id) => known.has(id))), all: given.passed },
  });
}

/** Files from outside: only paths that a learner may edit, and not without end. */
export function acceptedFiles(
  { files }: Pick<Exercise, "files">,
  given: GivenProgress["files"],
): Result<SourceFiles, CallError> {
  const editable = files.filter((file) => file.editable).map(({ path }) => path);
  const unknown = given.find(([path]) => !editable.includes(path));
  if (unknown !== undefined) {
    const message = `${unknown[0].slice(0, 200)} is not a file that can be edited. There are: ${editable.join(", ")}.`;
    return failure({ code: "unknown-path", message });
  }
  const length = given.reduce((sum, [, text]) => sum + text.length, 0);
  if (length > FILES_LIMIT) {
    const message = `The files are ${length} characters long; ${FILES_LIMIT} are allowed.`;
    return failure({ code: "too-large", message });
  }
  return success(Object.fromEntries(given));
}
