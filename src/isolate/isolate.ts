/** Obeys the deployment's commands: loads scripts, runs functions, passes their syscalls on. */
import type { IsolateCommand, IsolateReply } from "../wire/syscall.ts";
import type { RealmGlobals } from "./environment.ts";
import { describeThrown, faultOf, withFile } from "./failure.ts";
import type { FunctionsFactory, Modules, PackagesFactory } from "./factories.ts";
import { respond } from "./http-action.ts";
import { keepIntrinsics } from "./intrinsics.ts";
import { analyze, HTTP_MODULE, kindOf, routerOf, type LoadedReply, type LoadModules } from "./load.ts";
import { createRuntime, type Runtime } from "./runtime.ts";
import { Streams } from "./streams.ts";
import { answerNow } from "./sync-syscalls.ts";

type Execute = Extract<IsolateCommand, { type: "execute" }>;
type Respond = Extract<IsolateCommand, { type: "respond" }>;
type Pending = { resolve(resultJson: string): void; reject(reason: Error): void };

export type IsolateSeams = {
  readonly realm: RealmGlobals;
  /** The packages, evaluated again for each runtime. */
  readonly packages: PackagesFactory;
  /** Runs a script as a classic one and gives what it passed to `handoffDefineFunctions`, and its name in stacks. */
  loadFunctions(script: string): { readonly factory: FunctionsFactory; readonly file: string };
  reply(reply: IsolateReply): void;
  /** Calls back when all that can run now has run. */
  afterwards(task: () => void): void;
  /** Calls back after `delayMs`. */
  later(delayMs: number, task: () => void): void;
};

/** A query or mutation that neither runs nor waits for this long can never return: there are no timers in it. */
const SILENCE_MS = 200;

const MAX_IDLE = 8;

/** Asked for in a loop, the identity would drown whoever reads the record. */
const MAX_RECORDED = 64;
/** As many as a function may read from the database in all. */
const MAX_OPEN_CALLS = 4096;

type Outcome = Extract<IsolateReply, { type: "returned" }>["outcome"];

/** An execution under way: its open syscalls, and how often it has asked or been answered. */
type Running = { readonly calls: Map<number, Pending>; activity: number; runtime: Runtime | null };

type Load = {
  readonly functions: FunctionsFactory;
  readonly file: string;
  readonly environment: Readonly<Record<string, string>>;
};

export class Isolate {
  readonly #seams: IsolateSeams;
  readonly #loads = new Map<number, Load>();
  readonly #running = new Map<number, Running>();
  /** Evaluated packages that wait for an execution. */
  readonly #idle: Runtime[] = [];
  /** Puts back what all executions inherit from. */
  readonly #restore = keepIntrinsics();
  #lastCall = 0;

  constructor(seams: IsolateSeams) {
    this.#seams = seams;
  }

  obey(command: IsolateCommand): void {
    switch (command.type) {
      case "load":
        this.#load(command);
        return;
      case "discard":
        this.#loads.delete(command.load);
        return;
      case "ping":
        this.#seams.reply({ type: "pong", beat: command.beat });
        return;
      case "execute":
        void this.#settle(command.execution, command, (running) => this.#invoke(command, running));
        return;
      case "respond":
        void this.#settle(command.execution, { kind: "action", load: command.load }, (running) =>
          this.#respond(command, running),
        );
        return;
      case "answer":
        this.#take(command.execution, command.call)?.resolve(command.resultJson);
        return;
      case "fault":
        this.#take(command.execution, command.call)?.reject(faultOf(command.message, command.dataJson));
        return;
      default:
        command satisfies never;
    }
  }

  #load({ load, functionsScript, environment }: Extract<IsolateCommand, { type: "load" }>): void {
    const evaluating = (module: string | null): void =>
      this.#seams.reply({ type: "evaluating", load, module });
    evaluating(null);
    let reply: LoadedReply;
    try {
      const { factory: functions, file } = this.#seams.loadFunctions(functionsScript);
      this.#loads.set(load, { functions, file, environment });
      const modules: LoadModules = (env, importing) => this.#fresh().load(functions, env, importing);
      const loaded = analyze(load, modules, environment, evaluating);
      reply = loaded.fault === null ? loaded : { ...loaded, fault: withFile(loaded.fault, file) };
    } catch (thrown) {
      const { message } = describeThrown(thrown);
      const nothing = {
        functions: [],
        hasHttpRouter: false,
        schemaJson: null,
        authConfigJson: null,
        cronsJson: null,
        missingEnvironment: [],
      };
      reply = { type: "loaded", load, ...nothing, fault: { code: "module", message, file: null } };
    }
    evaluating(null);
    // What a module began and did not wait for is part of its evaluation: if it never lets go, nothing is loaded.
    this.#seams.afterwards(() => this.#seams.reply(reply));
    this.#prepare();
  }

  async #settle(
    execution: number,
    { kind, load }: { readonly kind: Execute["kind"]; readonly load: number },
    run: (running: Running) => Promise<string>,
  ): Promise<void> {
    const running: Running = { calls: new Map(), activity: 0, runtime: null };
    this.#running.set(execution, running);
    const finish = (outcome: Outcome): void => {
      if (!this.#running.delete(execution)) return;
      this.#seams.reply({ type: "returned", execution, outcome });
      this.#recycle(kind, running);
    };
    if (kind !== "action") this.#watchForSilence(execution, running, finish);
    try {
      finish({ status: "success", resultJson: await run(running) });
    } catch (thrown) {
      const file = this.#loads.get(load)?.file ?? null;
      finish({ status: "failure", ...withFile(describeThrown(thrown), file) });
    }
  }

  async #invoke(command: Execute, running: Running): Promise<string> {
    const { runtime, modules } = this.#open(command.load, running);
    const evaluate = Object.hasOwn(modules, command.module) ? modules[command.module] : undefined;
    const target = evaluate?.()[command.export] as
      | Record<string, (...args: string[]) => Promise<string>>
      | undefined;
    if (target === undefined || kindOf(target) !== command.kind)
      throw new Error("There is no such function.");
    this.#bind(runtime, command, command.kind !== "action", () => Promise.resolve(command.identityJson));
    switch (command.kind) {
      case "query":
        return (await target["invokeQuery"]?.(command.argsJson)) ?? "null";
      case "mutation":
        return (await target["invokeMutation"]?.(command.argsJson)) ?? "null";
      case "action":
        return (await target["invokeAction"]?.(String(command.execution), command.argsJson)) ?? "null";
      default:
        command.kind satisfies never;
        return "null";
    }
  }

  async #respond(command: Respond, running: Running): Promise<string> {
    const { runtime, modules } = this.#open(command.load, running);
    const router = routerOf(modules[HTTP_MODULE]?.());
    if (router === null) throw new Error("There is no such function.");
    const { identity } = command;
    this.#bind(runtime, command, false, () =>
      "json" in identity ? Promise.resolve(identity.json) : Promise.reject(new Error(identity.refusal)),
    );
    return respond(router, command.request);
  }

  #open(load: number, running: Running): { readonly runtime: Runtime; readonly modules: Modules } {
    const loaded = this.#loads.get(load);
    if (loaded === undefined) throw new Error("These functions are not loaded.");
    const runtime = this.#fresh();
    running.runtime = runtime;
    return { runtime, modules: runtime.load(loaded.functions, loaded.environment) };
  }

  #bind(
    runtime: Runtime,
    { execution, nowMs, seed, tables }: Execute | Respond,
    isDeterministic: boolean,
    identity: () => Promise<string>,
  ): void {
    const streams = new Streams((op, argsJson) => this.#ask(execution, op, argsJson));
    let recorded = 0;
    runtime.bind({
      isDeterministic,
      nowMs,
      seed,
      syscall: (op, argsJson) => answerNow(op, argsJson, streams, tables),
      asyncSyscall: (op, argsJson) => {
        if (op === "1.0/queryStreamNext") {
          return streams.next((JSON.parse(argsJson) as { queryId: number }).queryId);
        }
        if (op !== "1.0/getUserIdentity") return this.#ask(execution, op, argsJson);
        // On record, and answered at once: what it is came with the command.
        if (recorded < MAX_RECORDED) {
          recorded += 1;
          const call = this.#lastCall++;
          this.#seams.reply({ type: "syscall", execution, call, op, argsJson });
        }
        return identity();
      },
      log: (line) => this.#seams.reply({ type: "log", execution, line }),
    });
  }

  #ask(execution: number, op: string, argsJson: string): Promise<string> {
    const running = this.#running.get(execution);
    if (running === undefined) return Promise.reject(new Error("The function has already returned."));
    if (running.calls.size >= MAX_OPEN_CALLS) {
      const message = `Too many operations wait at once (limit: ${MAX_OPEN_CALLS}).`;
      return Promise.reject(new Error(message));
    }
    const call = this.#lastCall++;
    running.activity += 1;
    return new Promise((resolve, reject) => {
      running.calls.set(call, { resolve, reject });
      this.#seams.reply({ type: "syscall", execution, call, op, argsJson });
    });
  }

  #take(execution: number, call: number): Pending | undefined {
    const running = this.#running.get(execution);
    if (running === undefined) return undefined;
    const pending = running.calls.get(call);
    running.calls.delete(call);
    running.activity += 1;
    return pending;
  }

  #watchForSilence(execution: number, running: Running, finish: (outcome: Outcome) => void): void {
    const before = running.activity;
    this.#seams.later(SILENCE_MS, () => {
      if (this.#running.get(execution) !== running) return;
      if (running.calls.size > 0 || running.activity !== before)
        this.#watchForSilence(execution, running, finish);
      else finish({ status: "failure", message: "Returned promise will never resolve" });
    });
  }

  #fresh(): Runtime {
    this.#restore();
    return this.#idle.pop() ?? createRuntime(this.#seams.packages, this.#seams.realm);
  }

  /**
   * A query or mutation that waits for nothing when it returns leaves nothing behind that could wake up: there are no
   * timers in it. A turn later its copy of the packages serves the next one, whose own modules are evaluated anew.
   */
  #recycle(kind: Execute["kind"], { calls, runtime }: Running): void {
    runtime?.release();
    if (kind === "action" || calls.size > 0 || runtime === null) {
      this.#prepare();
      return;
    }
    this.#seams.afterwards(() => {
      if (this.#idle.length < MAX_IDLE) this.#idle.push(runtime);
    });
  }

  /** Evaluates the packages for the next execution while nobody waits. */
  #prepare(): void {
    this.#seams.afterwards(() => {
      this.#restore();
      if (this.#idle.length === 0) this.#idle.push(createRuntime(this.#seams.packages, this.#seams.realm));
    });
  }
}
