/** Entry of the referee realm: a worker of the sandbox, apart from the learner's code. */
import { createFetch } from "../network/fetch.ts";
import { networkPort } from "../network/network-port.ts";
import { routes } from "../network/routes.ts";
import { deferred, type Deferred } from "../base/deferred.ts";
import { standAlone } from "../base/lone-worker.ts";
import { boundTimers, limitTimers } from "../base/limit-timers.ts";
import type { RefereeCommand, RefereeReport, RefereeRequest } from "../wire/referee.ts";
import { DEFINE_CHECKS } from "../wire/scripts.ts";
import { createCheckApi } from "./check-api.ts";
import { runChecks, type ChecksFactory } from "./run-checks.ts";

declare function importScripts(url: string): void;

standAlone(globalThis);

addEventListener(
  "message",
  ({ ports }: MessageEvent) => {
    const [control, deployment] = ports;
    if (control !== undefined && deployment !== undefined) serve(control, deployment);
  },
  { once: true },
);

function serve(control: MessagePort, deploymentPort: MessagePort): void {
  const deployment = networkPort(deploymentPort);
  const report = (message: RefereeReport): void => control.postMessage(message);
  const waiting = new Map<number, Deferred<unknown>>();
  let calls = 0;

  function ask(request: RefereeRequest): Promise<unknown> {
    const call = ++calls;
    const answer = deferred<unknown>();
    waiting.set(call, answer);
    report({ type: "call", call, request });
    return answer.promise;
  }

  control.onmessage = ({ data }: MessageEvent<RefereeCommand>) => {
    switch (data.type) {
      case "run":
        void run(data);
        return;
      case "answer":
        waiting.get(data.call)?.resolve(data.value);
        waiting.delete(data.call);
        return;
      case "ping":
        report({ type: "alive", beat: data.beat });
        return;
      case "refusal":
        waiting.get(data.call)?.reject(new Error(data.message));
        waiting.delete(data.call);
        return;
      default:
        data satisfies never;
    }
  };

  async function run(command: Extract<RefereeCommand, { type: "run" }>): Promise<void> {
    try {
      globalThis.fetch = createFetch({
        routes: routes({ [new URL(command.deploymentUrl).host]: deployment }),
        baseUrl: () => command.deploymentUrl,
        origin: () => command.deploymentUrl,
        onUnreachable: () => undefined,
      });
      Object.assign(globalThis, limitTimers(boundTimers(globalThis)));
      const api = createCheckApi(command.people, command.deploymentUrl, ask);
      await runChecks(
        load(command.checksScript),
        api,
        () => performance.timeOrigin + performance.now(),
        report,
      );
      report({ type: "finished" });
    } catch (error) {
      report({ type: "broken", message: error instanceof Error ? error.message : String(error) });
    }
  }
}

function load(script: string): ChecksFactory {
  let factory: ChecksFactory | null = null;
  Object.assign(globalThis, { [DEFINE_CHECKS]: (defined: ChecksFactory) => (factory = defined) });
  const url = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  importScripts(url);
  URL.revokeObjectURL(url);
  if (factory === null) throw new Error("the checks script defined nothing");
  return factory;
}
