/**
 * Workers of the learner's: a few, and none started by another. A worker that starts workers is more than any watch can
 * follow, and threads that spin take the cores from the page.
 */

/** Clerk has one. */
const MOST_AT_ONCE = 4;

/** Runs before the code of each: there is no other way to the constructor in a worker. */
const PRELUDE = `delete self.Worker;`;

/** Replaces the constructor for good. Blobs behind an address are known by where the address was made. */
export function limitWorkers(realm: typeof globalThis): void {
  const { Worker: Native, Blob: NativeBlob, URL: Urls } = realm;
  const createUrl = Urls.createObjectURL.bind(Urls);
  const revokeUrl = Urls.revokeObjectURL.bind(Urls);
  const { construct } = realm.Reflect;
  const terminate = Native.prototype.terminate;
  const blobs = new Map<string, Blob>();
  const live = new Set<Worker>();

  Urls.createObjectURL = (source: Blob | MediaSource) => {
    const url = createUrl(source);
    if (source instanceof NativeBlob) blobs.set(url, source);
    return url;
  };
  Urls.revokeObjectURL = (url: string) => {
    blobs.delete(url);
    revokeUrl(url);
  };

  function LimitedWorker(url: string | URL, options?: WorkerOptions): Worker {
    if (new.target === undefined) throw new TypeError("Worker must be called with new.");
    if (live.size >= MOST_AT_ONCE) {
      throw new Error(`An app in the sandbox has no more than ${MOST_AT_ONCE} workers at once.`);
    }
    const code = blobs.get(String(url));
    if (code === undefined) throw new Error("A worker in the sandbox is started from a blob: URL.");
    const started = createUrl(new NativeBlob([PRELUDE, code], { type: "text/javascript" }));
    const worker = construct(Native, [started, options], new.target) as Worker;
    revokeUrl(started);
    live.add(worker);
    return worker;
  }
  LimitedWorker.prototype = Native.prototype;
  Native.prototype.constructor = LimitedWorker;
  Native.prototype.terminate = function (this: Worker) {
    live.delete(this);
    terminate.call(this);
  };
  // A worklet is a thread, too, and an app here needs none.
  const { Worklet } = realm as { readonly Worklet?: { readonly prototype: object } };
  if (Worklet !== undefined) Reflect.deleteProperty(Worklet.prototype, "addModule");
  Object.defineProperty(realm, "Worker", { value: LimitedWorker, writable: false, configurable: false });
}
