/** Records the hops of one client connection, in order, also when one has to wait for a verdict on its token. */
import type { Clock } from "../base/clock.ts";
import type { CarriedToken, Hop, HopContent, HopRecorder, Participant } from "../wire/handoff.ts";

type Entry = { hop: Hop | null };

export class HopJournal {
  readonly #record: HopRecorder;
  readonly #clock: Clock;
  readonly #connection: number;
  readonly #queue: Entry[] = [];
  #last = 0;

  /** `connection` is the client's number: two connections of a deployment never give a hop the same id. */
  constructor(connection: number, record: HopRecorder, clock: Clock) {
    this.#connection = connection;
    this.#record = record;
    this.#clock = clock;
  }

  add(from: Participant, to: Participant, content: HopContent): void {
    this.hold(from, to, content)([]);
  }

  /** Takes the hop's place and time now; the returned function fills in its tokens. Later hops wait for it. */
  hold(from: Participant, to: Participant, content: HopContent): (tokens: readonly CarriedToken[]) => void {
    const id = `d${this.#connection}.${++this.#last}`;
    const at = this.#clock.now();
    const entry: Entry = { hop: null };
    this.#queue.push(entry);
    return (tokens) => {
      entry.hop ??= { id, at, from, to, content, tokens };
      this.#flush();
    };
  }

  #flush(): void {
    for (;;) {
      const hop = this.#queue[0]?.hop ?? null;
      if (hop === null) return;
      this.#queue.shift();
      this.#record(hop);
    }
  }
}
