/** The instances of the realm and their connections. */
import type { Clock } from "../base/clock.ts";
import type { Result } from "../base/result.ts";
import { SteerableClock, type Pace } from "../base/steerable-clock.ts";
import type {
  HopBatch,
  InstanceChange,
  InstanceView,
  IssuerApi,
  IssuerOptions,
  MintOptions,
} from "../wire/issuer.ts";
import { recordExchanges, type Caller } from "./hops.ts";
import { createInstance, type Instance } from "./instance.ts";
import type { InstanceEnvironment } from "./instance-state.ts";
import { serveNetwork } from "./network-port.ts";
import { throughWeather } from "./weather.ts";
import type { SigningKeys } from "./signing-keys.ts";

/** An open instance with the ports to close when it goes. */
type OpenInstance = {
  readonly instance: Instance;
  readonly clock: SteerableClock;
  readonly ports: MessagePort[];
};

export class Issuer implements IssuerApi {
  readonly #createKeys: (keyId: string) => Promise<SigningKeys>;
  readonly #environment: InstanceEnvironment;
  readonly #open = new Map<string, OpenInstance>();
  #lastHop = 0;

  constructor(createKeys: (keyId: string) => Promise<SigningKeys>, environment: InstanceEnvironment) {
    this.#createKeys = createKeys;
    this.#environment = environment;
  }

  async open(id: string, options: IssuerOptions): Promise<void> {
    const { clock: real, timers, random } = this.#environment;
    const clock = new SteerableClock({ now: () => real.now(), after: (...timer) => timers.after(...timer) });
    const instance = await createInstance(options, this.#createKeys, { clock, timers: clock, random });
    this.#forget(id);
    this.#open.set(id, { instance, clock, ports: [] });
  }

  async connect(
    id: string,
    caller: Caller,
    network: MessagePort,
    hops: MessagePort | null,
    alsoId: string | null = null,
  ): Promise<void> {
    const open = this.#find(id);
    const all = alsoId === null ? [open] : [open, this.#find(alsoId)];
    const recorder = hops === null ? null : this.#recorder(caller, open.clock, hops);
    const instances = all.map(({ instance, clock }) => throughWeather(instance, caller, clock));
    serveNetwork(network, instances, recorder, this.#environment.timers, () => {
      hops?.postMessage({ hops: [], isFlood: true } satisfies HopBatch);
    });
    open.ports.push(network);
    if (hops !== null) open.ports.push(hops);
  }

  async mint(
    id: string,
    personId: string,
    templateName: string | null,
    options?: MintOptions,
  ): Promise<string> {
    return this.#find(id).instance.mint(personId, templateName, options);
  }

  async inspect(id: string): Promise<InstanceView> {
    return this.#find(id).instance.inspect();
  }

  async change(id: string, change: InstanceChange): Promise<Result<null, string>> {
    return this.#find(id).instance.change(change);
  }

  async setPace(id: string, pace: Pace): Promise<void> {
    this.#find(id).clock.steer(pace);
  }

  async close(id: string): Promise<void> {
    this.#forget(id);
  }

  #find(id: string): OpenInstance {
    const open = this.#open.get(id);
    if (open === undefined) throw new Error(`No instance is open under ${id}`);
    return open;
  }

  #forget(id: string): void {
    for (const port of this.#open.get(id)?.ports ?? []) port.close();
    this.#open.delete(id);
  }

  /** Hop ids count through the whole realm, so that two connections never share one. */
  #recorder(caller: Caller, clock: Clock, hops: MessagePort) {
    return recordExchanges(
      caller,
      clock,
      () => `c${++this.#lastHop}`,
      (hop) => {
        const batch: HopBatch = { hops: [hop] };
        hops.postMessage(batch, []);
      },
    );
  }
}
