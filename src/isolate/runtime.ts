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

export type Runtime = {
  bind(execution: Execution): void;
  /** Ends the binding. What the execution left behind can do nothing any more. */
  release(): void;
  /** Evaluates the learner's script with this runtime's globals; modules are evaluated by their thunks. */
  load(functions: FunctionsFactory, env: Readonly<Record<string, string | undefined>>): Modules;
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
  const env: Record<string, string | undefined> = {};
  const process = { env: env as Readonly<Record<string, string | undefined>> };
  const globals: RuntimeGlobals = {
    Convex,
    console: createConsole((line) => execution?.log(line)),
    process,
    ...createEnvironment(realm, {
      isDeterministic: () => execution?.isDeterministic ?? true,
      nowMs: () => execution?.nowMs ?? 0,
      random: () => random(),
      fetch: (input, init) => actionFetch((op, json) => bound("fetch()").asyncSyscall(op, json), input, init),
    }),
  };
  const parameters = inOrder(globals);
  const loaded = packages(requireFrom({}), ...parameters);
  return {
    bind(next) {
      execution = next;
      random = seededRandom(next.seed);
    },
    release() {
      execution = null;
    },
    load(functions, values) {
      process.env = values;
      return functions(requireFrom(loaded), ...parameters).modules;
    },
  };
}

function subject(op: string): string {
  return op === "1.0/getUserIdentity" ? "auth" : "database";
}
