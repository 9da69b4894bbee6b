/** The page's half of offline use: registers the service worker, follows it, and tells how it stands. */
import {
  isBuildCache,
  parseOfflineReport,
  type OfflineCommand,
  type OfflineReport,
  type OfflineState,
} from "../../wire/offline.ts";
import type { Choice } from "./choice.ts";
import type { Runs } from "./runs.ts";
import { failureSentence, INTERRUPTED, UNSUPPORTED } from "./sentences.ts";

export type OfflineParts = {
  readonly container: ServiceWorkerContainer;
  readonly caches: Pick<CacheStorage, "keys" | "delete">;
  /** URL of the site's root, ending in a slash. */
  readonly scope: string;
  readonly choice: Choice;
  readonly runs: Runs;
  /** Whether the page may store the site without being asked. */
  readonly storesByItself: boolean;
  /** Settles when nothing is going on that storing could disturb. */
  whenQuiet(): Promise<void>;
  reload(): void;
  show(state: OfflineState): void;
};

export class Offline {
  readonly #parts: OfflineParts;
  #state: OfflineState = { type: "unknown" };
  #registration: ServiceWorkerRegistration | null = null;
  /** The removal that was asked for last, which may be under way. */
  #removal: Promise<void> = Promise.resolve();

  constructor(parts: OfflineParts) {
    this.#parts = parts;
  }

  /** Finds out how it stands, and stores the site in a quiet moment if that is wanted. Never rejects. */
  async start(): Promise<void> {
    const { container, storesByItself, choice } = this.#parts;
    try {
      container.addEventListener("message", (event) => void this.#hear(event));
      container.startMessages();
      await this.#find();
    } catch {
      // Reading the registrations throws where storage is denied.
      this.#show({ type: "unsupported", reason: UNSUPPORTED });
      return;
    }
    if (this.#registration !== null || !storesByItself || choice.isRemoved()) return;
    await this.#storeWhenQuiet();
  }

  /** Stores the site, or what is missing of it. */
  async store(): Promise<void> {
    const { container, choice, scope } = this.#parts;
    choice.setRemoved(false);
    this.#show({ type: "storing", done: 0, total: 0 });
    // A file that is found where it belongs must not be taken away after that.
    await this.#removal;
    try {
      const url = new URL("service-worker.js", scope).href;
      this.#follow(await container.register(url, { scope, updateViaCache: "none" }));
    } catch (error) {
      // A TypeError means that the script did not come; everything else, that registering is not allowed.
      if (error instanceof TypeError) this.#fail(failureSentence("no-network"));
      else this.#show({ type: "unsupported", reason: UNSUPPORTED });
      return;
    }
    // Nothing is installed again when a worker is there: it is told to look for what is missing.
    const { active, installing } = this.#registration ?? {};
    if (active && !installing) tell(active, { type: "store" });
  }

  /** Takes every stored file away, and remembers that this was wanted. */
  async remove(): Promise<void> {
    this.#parts.choice.setRemoved(true);
    const registration = this.#registration;
    this.#registration = null;
    this.#show({ type: "absent" });
    this.#removal = this.#takeAway(registration);
    await this.#removal;
  }

  async #takeAway(registration: ServiceWorkerRegistration | null): Promise<void> {
    const { caches, scope } = this.#parts;
    try {
      await registration?.unregister();
      for (const name of await caches.keys()) {
        if (isBuildCache(scope, name)) await caches.delete(name);
      }
    } catch {
      this.#fail(
        "The browser did not let the stored files be removed. Clear this site's data in its settings.",
      );
    }
  }

  /** Changes to the new version and loads the page again; after the run, if one is under way. */
  async accept(): Promise<void> {
    const { runs, container, reload } = this.#parts;
    if (this.#state.type !== "update-ready" || this.#state.isAccepted) return;
    this.#show({ type: "update-ready", isAccepted: true });
    await runs.whenOver();
    const waiting = this.#registration?.waiting ?? null;
    // Another page has changed over already: this one only has to follow.
    if (waiting === null) return reload();
    container.addEventListener("controllerchange", reload, { once: true });
    tell(waiting, { type: "activate" });
  }

  async #storeWhenQuiet(): Promise<void> {
    await this.#parts.whenQuiet();
    if (this.#state.type === "absent" && !this.#parts.choice.isRemoved()) await this.store();
  }

  async #find(): Promise<void> {
    const { container, scope } = this.#parts;
    const found = await container.getRegistration(scope);
    // A site above this one may have a worker whose scope holds this page too.
    if (found?.scope === scope) this.#follow(found);
    else this.#show({ type: "absent" });
  }

  #follow(registration: ServiceWorkerRegistration): void {
    if (this.#registration === registration) return;
    this.#registration = registration;
    registration.addEventListener("updatefound", () => this.#followInstalling(registration));
    this.#followInstalling(registration);
    if (registration.active === null) {
      if (registration.installing === null && registration.waiting === null) this.#lose();
      return;
    }
    if (registration.waiting !== null) this.#show({ type: "update-ready", isAccepted: false });
    else tell(registration.active, { type: "tell" });
  }

  #followInstalling(registration: ServiceWorkerRegistration): void {
    const worker = registration.installing;
    if (worker === null) return;
    const isUpdate = registration.active !== null;
    const isNews = this.#state.type === "unknown" || this.#state.type === "absent";
    if (!isUpdate && isNews) this.#show({ type: "storing", done: 0, total: 0 });
    worker.addEventListener("statechange", () => {
      if (this.#registration !== registration) return;
      if (worker.state === "installed" && isUpdate) this.#show({ type: "update-ready", isAccepted: false });
      if (worker.state === "activated" && !isUpdate) tell(worker, { type: "tell" });
      if (worker.state === "redundant" && !isUpdate) this.#lose();
    });
  }

  /** What was being installed is gone; if it said why, that stays on the screen. */
  #lose(): void {
    this.#registration = null;
    if (this.#state.type === "storing") this.#fail(INTERRUPTED);
  }

  async #hear({ data, source }: MessageEvent): Promise<void> {
    const report = parseOfflineReport(data);
    if (report === null) return;
    // Another page of the site began to store it.
    if (this.#registration === null && report.type === "storing" && this.#state.type === "absent") {
      if (!this.#parts.choice.isRemoved()) await this.#find().catch(() => undefined);
    }
    const active = this.#registration?.active ?? null;
    // A new version stores itself without a word; it is offered when it is whole.
    if (active !== null && source !== active) return;
    // Why storing failed may be heard before it is known who failed, or after that one is gone.
    const isAwaited = this.#state.type === "storing" || this.#state.type === "error";
    if (this.#registration !== null || (report.type === "failed" && isAwaited)) this.#apply(report);
  }

  #apply(report: OfflineReport): void {
    switch (report.type) {
      case "storing":
        return this.#show(report);
      case "stored":
        if (this.#state.type === "update-ready") return;
        return this.#show({ type: "ready", bytes: report.bytes });
      case "incomplete":
        // It was asked before storing began again, whose outcome is still to come.
        if (this.#state.type === "storing") return;
        this.#show({ type: "absent" });
        if (this.#parts.storesByItself) void this.#storeWhenQuiet();
        return;
      case "failed":
        return this.#fail(failureSentence(report.code));
      default:
        report satisfies never;
    }
  }

  #fail(message: string): void {
    this.#show({ type: "error", message });
  }

  #show(state: OfflineState): void {
    this.#state = state;
    this.#parts.show(state);
  }
}

function tell(worker: ServiceWorker, command: OfflineCommand): void {
  worker.postMessage(command);
}
