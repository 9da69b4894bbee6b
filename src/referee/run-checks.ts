/** Runs one script of checks with vitest's runner and tells of each check as it ends. */
import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  it,
  startTests,
  suite,
  test,
  type Task,
  type Test,
  type VitestRunner,
} from "@vitest/runner";
import type { RefereeReport } from "../wire/referee.ts";
import type { CheckApi } from "./check-api.ts";
import { createExpect } from "./expect.ts";

type CheckReport = Extract<RefereeReport, { type: "began" | "check" }>;
export type ChecksFactory = (require: (name: string) => unknown, module: object, exports: object) => void;

/** A check that takes longer than this has failed; every wait of the check API ends sooner. */
const CHECK_TIMEOUT_MS = 5000;
/** Said in place of the runner's words, which tell how to write tests. */
const TOO_LONG = `The check waited ${CHECK_TIMEOUT_MS / 1000} s and did not come to an end. The app or a function may be too busy to answer.`;
const TEXT_LIMIT = 4000;

/** Rejects only when the script itself cannot be run. */
export async function runChecks(
  factory: ChecksFactory,
  api: CheckApi,
  now: () => number,
  report: (check: CheckReport) => void,
): Promise<void> {
  const expect = createExpect();
  const vitest = {
    __esModule: true,
    afterAll,
    afterEach,
    beforeAll,
    beforeEach,
    describe,
    expect,
    it,
    suite,
    test,
  };
  const modules: Record<string, unknown> = { vitest, "handoff/checks": { __esModule: true, ...api } };
  const startedAt = new Map<string, number>();

  const runner: VitestRunner = {
    config: {
      root: "/",
      setupFiles: [],
      name: undefined,
      passWithNoTests: false,
      testNamePattern: undefined,
      allowOnly: false,
      sequence: { seed: 0, hooks: "stack", setupFiles: "list" },
      chaiConfig: undefined,
      maxConcurrency: 1,
      testTimeout: CHECK_TIMEOUT_MS,
      hookTimeout: CHECK_TIMEOUT_MS,
      retry: 0,
      includeTaskLocation: false,
      tags: [],
      tagsFilter: undefined,
      strictTags: false,
    },
    importFile: () => factory((name) => modules[name], {}, {}),
    onBeforeRunTask: (task) => {
      startedAt.set(task.id, now());
      report({ type: "began", title: task.name });
    },
    onAfterRunTask: (task) => report(toReport(task, startedAt.get(task.id) ?? now())),
    onCollected: (files) => {
      const broken = files.find((file) => file.result?.state === "fail");
      if (broken) throw new Error(broken.result?.errors?.[0]?.message ?? "the checks could not be collected");
    },
  };
  const files = await startTests([{ filepath: "/checks" }], runner);
  if (testsOf(files).length === 0) throw new Error("the exercise has no checks");
}

function testsOf(tasks: readonly Task[]): Test[] {
  return tasks.flatMap((task) => (task.type === "suite" ? testsOf(task.tasks) : [task]));
}

function toReport(task: Test, startedAt: number): CheckReport {
  const result = task.result;
  const error = result?.errors?.[0];
  const base = { type: "check", title: task.name, startedAt, durationMs: result?.duration ?? 0 } as const;
  if (result?.state === "pass") return { ...base, status: "passed" };
  if (error === undefined) return { ...base, status: "not-reached" };
  return {
    ...base,
    status: "failed",
    message: cut(error.message.startsWith("Test timed out in") ? TOO_LONG : error.message),
    ...(error.expected === undefined ? {} : { expected: cut(asText(error.expected)) }),
    ...(error.actual === undefined ? {} : { actual: cut(asText(error.actual)) }),
  };
}

/** An assertion that compares no two values, such as `toContain`, leaves a value that is not text yet. */
function asText(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value, null, 2) ?? String(value));
}

function cut(text: string): string {
  return text.length > TEXT_LIMIT ? `${text.slice(0, TEXT_LIMIT)}…` : text;
}
