/**
 * One runtime: the packages evaluated with their own `Convex`, `console`, `Date` and so on. It may be made ahead of its
 * call; while it is bound to none, syscalls are refused like those of a module being imported.
 */
import { actionFetch } from "./action-fetch.ts";
import { blobSyscall } from "./blobs.ts";
import { createConsole } from "./console.ts";
import { createEnvironment, seededRandom, type RealmGlobals } from "./environment.ts";
import {
  inOrder,
  requireFrom,
  type FunctionsFactory,
  type Modules,
  type PackagesFactory,
  type RuntimeGlobals,
} from "./factories.ts";

/** What a runtime's syscalls and logs go to while it executes. */
type Execution = {
  readonly isDeterministic: boolean;
  readonly nowMs: number;
  readonly seed: number;
  syscall(op: string, argsJson: string): string;
  asyncSyscall(op: string, argsJson: string): Promise<string>;
  log(line: string): void;
};

type Environment = Readonly<Record<string, string | undefined>>;

/** What a module sees of time and chance while it is imported. Either may throw. */
export type ImportRules = { now(): number; random(seeded: () => number): number };

export type Runtime = {
  bind(execution: Execution): void;
  /** Ends the binding. What the execution left behind can do nothing any more. */
  release(): void;
  /**
   * Evaluates the learner's script with globals of its own; modules are evaluated by their thunks. `importing` says what
   * a module may not do while no execution is bound.
   */
  load(
    functions: FunctionsFactory,
    env: Readonly<Record<string, string | undefined>>,
    importing?: ImportRules,
  ): Modules;
};

export function createRuntime(packages: PackagesFactory, realm: RealmGlobals): Runtime {
  let execution: Execution | null = null;
  let random = seededRandom(1);
  const bound = (what: string): Execution => {
    if (execution === null) throw new Error(`Can't use ${what} at import time`);
    return execution;
  };
  const Convex = {
    syscall: (op: string, argsJson: string) => bound("database").syscall(op, argsJson),
    asyncSyscall: async (op: string, argsJson: string) => bound(subject(op)).asyncSyscall(op, argsJson),
    jsSyscall: (op: string, args: unknown) =>
      blobSyscall(op, args, (inner, json) => bound("storage").asyncSyscall(inner, json)),
  };
  /** Anew for each script: what an execution did to its console or Math is gone with it. */
  const globals = (env: Environment, importing: ImportRules): RuntimeGlobals => ({
    Convex,
    console: createConsole((line) => execution?.log(line)),
    process: { env },
    ...createEnvironment(realm, {
      isDeterministic: () => execution?.isDeterministic ?? true,
      nowMs: () => (execution === null ? importing.now() : execution.nowMs),
      random: () => (execution === null ? importing.random(random) : random()),
      fetch: (input, init) => actionFetch((op, json) => bound("fetch()").asyncSyscall(op, json), input, init),
    }),
  });
  const loaded = packages(requireFrom({}), ...inOrder(globals({}, ANY_MODULE)));
  return {
    bind(next) {
      execution = next;
      random = seededRandom(next.seed);
    },
    release() {
      execution = null;
    },
    load: (functions, env, importing = ANY_MODULE) =>
      functions(requireFrom(loaded), ...inOrder(globals(env, importing))).modules,
  };
}

/** A module of functions that is being imported sees the beginning of time. */
const ANY_MODULE: ImportRules = { now: () => 0, random: (seeded) => seeded() };

function subject(op: string): string {
  return op === "1.0/getUserIdentity" ? "auth" : "database";
}
