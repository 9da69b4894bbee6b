/** The stage that the learner sees: its rows and its sessions outlive a run, the app in front of it does not. */
import { failure, success, type Result } from "../base/result.ts";
import type { Exercise } from "../exercise/exercise.ts";
import type { CompiledApp, SourceFiles } from "../wire/compiler.ts";
import type { DeploymentApi } from "../wire/deployment.ts";
import type { RunError } from "../wire/verdict.ts";
import { appEnvironment, deploymentEnvironment } from "./environment-file.ts";
import type { HopLog } from "./hop-log.ts";
import { fillRows, type RoleWords } from "./placeholders.ts";
import type { PreviewFrame } from "./preview-frame.ts";
import { Stage, type StageParts } from "./stage.ts";
import { pushRefused } from "./stuck.ts";

/** The words by which the exercise's own rows name its people: a canary is only for the checks. */
export function roleWords(exercise: Exercise): RoleWords {
  return Object.fromEntries(
    exercise.scenarios.people.map(({ key, id, firstName }) => [key, { id, canary: firstName }]),
  );
}

/** Pushes the functions and, the first time, puts the exercise's rows in. */
export async function deploy(
  deployment: Pick<DeploymentApi, "push" | "seed">,
  stageId: string,
  app: CompiledApp,
  environment: Readonly<Record<string, string>>,
  rows: ReturnType<typeof fillRows>,
): Promise<Result<null, RunError>> {
  const pushed = await deployment.push(stageId, app.functionsScript, environment);
  if (!pushed.ok) {
    return failure(pushRefused(pushed.error));
  }
  if (rows.length === 0) return success(null);
  const seeded = await deployment.seed(stageId, rows);
  if (seeded.ok) return success(null);
  const message = `The exercise's rows do not fit convex/schema.ts. ${seeded.error}`;
  return failure({ code: "seed-refused", message, file: "convex/schema.ts" });
}

/**
 * Starts the app in a prepared frame, on the network of a stage. It starts while the functions are still being
 * deployed; what it says to the deployment waits in its port until they are in place.
 */
export async function startApp(
  preview: PreviewFrame,
  stage: Stage,
  exercise: Exercise,
  app: CompiledApp,
  files: SourceFiles,
  people: Exercise["scenarios"]["people"],
  log: HopLog,
  deployed: Promise<Result<null, RunError>>,
): Promise<Result<null, RunError>> {
  const { backend } = exercise;
  const ready = Promise.all([
    stage.clerkUi(backend),
    preview.ready,
    stage.connectIssuer(preview.issuerPort, log),
  ]);
  // Functions that are refused need no app.
  const first = await Promise.race([ready, deployed.then(async (result) => (result.ok ? ready : result))]);
  if ("ok" in first) return first;
  const [clerkUiScript] = first;
  preview.start({
    clientScript: app.clientScript,
    environment: appEnvironment(files),
    appOrigin: backend.appOrigin,
    frontendApiHost: backend.frontendApiHost,
    deploymentHosts: [`${backend.deploymentName}.convex.cloud`, `${backend.deploymentName}.convex.site`],
    people,
    clerkUiScript,
    standardBrowser: backend.standardBrowser ?? false,
  });
  const result = await deployed;
  if (result.ok) await stage.connectClient(preview.deploymentPort, log);
  return result;
}

/** Keeps one stage open for the learner and knows whether its rows have been put in. */
export class AppStage {
  readonly #parts: StageParts;
  readonly #exercise: Exercise;
  readonly #log: HopLog;
  #stage: Promise<Stage> | null = null;
  #isSeeded = false;
  /** How many deploys were begun, and the last of them. */
  #deploys = 0;
  #deploying: Promise<unknown> = Promise.resolve();

  constructor(parts: StageParts, exercise: Exercise, log: HopLog) {
    this.#parts = parts;
    this.#exercise = exercise;
    this.#log = log;
  }

  open(): Promise<Stage> {
    const { backend, scenarios } = this.#exercise;
    if (this.#stage !== null) return this.#stage;
    const opening = Stage.open("app", this.#parts, backend, scenarios, this.#log);
    this.#stage = opening;
    opening.catch(() => {
      // The next run tries again.
      if (this.#stage === opening) this.#stage = null;
    });
    return opening;
  }

  /** Before a run, and when it is stopped: the app in front is gone, its connections go too. */
  async disconnectApp(): Promise<void> {
    this.#log.startOver();
    await (await this.#opened())?.disconnectClients();
  }

  /**
   * Ends whatever runs in the isolate; two loops on two cores would leave nothing for the next run. The app goes first,
   * for it would ask the next isolate the same. A run that has begun meanwhile has an isolate of its own.
   */
  async giveUpFunctions(): Promise<void> {
    const deploys = this.#deploys;
    const stage = await this.#opened();
    if (stage === null || deploys !== this.#deploys) return;
    this.#log.startOver();
    await Promise.all([stage.disconnectClients(), stage.replaceIsolate("last-push")]);
  }

  /** Null when there is none, or when it could not be opened. */
  #opened(): Promise<Stage | null> {
    return this.#stage?.catch(() => null) ?? Promise.resolve(null);
  }

  /** A deploy that is still under way gives way: it ends before this one pushes. */
  deploy(app: CompiledApp, files: SourceFiles): Promise<Result<null, RunError>> {
    const turn = ++this.#deploys;
    const deploying = this.#deploy(turn, this.#deploying, app, files);
    this.#deploying = deploying.catch(() => undefined);
    return deploying;
  }

  async #deploy(
    turn: number,
    former: Promise<unknown>,
    app: CompiledApp,
    files: SourceFiles,
  ): Promise<Result<null, RunError>> {
    const stage = await this.open();
    await stage.replaceIsolate("empty");
    await former;
    if (turn !== this.#deploys) return failure({ code: "stopped", message: "Another run was started." });
    const { scenarios } = this.#exercise;
    const rows = this.#isSeeded ? [] : fillRows(scenarios.rows, roleWords(this.#exercise));
    const environment = deploymentEnvironment(files, scenarios);
    const result = await deploy(this.#parts.deployment, stage.id, app, environment, rows);
    if (result.ok && turn === this.#deploys) this.#isSeeded = true;
    return result;
  }

  /** Puts rows and sessions back to the beginning; the next run deploys again. */
  async reset(): Promise<void> {
    this.#deploys += 1;
    const stage = await this.#opened();
    this.#stage = null;
    this.#isSeeded = false;
    await stage?.close();
    await this.open();
  }
}
