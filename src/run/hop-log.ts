/** The hops of one stage, kept in order of time, fed by the ports on which the stand-ins report them. */
import type { Hop } from "../wire/handoff.ts";
import type { HopBatch } from "../wire/issuer.ts";

/** Hops kept of one stage: a page left open for a day must not fill the memory. */
const HOP_LIMIT = 20_000;

export class HopLog {
  #hops: Hop[] = [];
  #runPorts: MessagePort[] = [];
  readonly #lastingPorts: MessagePort[] = [];
  #waiting: (() => void)[] = [];
  /** Grows with every batch; a reader that has seen version n asks for what is newer. */
  version = 0;

  readonly #onHops: (hops: readonly Hop[]) => void;
  readonly #onFlood: () => void;

  /** `onFlood`: a client sends more than a stand-in can answer, and is heard no more. */
  constructor(onHops: (hops: readonly Hop[]) => void, onFlood: () => void) {
    this.#onHops = onHops;
    this.#onFlood = onFlood;
  }

  /** All hops so far, oldest first. */
  get hops(): readonly Hop[] {
    return this.#hops;
  }

  /**
   * A fresh port for a stand-in to report on. Only trusted realms ever hold one. One for a run is closed by
   * `startOver`, a lasting one by `close`.
   */
  openPort(life: "run" | "lasting" = "run"): MessagePort {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }: MessageEvent<HopBatch>) => {
      this.#add(data.hops);
      if (data.isFlood === true) this.#onFlood();
    };
    (life === "run" ? this.#runPorts : this.#lastingPorts).push(port1);
    return port2;
  }

  /** Adds a hop that the page itself recorded. */
  record(hop: Hop): void {
    this.#add([hop]);
  }

  /** Settles as soon as the log is newer than `version`. */
  newerThan(version: number): Promise<void> {
    if (this.version > version) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** Forgets the hops so far; what an app that is gone still causes is not heard any more. */
  startOver(): void {
    for (const port of this.#runPorts) port.close();
    this.#runPorts = [];
    this.#hops = [];
    this.version += 1;
  }

  close(): void {
    this.startOver();
    for (const port of this.#lastingPorts) port.close();
  }

  #add(batch: readonly Hop[]): void {
    for (const hop of batch) insert(this.#hops, hop);
    this.#hops.splice(0, Math.max(0, this.#hops.length - HOP_LIMIT));
    this.version += 1;
    this.#onHops(batch);
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const wake of waiting) wake();
  }
}

/** Two stand-ins report independently, so a hop may come a little after a later one. */
function insert(hops: Hop[], hop: Hop): void {
  let index = hops.length;
  while (index > 0 && (hops[index - 1]?.at ?? 0) > hop.at) index -= 1;
  hops.splice(index, 0, hop);
}
