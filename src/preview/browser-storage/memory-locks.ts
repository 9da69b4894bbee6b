/**
 * `navigator.locks` in memory, for one document: requests for a name are granted in their order. Stealing is refused by
 * name; nothing here asks for it.
 */

type Grant = (lock: Lock | null) => unknown;

/** Waits for its turn, or holds the lock. */
type Request = {
  readonly name: string;
  readonly mode: LockMode;
  readonly begin: () => void;
};

export class MemoryLocks implements LockManager {
  readonly #held = new Set<Request>();
  readonly #pending = new Set<Request>();

  request<Value>(name: string, grant: LockGrantedCallback<Value>): Promise<Awaited<Value>>;
  request<Value>(
    name: string,
    options: LockOptions,
    grant: LockGrantedCallback<Value>,
  ): Promise<Awaited<Value>>;
  request(name: string, second: LockOptions | Grant, third?: Grant): Promise<unknown> {
    const grant = typeof second === "function" ? second : third;
    const { mode = "exclusive", ifAvailable, signal, steal } = typeof second === "function" ? {} : second;
    if (grant === undefined)
      return Promise.reject(new TypeError("navigator.locks.request needs a callback."));
    if (steal === true) return Promise.reject(new DOMException("Not here: steal.", "NotSupportedError"));
    if (signal?.aborted) return Promise.reject(signal.reason as Error);
    return new Promise((resolve, reject) => {
      const request: Request = {
        name,
        mode,
        begin: () => {
          signal?.removeEventListener("abort", abandon);
          const work = Promise.resolve({ name, mode }).then(grant);
          work.then(resolve, reject);
          const end = (): void => {
            this.#held.delete(request);
            this.#grantNext();
          };
          work.then(end, end);
        },
      };
      const abandon = (): void => {
        this.#pending.delete(request);
        reject(signal?.reason as Error);
        this.#grantNext();
      };
      if (ifAvailable === true && !this.#isFree(request)) {
        Promise.resolve(null).then(grant).then(resolve, reject);
        return;
      }
      signal?.addEventListener("abort", abandon, { once: true });
      this.#pending.add(request);
      this.#grantNext();
    });
  }

  query(): Promise<LockManagerSnapshot> {
    const described = ({ name, mode }: Request): LockInfo => ({ name, mode });
    return Promise.resolve({
      held: [...this.#held].map(described),
      pending: [...this.#pending].map(described),
    });
  }

  /** Nobody overtakes: a request waits for all that stand before it for the same name, unless both only share. */
  #isFree(request: Request): boolean {
    const before = [...this.#pending];
    if (this.#pending.has(request)) before.splice(before.indexOf(request));
    return [...this.#held, ...before].every(
      ({ name, mode }) => name !== request.name || (mode === "shared" && request.mode === "shared"),
    );
  }

  #grantNext(): void {
    for (const request of this.#pending) {
      if (!this.#isFree(request)) continue;
      this.#pending.delete(request);
      this.#held.add(request);
      request.begin();
    }
  }
}
