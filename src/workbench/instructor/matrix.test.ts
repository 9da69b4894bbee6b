import { expect, test, vi } from "vitest";
import { deferred, type Deferred } from "../../base/deferred.ts";
import type { Exercise, ExerciseAnswers } from "../../exercise/exercise.ts";
import type { RunEvent } from "../../run/runner.ts";
import type { SourceFiles } from "../../wire/compiler.ts";
import type { CheckResult, Verdict } from "../../wire/verdict.ts";
import { createMatrix, type Matrix } from "./matrix.ts";
import { progressSentence } from "./sentences.ts";
import type { Variant } from "../../exercise/variants.ts";

const result = (status: CheckResult["status"]): CheckResult => ({
  id: "c",
  title: "C",
  status,
  hint: "the subject",
  evidence: [],
  durationMs: 2,
});

const exercise = (id: string): Exercise => ({
  id,
  kind: "app",
  title: `Title of ${id}`,
  summary: "",
  course: "",
  lesson: { number: 1, of: 1, title: "" },
  version: `version of ${id}`,
  lessonHtml: "",
  files: [{ path: "convex/a.ts", starter: "starter", editable: true }],
  checks: [{ id: "c", title: "C", hints: [] }],
  backend: { frontendApiHost: "", deploymentName: "", appOrigin: "" },
  scenarios: { people: [], environment: {}, rows: [], checkRows: [] },
  solutionPolicy: "open",
  checksScript: "",
  precompiled: [],
});

const answers: ExerciseAnswers = {
  solution: { "convex/a.ts": "solution" },
  wrong: [{ name: "half", files: { "convex/a.ts": "half" }, fails: ["c"], hint: "subject" }],
  precompiled: [],
};

/** A runner that judges by the text of the one file, when it is told to. */
function stage(ids: readonly string[]) {
  const log: string[] = [];
  let open = 0;
  const runs: Deferred<void>[] = [];

  function openRunner({ id }: Exercise) {
    open++;
    log.push(`open ${id}`);
    const listeners = new Set<(event: RunEvent) => void>();
    let end: ((verdict: Verdict) => void) | null = null;
    const verdictOf = (status: Verdict["status"], checks: CheckResult[]): Verdict => ({
      exercise: id,
      runId: "r",
      durationMs: 1,
      status,
      checks,
    });
    return {
      runner: {
        async resetBackend() {
          log.push("reset");
        },
        run(files: SourceFiles) {
          log.push(`run ${files["convex/a.ts"]}`);
          const go = deferred<void>();
          runs.push(go);
          const check = result(files["convex/a.ts"] === "solution" ? "passed" : "failed");
          for (const listener of listeners) listener({ type: "check", result: check });
          return new Promise<Verdict>((resolve, reject) => {
            end = resolve;
            go.promise.then(
              () => resolve(verdictOf(check.status === "passed" ? "passed" : "failed", [check])),
              reject,
            );
          });
        },
        stop: () => end?.(verdictOf("stopped", [])),
        subscribe(listener: (event: RunEvent) => void) {
          listeners.add(listener);
          return () => listeners.delete(listener);
        },
      },
      close() {
        open--;
        log.push(`close ${id}`);
      },
    };
  }

  const matrix = createMatrix({
    exercises: ids.map((id) => ({ exercise: exercise(id), answers })),
    openRunner,
  });
  const variants = matrix.rows.flatMap((row) => row.variants);
  /** Lets the run under way come to its end. */
  async function finish(): Promise<void> {
    await vi.waitFor(() => expect(runs.length).toBeGreaterThan(0));
    runs.shift()?.resolve();
  }
  return { matrix, variants, log, finish, runs, openCount: () => open };
}

const types = (matrix: Matrix, variants: readonly Variant[]) =>
  variants.map((one) => matrix.stateOf(one).type);

const sentence = ({ progress, isRunning, results }: Matrix): string =>
  progressSentence({
    progress: progress.value,
    isRunning: isRunning.value,
    results: results.value,
    nameOf: ({ name }) => name,
  });

test("runs all variants in order, with one runner for each exercise and rows put back before each run", async () => {
  const { matrix, variants, log, finish, openCount } = stage(["one", "two"]);
  matrix.start(variants);
  for (const _ of variants) await finish();
  await vi.waitFor(() => expect(matrix.isRunning.value).toBe(false));
  const runs = ["reset", "run starter", "reset", "run solution", "reset", "run half"];
  expect(log).toEqual(["open one", ...runs, "close one", "open two", ...runs, "close two"]);
  expect(openCount()).toBe(0);
  expect(matrix.results.value.map(({ asExpected }) => asExpected)).toEqual(variants.map(() => true));
  expect(matrix.results.value[0]?.exerciseVersion).toBe("version of one");
  expect(sentence(matrix)).toBe("6 of 6 done. As expected: 6; not as expected: 0.");
});

test("tells how far it is, and each check as soon as it is judged", async () => {
  const { matrix, variants, finish, runs } = stage(["one"]);
  expect(sentence(matrix)).toBe("Nothing has been run yet.");
  matrix.start(variants);
  await finish();
  await vi.waitFor(() => expect(runs).toHaveLength(1));
  expect(sentence(matrix)).toBe("Running 2 of 3: solution");
  expect(types(matrix, variants)).toEqual(["done", "running", "waiting"]);
  const [, solution] = variants;
  const state = solution === undefined ? null : matrix.stateOf(solution);
  expect(state?.type === "running" && state.checks.get("c")?.status).toBe("passed");
});

test("stop ends the run under way, puts back what waited, and closes the runner", async () => {
  const { matrix, variants, finish, runs, openCount } = stage(["one"]);
  matrix.start(variants);
  await finish();
  await vi.waitFor(() => expect(runs).toHaveLength(1));
  matrix.stop();
  await vi.waitFor(() => expect(matrix.isRunning.value).toBe(false));
  expect(types(matrix, variants)).toEqual(["done", "stopped", "idle"]);
  expect(sentence(matrix)).toBe("Stopped after 1 of 3. As expected: 1; not as expected: 0.");
  expect(openCount()).toBe(0);
});

test("what is started during a run is added once, and after a stop begins anew", async () => {
  const { matrix, variants, finish, runs } = stage(["one"]);
  const [starter, solution] = variants;
  if (starter === undefined || solution === undefined) throw new Error("no variants");
  matrix.start([starter]);
  matrix.start([starter, solution, solution]);
  await vi.waitFor(() => expect(runs).toHaveLength(1));
  expect(sentence(matrix)).toBe("Running 1 of 2: starter");
  matrix.stop();
  matrix.start([solution]);
  runs.shift();
  await finish();
  await vi.waitFor(() => expect(matrix.isRunning.value).toBe(false));
  expect(types(matrix, variants)).toEqual(["stopped", "done", "idle"]);
  expect(matrix.progress.value).toMatchObject({ ended: 1, total: 1 });
});

test("a runner that breaks is told as an error of that variant, and the next one runs", async () => {
  const { matrix, variants, finish, runs } = stage(["one"]);
  matrix.start(variants.slice(0, 2));
  await vi.waitFor(() => expect(runs).toHaveLength(1));
  runs.shift()?.reject(new Error("out of memory"));
  await finish();
  await vi.waitFor(() => expect(matrix.isRunning.value).toBe(false));
  expect(matrix.results.value.map(({ verdict, asExpected }) => [verdict.error, asExpected])).toEqual([
    [{ code: "internal", message: "out of memory" }, false],
    [undefined, true],
  ]);
});
