/** Puts the runner of one exercise together: workers, sandbox, stages, and the watch over the learner's frame. */
import { hexadecimal } from "../base/random.ts";
import { systemClock as clock } from "../base/system-clock.ts";
import { REAL_PACE } from "../base/steerable-clock.ts";
import { createForger } from "../checks/forged-token.ts";
import type { Exercise } from "../exercise/exercise.ts";
import type { SourceFiles } from "../wire/compiler.ts";
import type { Hop } from "../wire/handoff.ts";
import type { RunError, Verdict } from "../wire/verdict.ts";
import { AppStage } from "./app-stage.ts";
import { createBackend } from "./backend.ts";
import { openCheckStage, type CheckStage } from "./check-stage.ts";
import { HopLog } from "./hop-log.ts";
import type { PreviewFrame } from "./preview-frame.ts";
import { startRealms } from "./realms.ts";
import { run } from "./run.ts";
import { appFlood, appStuck, functionStuck, sandboxGone } from "./stuck.ts";
import { phaseAfter, type RunEvent, type Runner } from "./runner.ts";
import { ALIVE_LIMIT_MS, openSandbox } from "./sandbox.ts";
import { createScriptRunner } from "./script-runner.ts";
import { openSandboxFrame } from "./sandbox-frame.ts";
import { loadClerkUi, loadSandboxScripts } from "./sandbox-scripts.ts";
import type { StageParts } from "./stage.ts";
import { watchStrayMessages } from "./stray-messages.ts";
import { watchPreview, type PreviewWatch } from "./watch-preview.ts";

const random = (length: number): Uint8Array => crypto.getRandomValues(new Uint8Array(length));

/** What is being run now: stopping it takes its frame away. */
type CurrentRun = {
  readonly abort: AbortController;
  preview: PreviewFrame | null;
  watch: PreviewWatch | null;
  isOver: boolean;
  hasFailed: boolean;
};

/** The runner of an exercise of either kind. */
export function createRunner(exercise: Exercise): Runner {
  switch (exercise.kind) {
    case "app":
      return createAppRunner(exercise);
    case "script":
      return createScriptRunner(exercise, { clock, random });
    default:
      return exercise.kind satisfies never;
  }
}

function createAppRunner(exercise: Exercise): Runner {
  const listeners = new Set<(event: RunEvent) => void>();
  const emit = (event: RunEvent): void => {
    for (const listener of listeners) listener(event);
  };
  const previewHost = document.createElement("div");
  previewHost.className = "preview-host";
  const hiddenHost = document.createElement("div");
  hiddenHost.className = "sandbox-hidden";
  document.body.append(hiddenHost);

  const realms = startRealms();
  const sandbox = openSandbox({
    openFrame: (audience, title) =>
      openSandboxFrame(audience === "learner" ? previewHost : hiddenHost, title, onFlood),
    loadScripts: loadSandboxScripts,
    timers: clock,
    onFlood,
  });
  const stray = watchStrayMessages(window, clock, onFlood);
  const stageParts: StageParts = {
    issuer: realms.issuer,
    deployment: realms.deployment,
    loadClerkUi,
    backstage: () => sandbox.backstage,
  };
  const appLog = new HopLog((hops) => emit({ type: "hops", hops }), onFlood);
  const appStage = new AppStage(stageParts, exercise, appLog);
  const forge = createForger();
  let checkStage: Promise<CheckStage> | null = null;
  let current: CurrentRun | null = null;
  let pace = REAL_PACE;
  const precompiled = [...exercise.precompiled];

  /** What the next run needs is made while the page has nothing better to do. */
  function prepare(): void {
    sandbox.prepare();
    // What cannot be made now is made by the run that needs it, which then tells why.
    preparedCheckStage().catch(() => undefined);
    appStage.open().catch(() => undefined);
  }

  function preparedCheckStage(): Promise<CheckStage> {
    if (checkStage !== null) return checkStage;
    const onHops = (hops: readonly Hop[]): void => emit({ type: "check-hops", hops });
    const opening = openCheckStage(stageParts, exercise, random, onHops, onFlood);
    checkStage = opening;
    opening.catch(() => {
      if (checkStage === opening) checkStage = null;
    });
    return opening;
  }

  function end(reason?: RunError): void {
    current?.abort.abort(reason);
    current?.watch?.remove();
    current = null;
    void appStage.disconnectApp();
  }

  function onFlood(): void {
    if (current !== null) fail(current, appFlood(), true);
  }

  /** Something was silent for too long: a loop holds its thread, or its process is gone. */
  async function giveUp(
    silent: CurrentRun,
    place: string | null,
    stuck: RunError,
    restart: boolean,
  ): Promise<void> {
    const isAlive = await sandbox.isAlive(clock, ALIVE_LIMIT_MS);
    fail(silent, isAlive ? stuck : sandboxGone(place), restart || !isAlive);
  }

  async function giveUpDead(late: CurrentRun): Promise<void> {
    if (!(await sandbox.isAlive(clock, ALIVE_LIMIT_MS))) fail(late, sandboxGone(null), true);
  }

  /** Learner code that does not let go: everything that runs it is removed, and the run ends with a sentence. */
  function fail(failed: CurrentRun, error: RunError, restart: boolean): void {
    // The checks' stage may meet the same loop a moment later.
    if (current !== failed || failed.hasFailed) return;
    failed.hasFailed = true;
    const wasOver = failed.isOver;
    failed.watch?.remove();
    failed.abort.abort(error);
    if (restart) {
      sandbox.restart();
      void appStage.disconnectApp();
    } else {
      void appStage.giveUpFunctions();
    }
    emit({
      type: "console",
      entry: { level: "error", source: "sandbox", text: error.message, at: clock.now() },
    });
    // A run whose verdict is out does not settle again; the workbench still has to know that the app is gone.
    if (wasOver) {
      emit({ type: "error", error });
      emit({ type: "phase", phase: "failed" });
    }
    setTimeout(() => {
      prepare();
      // The Convex pane calls functions without an app.
      if (restart) void appStage.giveUpFunctions();
    }, 0);
  }

  async function start(files: SourceFiles): Promise<Verdict> {
    end();
    const abort = new AbortController();
    const self: CurrentRun = { abort, preview: null, watch: null, isOver: false, hasFailed: false };
    current = self;
    const runId = hexadecimal(random(8));
    prepare();
    performance.mark("handoff:run");
    emit({ type: "started", runId });

    const sandboxReady = sandbox.revive(clock);
    const onAppStuck = (place: string | null): void => {
      // Who says in which loop it was is there.
      if (place !== null) fail(self, appStuck(place), true);
      else void giveUp(self, null, appStuck(null), true);
    };
    /** The hops say which function it was. */
    const onFunctionStuck = (hops: () => readonly Hop[]) => (place: string | null) =>
      void giveUp(self, place, functionStuck(hops(), place), false);
    await appStage.open().then(
      (stage) => void (stage.onFunctionStuck = onFunctionStuck(() => appLog.hops)),
      () => undefined,
    );
    // Taken only by a run that compiles: one that does not leaves it to the next.
    const takeCheckStage = async (): Promise<CheckStage> => {
      const taken = preparedCheckStage();
      checkStage = null;
      const opened = await taken;
      opened.stage.onFunctionStuck = onFunctionStuck(opened.hops);
      return opened;
    };

    const verdict = await run(self.abort.signal, {
      runId,
      exercise,
      files,
      precompiled,
      compiler: realms.compiler,
      stageParts,
      sandbox,
      appStage,
      takeCheckStage,
      appLog,
      forge,
      emit,
      onAppStuck,
      watch(preview) {
        self.preview = preview;
        preview.setPace(pace);
        self.watch = watchPreview(preview, {
          clock,
          emit,
          onStuck: onAppStuck,
          onDoubt: () => void sandbox.isAlive(clock, ALIVE_LIMIT_MS),
          onLate: () => void giveUpDead(self),
        });
      },
      now: () => performance.now(),
      timers: clock,
      sandboxReady,
    });
    self.isOver = true;
    performance.mark("handoff:verdict");
    // An app in front of functions that were refused would wait for ever.
    if (verdict.status === "error") {
      self.watch?.remove();
      self.preview = null;
    }
    if (verdict.error?.code === "sandbox-gone" && current === self) sandbox.restart();
    if (verdict.error !== undefined) emit({ type: "error", error: verdict.error });
    emit({ type: "verdict", verdict });
    if (current === self || current === null) emit({ type: "phase", phase: phaseAfter(verdict, "running") });
    setTimeout(prepare, 0);
    return verdict;
  }

  setTimeout(prepare, 0);

  return {
    run: start,
    addPrecompiled: (added) => void precompiled.push(...added),
    stop: () => {
      const wasOver = current?.isOver ?? true;
      end();
      if (wasOver) emit({ type: "phase", phase: "stopped" });
    },
    async resetBackend() {
      end();
      pace = REAL_PACE;
      await appStage.reset();
    },
    setTheme: (theme) => sandbox.setTheme(theme),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    backend: createBackend({
      async setPace(wanted) {
        pace = wanted;
        current?.preview?.setPace(wanted);
        await (await appStage.open()).setPace(wanted);
      },
      exercise,
      parts: stageParts,
      open: () => appStage.open(),
      log: appLog,
      runningApp: () => current?.preview ?? null,
    }),
    previewHost,
    dispose() {
      end();
      sandbox.remove();
      hiddenHost.remove();
      stray.end();
      realms.dispose();
    },
  };
}
