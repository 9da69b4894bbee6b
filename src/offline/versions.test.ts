import { beforeEach, describe, expect, test } from "vitest";
import { cacheNameOf } from "../wire/offline.ts";
import { Versions, type Caches } from "./versions.ts";

const SCOPE = "https://school.example/handoff/";
const name = (version: string): string => cacheNameOf(SCOPE, version);

class MemoryCaches implements Caches {
  readonly stored = new Map<string, Map<string, Response>>();

  set(cacheName: string, texts: Readonly<Record<string, string>>): void {
    const entries = Object.entries(texts).map(([path, text]): [string, Response] => [
      SCOPE + path,
      new Response(text),
    ]);
    this.stored.set(cacheName, new Map(entries));
  }

  keys = async (): Promise<readonly string[]> => [...this.stored.keys()];
  match: Caches["match"] = async (url, { cacheName }) => this.stored.get(cacheName)?.get(url)?.clone();
  delete = async (cacheName: string): Promise<boolean> => this.stored.delete(cacheName);
  open: Caches["open"] = async (cacheName) => {
    const cache = this.stored.get(cacheName) ?? new Map<string, Response>();
    this.stored.set(cacheName, cache);
    return { put: async (url, response) => void cache.set(url, response) };
  };
}

let caches: MemoryCaches;
let second: Versions;
beforeEach(() => {
  caches = new MemoryCaches();
  caches.set(name("1"), { "index.html": "one", "assets/x-1.js": "x1" });
  caches.set(name("2"), { "index.html": "two", "assets/x-2.js": "x2" });
  caches.set("handoff:/another/:1", { "index.html": "a site beside this one" });
  caches.set("someone-else", {});
  second = new Versions(caches, SCOPE, name("2"));
});

const textOf = async (path: string): Promise<string | undefined> => (await second.find(SCOPE + path))?.text();

describe("two versions at once", () => {
  test("each file comes from the newer one, and an old page's own files from the older one", async () => {
    await second.supersede(["page-a"]);
    expect(await textOf("index.html")).toBe("two");
    expect(await textOf("assets/x-1.js")).toBe("x1");
    expect(await textOf("assets/x-0.js")).toBeUndefined();
  });

  test("the older one stays until the last page that was open then is gone", async () => {
    await second.supersede(["page-a", "page-b"]);
    await second.prune(["page-b", "page-c"]);
    expect(caches.stored.has(name("1"))).toBe(true);
    await second.prune(["page-c"]);
    expect(caches.stored.has(name("1"))).toBe(false);
  });

  test("it goes at once when no page was open", async () => {
    await second.supersede([]);
    expect([...caches.stored.keys()]).toEqual([name("2"), "handoff:/another/:1", "someone-else"]);
  });

  test("pages opened since do not keep it, though another version takes over after that", async () => {
    await second.supersede(["page-a"]);
    caches.set(name("3"), { "index.html": "three" });
    const third = new Versions(caches, SCOPE, name("3"));
    await third.supersede(["page-b"]);
    expect(caches.stored.has(name("1"))).toBe(false);
    expect(caches.stored.has(name("2"))).toBe(true);
  });

  test("a version that is being stored is never taken for an old one", async () => {
    caches.set(name("3"), { "index.html": "three" });
    await second.prune(["page-a"]);
    expect(caches.stored.has(name("3"))).toBe(true);
  });
});
