/** One run, top to bottom: compile → deploy → open the app → let the checks judge → verdict. */
import type { Clock, Timers } from "../base/clock.ts";
import type { Forger } from "../checks/forged-token.ts";
import { isRealmUnavailable } from "../base/realm-unavailable.ts";
import { verdictOf } from "../checks/verdict.ts";
import type { Exercise, PrecompiledFiles } from "../exercise/exercise.ts";
import type { CompiledApp, Compiler, Diagnostic, SourceFiles } from "../wire/compiler.ts";
import type { CheckResult, RunError, Verdict } from "../wire/verdict.ts";
import { startApp, type AppStage } from "./app-stage.ts";
import { runChecks, type CheckStage } from "./check-stage.ts";
import { compileFiles } from "./compile.ts";
import type { HopLog } from "./hop-log.ts";
import type { PreviewFrame } from "./preview-frame.ts";
import { abortable } from "./abortable.ts";
import { RunFailure } from "./run-failure.ts";
import type { RunEvent } from "./runner.ts";
import { ALIVE_LIMIT_MS, type Sandbox } from "./sandbox.ts";
import type { StageParts } from "./stage.ts";
import { sandboxGone } from "./stuck.ts";

/** What a run of either kind needs. */
export type CommonRunParts = {
  readonly runId: string;
  readonly exercise: Exercise;
  readonly files: SourceFiles;
  /** What needs no compiler. */
  readonly precompiled: readonly PrecompiledFiles[];
  readonly compiler: Compiler;
  readonly emit: (event: RunEvent) => void;
  /** Milliseconds, monotonic. */
  readonly now: () => number;
  readonly timers: Clock & Timers;
  /** Settles when the sandbox is known to be there; asked while the code is compiled. */
  readonly sandboxReady: Promise<void>;
  readonly sandbox: Pick<Sandbox, "isAlive">;
};

export type RunParts = CommonRunParts & {
  readonly stageParts: StageParts;
  readonly sandbox: Sandbox;
  readonly appStage: AppStage;
  /** The prepared stage of the checks; whoever takes it uses it up. */
  readonly takeCheckStage: () => Promise<CheckStage>;
  readonly appLog: HopLog;
  readonly forge: Forger;
  /** An app of the run held its page in the loop at `place`. */
  readonly onAppStuck: (place: string) => void;
  /** Puts the frame under watch: its console, its errors, its heartbeat. */
  readonly watch: (preview: PreviewFrame) => void;
};

/** Never rejects: what goes wrong is in the verdict. The signal's reason, if a RunError, is the verdict's error. */
export function run(signal: AbortSignal, parts: RunParts): Promise<Verdict> {
  return settleRun(signal, parts, (onCheck) => stages(signal, parts, onCheck));
}

/** Makes a verdict of whatever comes of a run's stages. */
export async function settleRun(
  signal: AbortSignal,
  parts: CommonRunParts,
  work: (onCheck: (result: CheckResult) => void) => Promise<RunError | undefined>,
): Promise<Verdict> {
  const startedAt = parts.now();
  const results = new Map<string, CheckResult>();
  const end = (error: RunError | undefined, stopped: boolean): Verdict =>
    verdictOf({
      exercise: parts.exercise.id,
      runId: parts.runId,
      durationMs: parts.now() - startedAt,
      checks: parts.exercise.checks,
      results,
      stopped,
      ...(error === undefined ? {} : { error }),
    });

  /** What does not answer may be gone. */
  const endSilent = async (error: RunError | undefined): Promise<Verdict> => {
    const isSilent = error?.code === "push-timeout" || error?.code === "checks-stuck";
    const isGone = isSilent && !(await parts.sandbox.isAlive(parts.timers, ALIVE_LIMIT_MS));
    return end(isGone ? sandboxGone(null) : error, false);
  };

  try {
    const error = await work((result) => {
      results.set(result.id, result);
      parts.emit({ type: "check", result });
    });
    return await endSilent(error);
  } catch (error) {
    if (isRunError(signal.reason)) return end(signal.reason, false);
    if (signal.aborted) return end(undefined, true);
    if (error instanceof RunFailure) return endSilent(error.runError);
    if (isRealmUnavailable(error)) return end({ code: "realm-unavailable", message: error.message }, false);
    return end({ code: "internal", message: error instanceof Error ? error.message : String(error) }, false);
  }
}

async function stages(
  signal: AbortSignal,
  parts: RunParts,
  onCheck: (result: CheckResult) => void,
): Promise<RunError | undefined> {
  const { exercise, files, emit, sandbox, stageParts } = parts;

  emit({ type: "phase", phase: "compiling" });
  const compiled = await compileFiles(signal, parts.precompiled, files, "app", parts.compiler);
  if (!compiled.ok) {
    emit({ type: "diagnostics", diagnostics: compiled.error });
    return compileError(compiled.error);
  }
  emit({ type: "diagnostics", diagnostics: [] });
  await abortable(signal, parts.sandboxReady);

  emit({ type: "phase", phase: "deploying" });
  const app = compiled.value;
  if (app.kind !== "app") throw new Error("The compiler made something else than an app.");
  const checks = parts.takeCheckStage().then((checkStage) =>
    runChecks(signal, checkStage, {
      parts: stageParts,
      sandbox,
      exercise,
      app,
      files,
      forge: parts.forge,
      onAppStuck: parts.onAppStuck,
      timers: parts.timers,
      onCheck: (result) => {
        // A run that was stopped says nothing more.
        if (!signal.aborted) onCheck(result);
      },
      onDeployed: () => emit({ type: "phase", phase: "checking" }),
    }),
  );
  const opening = openApp(signal, parts, app);
  const [deployError, checkError] = await abortable(signal, Promise.all([opening, checks]));
  return deployError ?? checkError;
}

/** Deploys to the stage that the learner sees, and opens the app in front of it. */
async function openApp(
  signal: AbortSignal,
  parts: RunParts,
  app: CompiledApp,
): Promise<RunError | undefined> {
  const { appStage, emit, exercise, files, sandbox } = parts;
  const deployed = appStage.deploy(app, files);
  // Awaited below, unless what comes first fails for the same reason.
  deployed.catch(() => undefined);
  const stage = await abortable(signal, appStage.open());
  emit({ type: "phase", phase: "starting" });
  const preview = sandbox.takeVisiblePreview();
  parts.watch(preview);
  const people = exercise.scenarios.people;
  const result = await startApp(preview, stage, exercise, app, files, people, parts.appLog, deployed);
  return result.ok ? undefined : result.error;
}

/** The first of what kept the code from compiling. */
export function compileError(diagnostics: readonly Diagnostic[]): RunError {
  const [first] = diagnostics;
  return {
    code: "compile",
    message: first?.message ?? "The code does not compile.",
    ...(first?.file ? { file: first.file } : {}),
    ...(first?.line ? { line: first.line } : {}),
    ...(first?.column ? { column: first.column } : {}),
  };
}

function isRunError(reason: unknown): reason is RunError {
  return (
    typeof reason === "object" &&
    reason !== null &&
    "code" in reason &&
    typeof reason.code === "string" &&
    "message" in reason &&
    !(reason instanceof Error)
  );
}
