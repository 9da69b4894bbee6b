/** `DeploymentApi` over the system clock, for a worker or for Node: deployments by id. */
import { systemClock } from "../base/system-clock.ts";
import { SteerableClock } from "../base/steerable-clock.ts";
import { listenGuarded } from "../base/guarded-port.ts";
import type { HopBatch } from "../wire/issuer.ts";
import type { DeploymentApi } from "../wire/deployment.ts";
import type { PortLike } from "./connection.ts";
import { Deployment } from "./deployment.ts";

/** Sets the listener at once: what was posted before is kept by the port until then. */
const portLike = (port: MessagePort): PortLike => port as PortLike;

/** The realm of an app sends 200 a second at most; whoever sends more has got hold of its port. */
const MESSAGES_PER_SECOND = 5000;
/** Some times what a function can have answered within the second that it has. */
const REPLIES_PER_SECOND = 50_000;

/** A port that is closed, and what still waits in it forgotten, when more comes than anybody means to send. */
function untilFlood(port: MessagePort, most: number, onFlood: () => void): PortLike {
  let listener: PortLike["onmessage"] = null;
  let isHeard = false;
  // Whoever listens parses.
  const parse = (data: unknown): { readonly data: unknown } => ({ data });
  return {
    postMessage: (message) => port.postMessage(message),
    get onmessage() {
      return listener;
    },
    set onmessage(listen) {
      listener = listen;
      // Not before: what was posted is kept by the port until then.
      if (listen === null || isHeard) return;
      isHeard = true;
      const take = (message: { readonly data: unknown }): void => listener?.(message);
      listenGuarded(port, { timers: systemClock, mostPerSecond: most, parse, take, onFlood });
    },
  };
}

export function createDeploymentApi(): DeploymentApi {
  const deployments = new Map<string, { readonly deployment: Deployment; readonly clock: SteerableClock }>();
  /** A reset must not move time back for clients that stay connected. */
  let floor = 0n;
  let connections = 0;

  function deployment(id: string): Deployment {
    const found = deployments.get(id);
    if (found === undefined) throw new Error(`There is no deployment "${id}".`);
    return found.deployment;
  }

  function forget(id: string): void {
    const former = deployments.get(id);
    if (former === undefined) return;
    const { latestTimestamp } = former.deployment;
    if (latestTimestamp > floor) floor = latestTimestamp;
    former.deployment.close();
    deployments.delete(id);
  }

  return {
    async open(id, options) {
      forget(id);
      const clock = new SteerableClock(systemClock);
      const created = new Deployment(options, {
        clock,
        watchdog: systemClock,
        random: (length) => crypto.getRandomValues(new Uint8Array(length)),
        floor,
        nextConnection: () => ++connections,
      });
      deployments.set(id, { deployment: created, clock });
    },
    async connectIsolate(id, isolate, functions) {
      const on = deployment(id);
      const port = untilFlood(isolate, REPLIES_PER_SECOND, () => on.giveUpIsolate());
      await on.connectIsolate(port, functions);
    },
    async connectInternet(id, network) {
      deployment(id).connectInternet(portLike(network));
    },
    async connectClient(id, network, hops) {
      const onFlood = (): void => hops?.postMessage({ hops: [], isFlood: true } satisfies HopBatch);
      const port = hops === null ? portLike(network) : untilFlood(network, MESSAGES_PER_SECOND, onFlood);
      deployment(id).connectClient(port, hops);
    },
    async disconnectClients(id) {
      deployment(id).disconnectClients();
    },
    push: async (id, functionsScript, environment) => deployment(id).push(functionsScript, environment),
    seed: async (id, rows) => deployment(id).seed(rows),
    inspect: async (id) => deployment(id).inspect(),
    async onIsolateStuck(id, notify) {
      deployment(id).onIsolateStuck((stuck) => notify.postMessage(stuck));
    },
    async setPace(id, pace) {
      deployments.get(id)?.clock.steer(pace);
    },
    async close(id) {
      forget(id);
    },
  };
}
