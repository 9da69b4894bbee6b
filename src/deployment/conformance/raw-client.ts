/** A client that posts whatever it likes on its port, as code that has got hold of it can. */
import { parseNetworkEvent, type NetworkEvent } from "../../wire/network.ts";
import type { PortLike } from "../connection.ts";
import type { Deployment } from "../deployment.ts";

const LONGEST_WAIT_MS = 5000;

export class RawClient {
  readonly #port: PortLike;
  /** Everything that came back, oldest first. */
  readonly events: NetworkEvent[] = [];
  /** What came back and is not of the protocol. */
  readonly strange: unknown[] = [];

  constructor(deployment: Deployment) {
    this.#port = {
      onmessage: null,
      postMessage: (message) => {
        const event = parseNetworkEvent(structuredClone(message));
        if (event === null) this.strange.push(message);
        else this.events.push(event);
      },
    };
    deployment.connectClient(this.#port, { postMessage: () => undefined });
  }

  /** As a port does: what cannot be cloned cannot be sent. */
  post(message: unknown): void {
    this.postUncopied(structuredClone(message));
  }

  /** For what has been copied already. */
  postUncopied(message: unknown): void {
    this.#port.onmessage?.({ data: message });
  }

  /** The event that `isWanted`, once it is there; null when it does not come. */
  async next(isWanted: (event: NetworkEvent) => boolean): Promise<NetworkEvent | null> {
    const end = performance.now() + LONGEST_WAIT_MS;
    for (;;) {
      const found = this.events.find(isWanted);
      if (found !== undefined) return found;
      if (performance.now() > end) return null;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}
