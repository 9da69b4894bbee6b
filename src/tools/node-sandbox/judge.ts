/** Judges files with an exercise's checks in Node: the same stages, stand-ins, realms and checks as in the page. */
import { randomBytes } from "node:crypto";
import type { Remote } from "comlink";
import { build } from "esbuild-wasm";
import { systemClock } from "../../base/system-clock.ts";
import { createForger } from "../../checks/forged-token.ts";
import { verdictOf } from "../../checks/verdict.ts";
import { compile } from "../../compiler/compile.ts";
import { createDeploymentApi } from "../../deployment/api.ts";
import type { Exercise } from "../../exercise/exercise.ts";
import { createIssuerApi } from "../../issuer/api.ts";
import { openCheckStage, runChecks } from "../../run/check-stage.ts";
import { compileError } from "../../run/run.ts";
import { openSandbox } from "../../run/sandbox.ts";
import { openScriptCheckStage, runScriptChecks } from "../../run/script-checks.ts";
import { openScriptSandbox } from "../../run/script-sandbox.ts";
import { appFlood, appStuck, scriptFlood, scriptStuck } from "../../run/stuck.ts";
import type { StageParts } from "../../run/stage.ts";
import type { CompiledApp, CompiledScript, SourceFiles } from "../../wire/compiler.ts";
import type { DeploymentApi } from "../../wire/deployment.ts";
import type { IssuerApi } from "../../wire/issuer.ts";
import type { CheckResult, RunError, Verdict } from "../../wire/verdict.ts";
import { loadSandboxScripts, type AllScripts } from "./scripts.ts";
import { openThreadFrame } from "./thread-frame.ts";

/** One for all runs: to make its key takes longer than a check may on a busy machine. */
const forge = createForger();

/** No run takes this long; one that does has hung. */
const RUN_LIMIT_MS = 60_000;

/** Never rejects: what goes wrong is in the verdict, as in the page. */
export async function judgeInNode(exercise: Exercise, files: SourceFiles): Promise<Verdict> {
  const startedAt = performance.now();
  const results = new Map<string, CheckResult>();
  const error = await judged(exercise, files, (result) => results.set(result.id, result));
  return verdictOf({
    exercise: exercise.id,
    runId: "node",
    durationMs: performance.now() - startedAt,
    checks: exercise.checks,
    results,
    stopped: false,
    ...(error === undefined ? {} : { error }),
  });
}

async function judged(
  exercise: Exercise,
  files: SourceFiles,
  onCheck: (result: CheckResult) => void,
): Promise<RunError | undefined> {
  const compiled = await compile({ build }, files, exercise.kind);
  if (!compiled.ok) return compileError(compiled.error);
  // Before anything is timed: bundling takes longer than a push may.
  const loaded = loadSandboxScripts();
  await loaded;
  const stuck = new AbortController();
  const limit = setTimeout(
    () => stuck.abort({ code: "stuck", message: "The run did not end." } satisfies RunError),
    RUN_LIMIT_MS,
  );
  try {
    const judge: Judging = { exercise, files, scripts: loaded, stuck, onCheck };
    return compiled.value.kind === "app"
      ? await judgeApp(judge, compiled.value)
      : await judgeScript(judge, compiled.value);
  } catch (error) {
    if (stuck.signal.aborted) return stuck.signal.reason as RunError;
    return { code: "internal", message: error instanceof Error ? error.message : String(error) };
  } finally {
    clearTimeout(limit);
  }
}

type Judging = {
  readonly exercise: Exercise;
  readonly files: SourceFiles;
  readonly scripts: Promise<AllScripts>;
  /** Aborted with the error that ends the run. */
  readonly stuck: AbortController;
  readonly onCheck: (result: CheckResult) => void;
};

const random = (length: number): Uint8Array => new Uint8Array(randomBytes(length));
// Called in this thread: what the page asks over Comlink are the same promises.
const issuerInThread = (): Remote<IssuerApi> => createIssuerApi() as unknown as Remote<IssuerApi>;

async function judgeApp(judging: Judging, app: CompiledApp): Promise<RunError | undefined> {
  const { exercise, files, scripts: loaded, stuck, onCheck } = judging;
  const sandbox = openSandbox({
    openFrame: openThreadFrame,
    loadScripts: () => loaded,
    timers: systemClock,
    onFlood: () => stuck.abort(appFlood()),
  });
  try {
    const parts: StageParts = {
      issuer: issuerInThread(),
      deployment: createDeploymentApi() as unknown as Remote<DeploymentApi>,
      // jsdom draws nothing.
      loadClerkUi: () => Promise.resolve(null),
      backstage: () => sandbox.backstage,
    };
    const onFlood = (): void => stuck.abort(appFlood());
    const opened = await openCheckStage(parts, exercise, random, () => undefined, onFlood);
    opened.stage.onFunctionStuck = () =>
      stuck.abort({ code: "function-timeout", message: "A function ran too long." } satisfies RunError);
    return await runChecks(stuck.signal, opened, {
      parts,
      sandbox,
      exercise,
      app,
      files,
      forge,
      timers: systemClock,
      onCheck,
      onAppStuck: (place) => stuck.abort(appStuck(place)),
      onDeployed: () => undefined,
    });
  } finally {
    sandbox.remove();
  }
}

async function judgeScript(judging: Judging, { script }: CompiledScript): Promise<RunError | undefined> {
  const { exercise, scripts: loaded, stuck, onCheck } = judging;
  const sandbox = openScriptSandbox({ openFrame: openThreadFrame, loadScripts: () => loaded });
  try {
    const onFlood = (): void => stuck.abort(scriptFlood());
    const parts = { issuer: issuerInThread(), clock: systemClock, onFlood };
    const opened = await openScriptCheckStage(parts, exercise, random, () => undefined);
    return await runScriptChecks(stuck.signal, opened, {
      sandbox,
      exercise,
      script,
      forge,
      timers: systemClock,
      onCheck,
      onSilent: (role, place) => stuck.abort(scriptStuck(role, place)),
    });
  } finally {
    sandbox.remove();
  }
}
