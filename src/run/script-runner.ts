/** The runner of a script: workers, the hidden sandbox frame and two stages, made ahead while the page is idle. */
import { scriptSandboxDocument } from "virtual:handoff/sandbox";
import type { Clock, Timers } from "../base/clock.ts";
import { hexadecimal } from "../base/random.ts";
import { createForger } from "../checks/forged-token.ts";
import type { Exercise } from "../exercise/exercise.ts";
import type { SourceFiles } from "../wire/compiler.ts";
import type { ScriptRole } from "../wire/script.ts";
import type { RunError, Verdict } from "../wire/verdict.ts";
import { roleWords } from "./app-stage.ts";
import { HopLog } from "./hop-log.ts";
import { fillRows } from "./placeholders.ts";
import { startRealms } from "./realms.ts";
import { phaseAfter, type RunEvent, type Runner } from "./runner.ts";
import { openSandboxFrame } from "./sandbox-frame.ts";
import { loadScriptSandboxScripts } from "./sandbox-scripts.ts";
import { openScriptCheckStage, type ScriptCheckStage } from "./script-checks.ts";
import { runScript } from "./script-run.ts";
import { openScriptSandbox } from "./script-sandbox.ts";
import { ALIVE_LIMIT_MS } from "./sandbox.ts";
import { sandboxGone, scriptFlood, scriptStuck } from "./stuck.ts";
import { ScriptStage, type ScriptStageParts } from "./script-stage.ts";

export type RunnerEnvironment = {
  readonly clock: Clock & Timers;
  readonly random: (length: number) => Uint8Array;
};

export function createScriptRunner(exercise: Exercise, { clock, random }: RunnerEnvironment): Runner {
  const listeners = new Set<(event: RunEvent) => void>();
  const emit = (event: RunEvent): void => {
    for (const listener of listeners) listener(event);
  };
  const hiddenHost = document.createElement("div");
  hiddenHost.className = "sandbox-hidden";
  document.body.append(hiddenHost);

  const realms = startRealms();
  const sandbox = openScriptSandbox({
    openFrame: (title) => openSandboxFrame(hiddenHost, title, onFlood, scriptSandboxDocument),
    loadScripts: loadScriptSandboxScripts,
  });
  const parts: ScriptStageParts = { issuer: realms.issuer, clock, onFlood };
  const forge = createForger();
  const precompiled = [...exercise.precompiled];
  const rows = fillRows(exercise.scenarios.rows, roleWords(exercise));
  let opened = 0;
  let current: AbortController | null = null;

  const stages = prepared<ScriptStage>(() => {
    const log = new HopLog((hops) => emit({ type: "hops", hops }), onFlood);
    return ScriptStage.open(`script-${++opened}`, parts, exercise, exercise.scenarios.people, log, false);
  });
  const checkStages = prepared<ScriptCheckStage>(() =>
    openScriptCheckStage(parts, exercise, random, (hops) => emit({ type: "check-hops", hops })),
  );

  function onFlood(): void {
    if (current === null || current.signal.aborted) return;
    const error = scriptFlood();
    emit({
      type: "console",
      entry: { level: "error", source: "sandbox", text: error.message, at: clock.now() },
    });
    current.abort(error);
  }

  function prepare(): void {
    sandbox.prepare();
    // What cannot be made now is made by the run that needs it, which then tells why.
    stages.prepare();
    checkStages.prepare();
  }

  async function start(files: SourceFiles): Promise<Verdict> {
    current?.abort();
    const self = new AbortController();
    current = self;
    const { signal } = self;
    prepare();
    const sandboxReady = sandbox.revive(clock);
    performance.mark("handoff:run");
    const runId = hexadecimal(random(8));
    emit({ type: "started", runId });

    const whileCurrent = (event: RunEvent): void => {
      if (!signal.aborted) emit(event);
    };
    const fail = (error: RunError): void => {
      if (signal.aborted) return;
      whileCurrent(consoleEvent("error", "sandbox", error.message));
      self.abort(error);
    };
    /** A half was silent for too long: a loop holds its thread, or its process is gone. */
    const giveUp = async (role: ScriptRole, place: string | null): Promise<void> => {
      const isAlive = await sandbox.isAlive(clock, ALIVE_LIMIT_MS);
      fail(isAlive ? scriptStuck(role, place) : sandboxGone(place));
    };
    const consoleEvent = (
      level: Extract<RunEvent, { type: "console" }>["entry"]["level"],
      source: Extract<RunEvent, { type: "console" }>["entry"]["source"],
      text: string,
    ): RunEvent => ({ type: "console", entry: { level, source, text, at: clock.now() } });

    const verdict = await runScript(signal, {
      runId,
      exercise,
      files,
      precompiled,
      compiler: realms.compiler,
      sandbox,
      rows,
      loadScripts: loadScriptSandboxScripts,
      takeStage: stages.take,
      takeCheckStage: checkStages.take,
      forge,
      emit: whileCurrent,
      say: (level, source, text) => whileCurrent(consoleEvent(level, source, text)),
      onSilent: (role, place) => void giveUp(role, place),
      now: () => performance.now(),
      timers: clock,
      sandboxReady,
    });
    performance.mark("handoff:verdict");
    if (verdict.error?.code === "sandbox-gone") sandbox.remove();
    if (verdict.error !== undefined) emit({ type: "error", error: verdict.error });
    emit({ type: "verdict", verdict });
    if (current === self || current === null) emit({ type: "phase", phase: phaseAfter(verdict, "finished") });
    if (current === self) current = null;
    setTimeout(prepare, 0);
    return verdict;
  }

  setTimeout(prepare, 0);

  return {
    run: start,
    addPrecompiled: (added) => void precompiled.push(...added),
    stop() {
      current?.abort();
      current = null;
    },
    // Every run has rows and sessions of its own.
    resetBackend: () => Promise.resolve(),
    setTheme: () => undefined,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    backend: null,
    previewHost: document.createElement("div"),
    dispose() {
      current?.abort();
      sandbox.remove();
      hiddenHost.remove();
      realms.dispose();
    },
  };
}

/** Keeps one of something ready. */
function prepared<T>(open: () => Promise<T>): { prepare(): void; take(): Promise<T> } {
  let waiting: Promise<T> | null = null;

  function ready(): Promise<T> {
    if (waiting !== null) return waiting;
    const opening = open();
    waiting = opening;
    opening.catch(() => {
      // Who needs it next tries again.
      if (waiting === opening) waiting = null;
    });
    return opening;
  }

  return {
    prepare: () => void ready(),
    take() {
      const taken = ready();
      waiting = null;
      return taken;
    },
  };
}
