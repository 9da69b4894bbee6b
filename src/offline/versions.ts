/**
 * Keeps versions apart. When a version takes over, pages of the one before may be open and still ask for their own
 * files: their cache stays until the last page that was open then is gone.
 */
import { isBuildCache } from "../wire/offline.ts";

/** What is needed of `CacheStorage`. */
export type Caches = {
  keys(): Promise<readonly string[]>;
  match(url: string, options: { cacheName: string; ignoreVary: boolean }): Promise<Response | undefined>;
  open(name: string): Promise<{ put(url: string, response: Response): Promise<void> }>;
  delete(name: string): Promise<boolean>;
};

export class Versions {
  readonly #caches: Caches;
  readonly #scope: string;
  /** Name of this version's cache. */
  readonly #own: string;

  constructor(caches: Caches, scope: string, own: string) {
    this.#caches = caches;
    this.#scope = scope;
    this.#own = own;
  }

  /** Names of the caches of other versions: older ones, and newer ones that are being stored. */
  async others(): Promise<readonly string[]> {
    const names = await this.#caches.keys();
    return names.filter((name) => name !== this.#own && isBuildCache(this.#scope, name));
  }

  /** A file of this version, or of another one when this one does not have it. */
  async find(url: string): Promise<Response | undefined> {
    const own = await this.#match(this.#own, url);
    if (own !== undefined) return own;
    for (const name of await this.others()) {
      const other = await this.#match(name, url);
      if (other !== undefined) return other;
    }
    return undefined;
  }

  /** This version takes over: every other cache lives as long as one of `openPages` (client ids). */
  async supersede(openPages: readonly string[]): Promise<void> {
    for (const name of await this.others()) {
      if ((await this.#readers(name)) !== null) continue;
      const cache = await this.#caches.open(name);
      await cache.put(this.#readersUrl, new Response(JSON.stringify(openPages)));
    }
    await this.prune(openPages);
  }

  /** Deletes the superseded caches that no page of `openPages` reads any more. */
  async prune(openPages: readonly string[]): Promise<void> {
    for (const name of await this.others()) {
      const readers = await this.#readers(name);
      if (readers !== null && !openPages.some((id) => readers.includes(id))) await this.#caches.delete(name);
    }
  }

  /** Ids of the pages that were open when the version was superseded; null if it was not. */
  async #readers(name: string): Promise<readonly unknown[] | null> {
    const response = await this.#match(name, this.#readersUrl);
    if (response === undefined) return null;
    const ids: unknown = await response.json();
    return Array.isArray(ids) ? ids : [];
  }

  /** No file of a build can have this address. */
  get #readersUrl(): string {
    return `${this.#scope}?open-pages`;
  }

  #match(cacheName: string, url: string): Promise<Response | undefined> {
    return this.#caches.match(url, { cacheName, ignoreVary: true });
  }
}
