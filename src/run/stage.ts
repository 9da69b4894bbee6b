/** A stage: one Clerk instance, one Convex deployment and what connects them. The app has one, the checks another. */
import { transfer, type Remote } from "comlink";
import type { Pace } from "../base/steerable-clock.ts";
import type { ExerciseBackend, Scenarios } from "../exercise/exercise.ts";
import type { DeploymentApi, Stuck } from "../wire/deployment.ts";
import type { IssuerApi } from "../wire/issuer.ts";
import type { Backstage, BackstageWorker } from "./backstage.ts";
import type { HopLog } from "./hop-log.ts";

export type StageParts = {
  readonly issuer: Remote<IssuerApi>;
  readonly deployment: Remote<DeploymentApi>;
  /** The script of Clerk's own components; null where they cannot be shown. */
  readonly loadClerkUi: () => Promise<string | null>;
  /** Asked for each time: the backstage is rebuilt when the sandbox restarts. */
  readonly backstage: () => Backstage;
};

export class Stage {
  readonly id: string;
  readonly #parts: StageParts;
  #isolate: BackstageWorker | null = null;
  #stuck: MessagePort | null = null;
  /** Told when a function overran its time; what happens to the isolate is the listener's to say. */
  onFunctionStuck: (place: string | null) => void = () => undefined;

  private constructor(id: string, parts: StageParts) {
    this.id = id;
    this.#parts = parts;
  }

  /** Opens fresh stand-ins. `log` receives the discovery that the deployment does at the issuer. */
  static async open(
    id: string,
    parts: StageParts,
    backend: ExerciseBackend,
    { people, environment }: Pick<Scenarios, "people" | "environment">,
    log: HopLog,
  ): Promise<Stage> {
    const stage = new Stage(id, parts);
    await Promise.all([
      parts.issuer.open(id, {
        frontendApiHost: backend.frontendApiHost,
        applicationName: "Lesson app",
        appOrigin: backend.appOrigin,
        people,
      }),
      parts.deployment.open(id, { name: backend.deploymentName, environment }),
    ]);
    const internet = new MessageChannel();
    const hops = log.openPort("lasting");
    await Promise.all([
      parts.issuer.connect(
        id,
        "deployment",
        transfer(internet.port1, [internet.port1]),
        transfer(hops, [hops]),
      ),
      parts.deployment.connectInternet(id, transfer(internet.port2, [internet.port2])),
    ]);
    return stage;
  }

  /** Gives the deployment a fresh isolate; the one before it is ended. `empty` when a push follows at once. */
  async replaceIsolate(functions: "empty" | "last-push"): Promise<void> {
    const isolate = this.#parts.backstage().takeIsolate();
    this.#isolate?.terminate();
    this.#isolate = isolate;
    // A port of its own for each isolate: word of one that is gone already must not end the next.
    this.#stuck?.close();
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }: MessageEvent<Stuck>) => this.#onStuck(data);
    this.#stuck = port1;
    const [port] = isolate.ports;
    if (port === undefined) throw new Error("The isolate has no port.");
    const { deployment } = this.#parts;
    // Sent in this order: what still runs in the old isolate is given up before the new port is told of anything.
    await Promise.all([
      deployment.connectIsolate(this.id, transfer(port, [port]), functions),
      deployment.onIsolateStuck(this.id, transfer(port2, [port2])),
    ]);
  }

  /** Null for an exercise with our stand-ins. */
  async clerkUi({ clerkComponents }: ExerciseBackend): Promise<string | null> {
    return clerkComponents === "clerk" ? this.#parts.loadClerkUi() : null;
  }

  /** Connects an app's way to the issuer. */
  async connectIssuer(issuerPort: MessagePort, log: HopLog): Promise<void> {
    const hops = log.openPort();
    await this.#parts.issuer.connect(
      this.id,
      "app",
      transfer(issuerPort, [issuerPort]),
      transfer(hops, [hops]),
    );
  }

  /** Connects a client of the deployment. */
  async connectClient(deploymentPort: MessagePort, log: HopLog): Promise<void> {
    const hops = log.openPort();
    await this.#parts.deployment.connectClient(
      this.id,
      transfer(deploymentPort, [deploymentPort]),
      transfer(hops, [hops]),
    );
  }

  /** Ends the connections of apps that are gone. */
  async disconnectClients(): Promise<void> {
    await this.#parts.deployment.disconnectClients(this.id);
  }

  async setPace(pace: Pace): Promise<void> {
    await Promise.all([
      this.#parts.issuer.setPace(this.id, pace),
      this.#parts.deployment.setPace(this.id, pace),
    ]);
  }

  async close(): Promise<void> {
    this.#stuck?.close();
    this.#isolate?.terminate();
    this.#isolate = null;
    await Promise.all([this.#parts.issuer.close(this.id), this.#parts.deployment.close(this.id)]);
  }

  #onStuck({ where, place }: Stuck): void {
    switch (where) {
      case "call":
        this.onFunctionStuck(place);
        return;
      case "load":
        // Told by the push; the next one brings its own isolate.
        this.#isolate?.terminate();
        return;
      default:
        where satisfies never;
    }
  }
}
