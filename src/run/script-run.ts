/** One run of a script, top to bottom: compile → show it for three callers → let the checks judge → verdict. */
import { tokenWith } from "../checks/faulty-token.ts";
import type { Forger } from "../checks/forged-token.ts";
import type { ExercisePerson } from "../exercise/exercise.ts";
import { API_HOST } from "../wire/script.ts";
import type { CheckResult, RunError, Verdict } from "../wire/verdict.ts";
import type { SeedRow } from "../wire/deployment.ts";
import { compileFiles } from "./compile.ts";
import { compileError, settleRun, type CommonRunParts } from "./run.ts";
import { abortable } from "./abortable.ts";
import type { ConsoleEntry } from "./runner.ts";
import { runScriptChecks, scriptPerson, type ScriptCheckStage } from "./script-checks.ts";
import type { HalfWatch } from "./script-half.ts";
import type { ScriptSandbox } from "./script-sandbox.ts";
import type { ScriptStage } from "./script-stage.ts";

export type ScriptRunParts = CommonRunParts & {
  readonly sandbox: ScriptSandbox;
  readonly rows: readonly SeedRow[];
  /** Rejects when what the sandbox runs cannot be loaded. */
  readonly loadScripts: () => Promise<unknown>;
  /** The prepared stages; whoever takes one uses it up. */
  readonly takeStage: () => Promise<ScriptStage>;
  readonly takeCheckStage: () => Promise<ScriptCheckStage>;
  readonly forge: Forger;
  readonly say: (level: ConsoleEntry["level"], source: ConsoleEntry["source"], text: string) => void;
  readonly onSilent: HalfWatch["onSilent"];
};

/** Never rejects: what goes wrong is in the verdict. The signal's reason, if a RunError, is the verdict's error. */
export function runScript(signal: AbortSignal, parts: ScriptRunParts): Promise<Verdict> {
  return settleRun(signal, parts, (onCheck) => stages(signal, parts, onCheck));
}

async function stages(
  signal: AbortSignal,
  parts: ScriptRunParts,
  onCheck: (result: CheckResult) => void,
): Promise<RunError | undefined> {
  const { exercise, files, emit, sandbox, forge, onSilent, timers } = parts;

  emit({ type: "phase", phase: "compiling" });
  const compiled = await compileFiles(signal, parts.precompiled, files, exercise.kind, parts.compiler);
  if (!compiled.ok) {
    emit({ type: "diagnostics", diagnostics: compiled.error });
    return compileError(compiled.error);
  }
  emit({ type: "diagnostics", diagnostics: [] });
  await abortable(signal, parts.sandboxReady);
  if (compiled.value.kind !== "script") throw new Error("The compiler made something else than a script.");
  const { script } = compiled.value;

  emit({ type: "phase", phase: "starting" });
  await parts.loadScripts();
  const shown = await show(signal, parts, script);
  if (shown !== undefined) return shown;

  emit({ type: "phase", phase: "checking" });
  const stage = await parts.takeCheckStage();
  return runScriptChecks(signal, stage, { sandbox, exercise, script, forge, onCheck, onSilent, timers });
}

/** What the learner sees in Console and Handoff: a request of nobody, one of the first person, and a forgery. */
async function show(
  signal: AbortSignal,
  parts: ScriptRunParts,
  script: string,
): Promise<RunError | undefined> {
  const { sandbox, rows, say, forge, onSilent } = parts;
  const stage = await parts.takeStage();
  const started = await stage.start({
    sandbox,
    script,
    rows,
    say: ({ level, source, text }, role) => say(level, source === "script" ? role : source, text),
    onSilent,
  });
  try {
    if (!started.ok) return started.error;
    const { relay, client, stop } = started.value;
    signal.addEventListener("abort", stop, { once: true });
    try {
      const call = async (title: string, person: ExercisePerson | null): Promise<void> => {
        say("info", "sandbox", title);
        const error = await abortable(signal, client(person === null ? null : scriptPerson(person)));
        if (error !== null) say("error", "client", `Uncaught (in client) ${error}`);
      };
      await call("client(null): nobody is signed in", null);
      const [person] = stage.people;
      if (person === undefined) return undefined;
      await call(`client(${person.firstName}): ${person.firstName} signs in`, person);
      say("info", "sandbox", `A stranger forges a token that names ${person.firstName}`);
      const token = await tokenWith("forged", (options) => stage.mint(person.id, options), forge);
      const answer = relay.request("stranger", {
        method: "GET",
        url: `https://${API_HOST}/notes`,
        headers: [["authorization", `Bearer ${token}`]],
        body: null,
      });
      const said = await abortable(signal, answer).then(
        ({ status, body }) => `The stranger receives: ${status} ${typeof body === "string" ? body : ""}`,
        (error: Error) => `The stranger receives nothing: ${error.message}`,
      );
      signal.throwIfAborted();
      say("info", "sandbox", said.slice(0, SHOWN_LENGTH));
      return undefined;
    } finally {
      stop();
    }
  } finally {
    void stage.close();
  }
}

const SHOWN_LENGTH = 2000;
