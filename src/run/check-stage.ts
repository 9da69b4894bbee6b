/** The stage of the checks: made ahead with random people, keys and rows, used for one run, then forgotten. */
import type { Clock, Timers } from "../base/clock.ts";
import type { RandomBytes } from "../base/random.ts";
import type { Forger } from "../checks/forged-token.ts";
import { tokenWith } from "../checks/faulty-token.ts";
import type { Exercise } from "../exercise/exercise.ts";
import type { CompiledApp, SourceFiles } from "../wire/compiler.ts";
import type { Hop } from "../wire/handoff.ts";
import type { CheckResult, RunError } from "../wire/verdict.ts";
import { appFall } from "./app-fall.ts";
import { deploy, startApp } from "./app-stage.ts";
import { castChecks, type CheckCast } from "./check-people.ts";
import { HopLog } from "./hop-log.ts";
import { judge } from "./judge.ts";
import { deploymentEnvironment } from "./environment-file.ts";
import { fillRows } from "./placeholders.ts";
import { ALIVE_LIMIT_MS, type Sandbox } from "./sandbox.ts";
import { Stage, type StageParts } from "./stage.ts";

export type CheckStage = {
  readonly stage: Stage;
  readonly cast: CheckCast;
  /** Hops of the app that the checks drive, and of the deployment's discovery. */
  readonly appLog: HopLog;
  /** Hops of the requests that the checks make themselves. */
  readonly requestLog: HopLog;
  readonly hops: () => readonly Hop[];
};

let opened = 0;

export async function openCheckStage(
  parts: StageParts,
  exercise: Exercise,
  random: RandomBytes,
  onHops: (hops: readonly Hop[]) => void,
  onFlood: () => void,
): Promise<CheckStage> {
  const cast = castChecks(exercise.scenarios.people, random);
  const appLog = new HopLog(onHops, onFlood);
  const requestLog = new HopLog(onHops, onFlood);
  const scenarios = { ...exercise.scenarios, people: cast.people };
  const stage = await Stage.open(`checks-${++opened}`, parts, exercise.backend, scenarios, appLog);
  return {
    stage,
    cast,
    appLog,
    requestLog,
    hops: () => [...appLog.hops, ...requestLog.hops].toSorted((a, b) => a.at - b.at),
  };
}

export type CheckRun = {
  readonly parts: StageParts;
  readonly sandbox: Sandbox;
  readonly exercise: Exercise;
  readonly app: CompiledApp;
  readonly files: SourceFiles;
  readonly forge: Forger;
  readonly onCheck: (result: CheckResult) => void;
  /** The app that the checks drive held its page in the loop at `place`. */
  readonly onAppStuck: (place: string) => void;
  readonly timers: Clock & Timers;
  /** The functions are in place; the checks begin. */
  readonly onDeployed: () => void;
};

/** Deploys to the checks' stage, starts the app there unseen, and lets the referee judge. Always cleans up. */
export async function runChecks(
  signal: AbortSignal,
  opened: CheckStage,
  run: CheckRun,
): Promise<RunError | undefined> {
  const { stage, cast, appLog, requestLog } = opened;
  const { parts, sandbox, exercise, app, files } = run;
  const preview = sandbox.takeHiddenPreview();
  const fall = appFall(preview, run.onAppStuck);
  const referee = sandbox.backstage.takeReferee();
  try {
    const environment = deploymentEnvironment(files, exercise.scenarios);
    const rows = fillRows(exercise.scenarios.checkRows, cast.words);
    const deployed = stage
      .replaceIsolate("empty")
      .then(() => deploy(parts.deployment, stage.id, app, environment, rows));
    const [, refereeNetwork] = referee.ports;
    if (refereeNetwork === undefined) throw new Error("The referee has no network port.");
    const result = await startApp(preview, stage, exercise, app, files, cast.people, appLog, deployed);
    if (!result.ok) return result.error;
    run.onDeployed();
    await stage.connectClient(refereeNetwork, requestLog);
    signal.throwIfAborted();
    await judge(signal, {
      exercise,
      referee,
      preview,
      appFall: fall,
      people: cast.people,
      checkPeople: cast.checkPeople,
      appLog,
      hops: opened.hops,
      tokenOf: (personId, fault) =>
        tokenWith(fault, (options) => parts.issuer.mint(stage.id, personId, "convex", options), run.forge),
      async setConvexTemplate(exists) {
        await parts.issuer.change(
          stage.id,
          exists ? { type: "add-convex-template" } : { type: "delete-template", name: "convex" },
        );
      },
      onCheck: run.onCheck,
      timers: run.timers,
      onDoubt: () => void sandbox.isAlive(run.timers, ALIVE_LIMIT_MS),
    });
    return undefined;
  } finally {
    referee.terminate();
    preview.remove();
    appLog.close();
    requestLog.close();
    void stage.close();
  }
}
