import { beforeEach, describe, expect, test } from "vitest";
import type { OfflineReport, OfflineState } from "../../wire/offline.ts";
import { createChoice } from "./choice.ts";
import { Offline } from "./offline.ts";
import { failureSentence, INTERRUPTED, UNSUPPORTED } from "./sentences.ts";

const SCOPE = "https://school.example/handoff/";
const FOREIGN_SCOPE = "https://school.example/";

/** A service worker as the page sees it. */
class Worker extends EventTarget {
  state: ServiceWorkerState = "installing";
  readonly heard: unknown[] = [];

  postMessage(message: unknown): void {
    this.heard.push(message);
  }

  become(state: ServiceWorkerState): void {
    this.state = state;
    this.dispatchEvent(new Event("statechange"));
  }
}

class Registration extends EventTarget {
  readonly scope: string = SCOPE;
  installing: Worker | null = null;
  waiting: Worker | null = null;
  active: Worker | null = null;
  isRegistered = true;

  constructor(parts: Partial<Pick<Registration, "installing" | "waiting" | "active" | "scope">> = {}) {
    super();
    Object.assign(this, parts);
  }

  async unregister(): Promise<boolean> {
    this.isRegistered = false;
    return true;
  }

  /** A new version begins to be installed. */
  update(): Worker {
    this.installing = new Worker();
    this.dispatchEvent(new Event("updatefound"));
    return this.installing;
  }
}

class Container extends EventTarget {
  found: Registration | undefined;
  register: () => Promise<Registration> = () => Promise.reject(new Error("not expected"));
  getRegistration: () => Promise<Registration | undefined> = async () => this.found;

  startMessages(): void {}

  async say(source: Worker, data: OfflineReport): Promise<void> {
    this.dispatchEvent(Object.assign(new Event("message"), { data, source }));
    await settled();
  }
}

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

let container: Container;
let shown: OfflineState[];
let reloads: number;
let run: { isBusy: boolean; end: () => void };
let caches: Set<string>;
let quiet: () => void;

beforeEach(() => {
  container = new Container();
  shown = [];
  reloads = 0;
  run = { isBusy: false, end: () => undefined };
  caches = new Set(["handoff:/handoff/:1", "handoff:/other/:1", "someone-else"]);
});

function open({ storesByItself = false } = {}): Offline {
  const items = new Map<string, string>();
  return new Offline({
    container: container as unknown as ServiceWorkerContainer,
    caches: { keys: async () => [...caches], delete: async (name) => caches.delete(name) },
    scope: SCOPE,
    choice: createChoice(() => ({
      getItem: (key) => items.get(key) ?? null,
      setItem: (key, value) => void items.set(key, value),
      removeItem: (key) => void items.delete(key),
    })),
    runs: {
      isBusy: () => run.isBusy,
      whenOver: () => (run.isBusy ? new Promise((resolve) => (run.end = resolve)) : Promise.resolve()),
    },
    storesByItself,
    whenQuiet: () => new Promise((resolve) => (quiet = resolve)),
    reload: () => (reloads += 1),
    show: (state) => shown.push(state),
  });
}

const last = (): OfflineState | undefined => shown.at(-1);

describe("a first visit", () => {
  test("stores in a quiet moment, tells how far it is, and is ready only when the active worker says so", async () => {
    const registration = new Registration({ installing: new Worker() });
    const worker = registration.installing ?? new Worker();
    container.register = async () => registration;
    void open({ storesByItself: true }).start();
    await settled();
    expect(last()).toEqual({ type: "absent" });
    quiet();
    await settled();
    await container.say(worker, { type: "storing", done: 5, total: 10 });
    expect(last()).toEqual({ type: "storing", done: 5, total: 10 });
    Object.assign(registration, { installing: null, active: worker });
    worker.become("activated");
    expect(worker.heard).toEqual([{ type: "tell" }]);
    expect(last()).toEqual({ type: "storing", done: 5, total: 10 });
    await container.say(worker, { type: "stored", bytes: 10 });
    expect(last()).toEqual({ type: "ready", bytes: 10 });
  });

  test("waits to be asked where it does not store by itself", async () => {
    await open().start();
    expect(shown).toEqual([{ type: "absent" }]);
  });

  test("takes no notice of a site above this one", async () => {
    container.found = new Registration({ active: new Worker(), scope: FOREIGN_SCOPE });
    await open().start();
    expect(shown).toEqual([{ type: "absent" }]);
  });
});

describe("a failure", () => {
  async function failing(): Promise<{ registration: Registration; worker: Worker }> {
    const worker = new Worker();
    const registration = new Registration({ installing: worker });
    container.register = async () => registration;
    const offline = open();
    await offline.start();
    await offline.store();
    return { registration, worker };
  }
  const reason = { type: "error", message: failureSentence("no-space") };

  test("is told with its reason when that is heard first", async () => {
    const { registration, worker } = await failing();
    await container.say(worker, { type: "failed", code: "no-space" });
    registration.installing = null;
    worker.become("redundant");
    expect(last()).toEqual(reason);
  });

  test("is told with its reason when the worker's end is heard first", async () => {
    const { registration, worker } = await failing();
    registration.installing = null;
    worker.become("redundant");
    expect(last()).toEqual({ type: "error", message: INTERRUPTED });
    await container.say(worker, { type: "failed", code: "no-space" });
    expect(last()).toEqual(reason);
  });

  test("of a worker that is gone before it could be followed is told too", async () => {
    container.register = async () => new Registration();
    const offline = open();
    await offline.start();
    await offline.store();
    expect(last()).toEqual({ type: "error", message: INTERRUPTED });
  });

  test.each([
    [
      "the script does not come",
      new TypeError("Failed to fetch"),
      { type: "error", message: failureSentence("no-network") },
    ],
    [
      "storage is denied",
      new DOMException("denied", "SecurityError"),
      { type: "unsupported", reason: UNSUPPORTED },
    ],
  ])("to register: %s", async (_, error, state) => {
    container.register = () => Promise.reject(error);
    const offline = open();
    await offline.start();
    await offline.store();
    expect(last()).toEqual(state);
  });

  test("to read the registrations is not supported", async () => {
    container.getRegistration = () => Promise.reject(new DOMException("denied", "SecurityError"));
    await open({ storesByItself: true }).start();
    expect(shown).toEqual([{ type: "unsupported", reason: UNSUPPORTED }]);
  });
});

describe("a stored site", () => {
  let registration: Registration;
  let active: Worker;
  let offline: Offline;
  beforeEach(async () => {
    active = new Worker();
    registration = new Registration({ active });
    container.found = registration;
    offline = open({ storesByItself: true });
    await offline.start();
    await container.say(active, { type: "stored", bytes: 10 });
  });

  /** A new version that is stored whole. */
  function nextVersion(): Worker {
    const worker = registration.update();
    Object.assign(registration, { installing: null, waiting: worker });
    worker.become("installed");
    return worker;
  }

  test("stays ready while a new version is stored, and when that fails", async () => {
    const worker = registration.update();
    await container.say(worker, { type: "storing", done: 1, total: 20 });
    await container.say(worker, { type: "failed", code: "no-network" });
    registration.installing = null;
    worker.become("redundant");
    expect(last()).toEqual({ type: "ready", bytes: 10 });
  });

  test("offers a new version and changes to it only when it is accepted", async () => {
    const worker = nextVersion();
    expect(last()).toEqual({ type: "update-ready", isAccepted: false });
    expect(worker.heard).toEqual([]);
    await offline.accept();
    expect(worker.heard).toEqual([{ type: "activate" }]);
    expect(reloads).toBe(0);
    container.dispatchEvent(new Event("controllerchange"));
    expect(reloads).toBe(1);
  });

  test("puts an accepted update off until the run is over", async () => {
    const worker = nextVersion();
    run.isBusy = true;
    void offline.accept();
    await settled();
    expect(last()).toEqual({ type: "update-ready", isAccepted: true });
    expect(worker.heard).toEqual([]);
    run.end();
    await settled();
    expect(worker.heard).toEqual([{ type: "activate" }]);
  });

  test("is not loaded again when another page has accepted; the offer stays, and then only loads", async () => {
    const worker = nextVersion();
    Object.assign(registration, { waiting: null, active: worker });
    worker.become("activated");
    container.dispatchEvent(new Event("controllerchange"));
    expect(reloads).toBe(0);
    expect(last()).toEqual({ type: "update-ready", isAccepted: false });
    await offline.accept();
    expect(reloads).toBe(1);
  });

  test("stores again, in a quiet moment, what someone else has deleted", async () => {
    container.register = async () => registration;
    await container.say(active, { type: "incomplete" });
    expect(last()).toEqual({ type: "absent" });
    quiet();
    await settled();
    expect(active.heard.at(-1)).toEqual({ type: "store" });
    await container.say(active, { type: "stored", bytes: 10 });
    expect(last()).toEqual({ type: "ready", bytes: 10 });
  });

  test("removes its own caches and nobody else's, and does not come back by itself", async () => {
    await offline.remove();
    expect(registration.isRegistered).toBe(false);
    expect([...caches]).toEqual(["handoff:/other/:1", "someone-else"]);
    expect(last()).toEqual({ type: "absent" });
    await container.say(active, { type: "incomplete" });
    expect(last()).toEqual({ type: "absent" });
  });

  test("is stored again only when what is being removed is gone, and is not called absent meanwhile", async () => {
    let isGone = (): void => undefined;
    registration.unregister = () => new Promise((resolve) => (isGone = () => resolve(true)));
    const removing = offline.remove();
    container.register = async () => registration;
    const storing = offline.store();
    await settled();
    expect(active.heard).toEqual([{ type: "tell" }]);
    expect(caches).toContain("handoff:/handoff/:1");
    isGone();
    await Promise.all([removing, storing]);
    expect(caches).not.toContain("handoff:/handoff/:1");
    expect(active.heard).toEqual([{ type: "tell" }, { type: "tell" }, { type: "store" }]);
    await container.say(active, { type: "incomplete" });
    expect(last()).toMatchObject({ type: "storing" });
    await container.say(active, { type: "failed", code: "no-network" });
    expect(last()).toEqual({ type: "error", message: failureSentence("no-network") });
  });
});
