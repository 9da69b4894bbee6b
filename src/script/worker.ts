/** Entry of the script realm: one half of a lesson's script, with the real `jose` and a `fetch` that ends at the page. */
import * as jose from "jose";
import { createAfterTask } from "../base/after-task.ts";
import { boundClock } from "../base/bound-clock.ts";
import { captureConsole, limited, limitLines } from "../base/console.ts";
import { errorText } from "../base/format.ts";
import { boundTimers, limitTimers } from "../base/limit-timers.ts";
import { standAlone } from "../base/lone-worker.ts";
import { watchLoops } from "../base/loop-watch.ts";
import { createFetch } from "../network/fetch.ts";
import { networkPort } from "../network/network-port.ts";
import { routes } from "../network/routes.ts";
import { API_HOST, type ScriptCommand, type ScriptPerson, type ScriptReport } from "../wire/script.ts";
import { DEFINE_SCRIPT, LOOP_TURN } from "../wire/scripts.ts";
import { serveRequests, type Server } from "./serve-requests.ts";

/** Before the heartbeat gives the worker up, so that it is known where it was. */
const LONG_LOOP_MS = 800;

declare function importScripts(url: string): void;

type ScriptFactory = (
  require: (name: string) => unknown,
  module: { exports: Record<string, unknown> },
  exports: Record<string, unknown>,
) => void;
type Client = (person: ScriptPerson | null) => unknown;

addEventListener(
  "message",
  ({ ports }: MessageEvent) => {
    const [control, issuer, api] = ports;
    if (control !== undefined && issuer !== undefined && api !== undefined) serve(control, issuer, api);
  },
  { once: true },
);

function serve(control: MessagePort, issuer: MessagePort, api: MessagePort): void {
  // Bound before any learner code, which could replace what it finds on prototypes and globals.
  const post = control.postMessage.bind(control);
  const clock = boundClock();
  const { now } = clock;
  const report = (message: ScriptReport): void => post(message);
  const pacing = { clock, onFlood: () => report({ type: "flood" }) };
  const tell = limitLines(now, (text) => report({ type: "console", level: "warn", source: "sandbox", text }));
  const complain = (text: string): void =>
    tell(() => report({ type: "console", level: "error", source: "script", text: limited(text) }));
  const onLong = (place: string): void => report({ type: "loop", place });
  const watch = watchLoops({ now, afterTask: createAfterTask(), limitMs: LONG_LOOP_MS, onLong });
  Object.defineProperty(globalThis, LOOP_TURN, { value: watch });
  let client: Client | null = null;

  control.onmessage = ({ data }: MessageEvent<ScriptCommand>) => {
    switch (data.type) {
      case "load":
        try {
          load(data);
          report({ type: "loaded" });
        } catch (error) {
          report({ type: "failed", message: limited(errorText(error)) });
        }
        return;
      case "client":
        void call(data.call, data.person);
        return;
      case "ping":
        report({ type: "alive", beat: data.beat });
        return;
      default:
        data satisfies never;
    }
  };

  function load(command: Extract<ScriptCommand, { type: "load" }>): void {
    const { role, script, issuerHosts, appOrigin, database } = command;
    captureConsole(console, (level, text) =>
      tell(() => report({ type: "console", level, source: "script", text: text() })),
    );
    addEventListener("error", (event) => complain(`Uncaught ${errorText(event.error ?? event.message)}`));
    addEventListener("unhandledrejection", ({ reason }) =>
      complain(`Uncaught (in promise) ${errorText(reason)}`),
    );
    Object.assign(globalThis, limitTimers(boundTimers(globalThis)));
    standAlone(globalThis);
    const issuerPort = networkPort(issuer, pacing);
    globalThis.fetch = createFetch({
      routes: routes({
        ...Object.fromEntries(issuerHosts.map((host) => [host, issuerPort])),
        ...(role === "client" ? { [API_HOST]: networkPort(api, pacing) } : {}),
      }),
      baseUrl: () => appOrigin,
      origin: () => appOrigin,
      onUnreachable: (text) =>
        tell(() => report({ type: "console", level: "error", source: "sandbox", text: limited(text) })),
    });
    const exported = evaluate(script);
    if (role === "client") client = half<Client>(exported, "client", "client(person)");
    else
      serveRequests(
        api,
        half<Server>(exported, "server", "server(request, database)"),
        database ?? {},
        complain,
      );
  }

  async function call(number: number, person: ScriptPerson | null): Promise<void> {
    try {
      await client?.(person);
      report({ type: "done", call: number, error: null });
    } catch (error) {
      report({ type: "done", call: number, error: limited(errorText(error)) });
    }
  }
}

function half<T>(exported: Record<string, unknown>, name: string, signature: string): T {
  const value = exported[name];
  if (typeof value !== "function") throw new TypeError(`handoff.ts must export a function ${signature}.`);
  return value as T;
}

function evaluate(script: string): Record<string, unknown> {
  let factory: ScriptFactory | null = null;
  Object.assign(globalThis, { [DEFINE_SCRIPT]: (defined: ScriptFactory) => (factory ??= defined) });
  const url = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  importScripts(url);
  URL.revokeObjectURL(url);
  const module = { exports: {} };
  (factory as ScriptFactory | null)?.((name) => (name === "jose" ? jose : undefined), module, module.exports);
  return module.exports;
}
