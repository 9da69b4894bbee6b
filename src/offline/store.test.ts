import { describe, expect, test } from "vitest";
import { hexadecimal } from "../base/random.ts";
import type { Build } from "../wire/offline.ts";
import { storeBuild, type FileCache, type StoreParts } from "./store.ts";

const SCOPE = "https://school.example/";

async function digest(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return hexadecimal(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)));
}

class MemoryCache implements FileCache {
  readonly stored = new Map<string, Response>();
  /** Thrown by the next `put`. */
  refusal: Error | null = null;

  async match(url: string): Promise<Response | undefined> {
    return this.stored.get(url)?.clone();
  }

  async put(url: string, response: Response): Promise<void> {
    if (this.refusal !== null) throw this.refusal;
    this.stored.set(url, response);
  }

  async texts(): Promise<Record<string, string>> {
    const entries = await Promise.all(
      [...this.stored].map(async ([url, response]) => [
        url.slice(SCOPE.length),
        await response.clone().text(),
      ]),
    );
    return Object.fromEntries(entries) as Record<string, string>;
  }
}

type Texts = Readonly<Record<string, string>>;

async function buildOf(texts: Texts): Promise<Build> {
  const files = await Promise.all(
    Object.entries(texts).map(async ([path, text]) => {
      const bytes = new TextEncoder().encode(text);
      return { path, sha256: await digest(bytes), bytes: bytes.byteLength };
    }),
  );
  return { version: "1", files, connectionAllowlist: '(response-origin "https://jose.example/*")' };
}

/** A host with these texts, and what it was asked for as `path` or, past the browser's cache, `path!`. */
function stage(texts: Texts, others: readonly FileCache[] = []) {
  const cache = new MemoryCache();
  const asked: string[] = [];
  const progress: number[] = [];
  const parts: StoreParts = {
    scope: SCOPE,
    cache,
    others,
    digest,
    progress: (done) => progress.push(done),
    async fetch(url, options) {
      const path = url.slice(SCOPE.length);
      asked.push(options.cache === "reload" ? `${path}!` : path);
      const text = texts[path];
      if (text === undefined) return new Response(null, { status: 404 });
      const type = path.endsWith(".html") ? "text/html; charset=utf-8" : "text/plain";
      return new Response(text, {
        headers: { "content-type": type, "content-encoding": "gzip", "content-length": "1", vary: "origin" },
      });
    },
  };
  return { cache, asked, progress, parts };
}

const TEXTS = { "index.html": "<!doctype html>", "a.txt": "alpha", "b.txt": "beta", "c.txt": "gamma" };
const BYTES = 15 + 5 + 4 + 5;

describe("storing a build", () => {
  test("stores every file, and its last word is the whole", async () => {
    const { cache, parts, progress } = stage(TEXTS);
    expect(await storeBuild(await buildOf(TEXTS), parts)).toEqual({ ok: true, value: BYTES });
    expect(await cache.texts()).toEqual(TEXTS);
    expect(progress.at(-1)).toBe(BYTES);
    expect(Math.max(...progress)).toBe(BYTES);
  });

  test("keeps the headers that are about the file, not about its journey", async () => {
    const { cache, parts } = stage(TEXTS);
    await storeBuild(await buildOf(TEXTS), parts);
    const headers = (path: string): Record<string, string> =>
      Object.fromEntries(cache.stored.get(SCOPE + path)?.headers ?? []);
    expect(headers("a.txt")).toEqual({ "content-type": "text/plain" });
    expect(headers("index.html")).toEqual({
      "content-type": "text/html; charset=utf-8",
      "connection-allowlist": '(response-origin "https://jose.example/*")',
    });
  });

  test("goes on where it was interrupted, and mends what is not the file of this build", async () => {
    const { cache, asked, parts } = stage(TEXTS);
    cache.stored.set(`${SCOPE}a.txt`, new Response("alpha"));
    cache.stored.set(`${SCOPE}b.txt`, new Response("bet"));
    expect((await storeBuild(await buildOf(TEXTS), parts)).ok).toBe(true);
    expect(asked.toSorted()).toEqual(["b.txt", "c.txt", "index.html"]);
    expect(await cache.texts()).toEqual(TEXTS);
  });

  test("copies from another build what did not change", async () => {
    const other = new MemoryCache();
    other.stored.set(`${SCOPE}a.txt`, new Response("alpha", { headers: { "content-type": "text/plain" } }));
    other.stored.set(`${SCOPE}b.txt`, new Response("the old beta"));
    const { cache, asked, parts } = stage(TEXTS, [other]);
    expect((await storeBuild(await buildOf(TEXTS), parts)).ok).toBe(true);
    expect(asked.toSorted()).toEqual(["b.txt", "c.txt", "index.html"]);
    expect(cache.stored.get(`${SCOPE}a.txt`)?.headers.get("content-type")).toBe("text/plain");
  });

  test("asks past the browser's cache once when a file is another one, then says that the site changed", async () => {
    const { cache, asked, parts } = stage({ ...TEXTS, "a.txt": "new alpha" });
    expect(await storeBuild(await buildOf(TEXTS), parts)).toEqual({ ok: false, error: "changed" });
    expect(asked.filter((path) => path.startsWith("a.txt"))).toEqual(["a.txt", "a.txt!"]);
    expect(cache.stored.has(`${SCOPE}a.txt`)).toBe(false);
  });

  test("says that a file could not be had", async () => {
    const { "c.txt": _, ...rest } = TEXTS;
    const { parts } = stage(rest);
    expect(await storeBuild(await buildOf(TEXTS), parts)).toEqual({ ok: false, error: "no-network" });
  });

  test.each([
    ["QuotaExceededError", "no-space"],
    ["NotAllowedError", "denied"],
  ])("a %s of the storage is %s", async (name, code) => {
    const { cache, parts } = stage(TEXTS);
    cache.refusal = new DOMException("refused", name);
    expect(await storeBuild(await buildOf(TEXTS), parts)).toEqual({ ok: false, error: code });
  });
});
