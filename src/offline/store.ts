/** Stores a build, file by file: what is there already and right is kept, so that an interrupted storing goes on. */
import { failure, success, type Result } from "../base/result.ts";
import { bytesOf, type Build, type BuildFile, type StoreFailure } from "../wire/offline.ts";

/** What storing needs of `Cache`. */
export type FileCache = {
  match(url: string): Promise<Response | undefined>;
  put(url: string, response: Response): Promise<void>;
};

export type StoreParts = {
  /** URL of the site's root, ending in a slash. */
  readonly scope: string;
  /** Where the build is stored. */
  readonly cache: FileCache;
  /** Where other builds are: a file that did not change is copied, not fetched. */
  readonly others: readonly FileCache[];
  fetch(url: string, options: RequestInit): Promise<Response>;
  /** SHA-256 in hexadecimal. */
  digest(bytes: Uint8Array<ArrayBuffer>): Promise<string>;
  /** Bytes that are stored or under way. May go back when a file has to be fetched again. */
  progress(done: number): void;
};

/** Files fetched at once: few, because a learner may be loading something at the same time. */
const LANES = 3;

/** Settles when every file is stored and verified, or with the first failure. What was stored stays. */
export async function storeBuild(build: Build, parts: StoreParts): Promise<Result<number, StoreFailure>> {
  const done = new Map<string, number>();
  const advance = (file: BuildFile, bytes: number): void => {
    done.set(file.path, bytes);
    parts.progress([...done.values()].reduce((sum, count) => sum + count, 0));
  };
  const waiting = build.files.values();
  let failed: StoreFailure | null = null;

  async function lane(): Promise<void> {
    for (const file of waiting) {
      if (failed !== null) return;
      const stored = await storeFile(file, build, parts, (bytes) => advance(file, bytes));
      if (!stored.ok) failed ??= stored.error;
      else advance(file, file.bytes);
    }
  }

  await Promise.all(Array.from({ length: LANES }, lane));
  return failed === null ? success(bytesOf(build)) : failure(failed);
}

async function storeFile(
  file: BuildFile,
  { connectionAllowlist }: Build,
  parts: StoreParts,
  progress: (bytes: number) => void,
): Promise<Result<null, StoreFailure>> {
  const put = (bytes: Uint8Array<ArrayBuffer>, headers: Headers): Promise<void> =>
    parts.cache.put(url, new Response(bytes, { headers: storedHeaders(headers, connectionAllowlist) }));
  const url = new URL(file.path, parts.scope).href;
  try {
    if (await isStored(file, url, parts.cache, parts.digest)) return success(null);
    for (const other of parts.others) {
      const response = await other.match(url);
      if (response === undefined) continue;
      const bytes = new Uint8Array(await response.arrayBuffer());
      if ((await parts.digest(bytes)) !== file.sha256) continue;
      await put(bytes, response.headers);
      return success(null);
    }
  } catch (error) {
    return failure(storageFailure(error));
  }

  let code: StoreFailure = "no-network";
  // The browser's own cache may hold a file of another build under the same name: then past it.
  for (const cache of ["default", "reload"] as const) {
    const fetched = await fetchFile(url, cache, parts, progress);
    if (fetched === null) continue;
    code = "changed";
    if ((await parts.digest(fetched.bytes)) !== file.sha256) continue;
    try {
      await put(fetched.bytes, fetched.headers);
      return success(null);
    } catch (error) {
      return failure(storageFailure(error));
    }
  }
  return failure(code);
}

async function isStored(
  file: BuildFile,
  url: string,
  cache: FileCache,
  digest: StoreParts["digest"],
): Promise<boolean> {
  const response = await cache.match(url);
  if (response === undefined) return false;
  return (await digest(new Uint8Array(await response.arrayBuffer()))) === file.sha256;
}

type Fetched = { readonly bytes: Uint8Array<ArrayBuffer>; readonly headers: Headers };

/** Null when the file did not come, or not whole. */
async function fetchFile(
  url: string,
  cache: RequestCache,
  parts: StoreParts,
  progress: (bytes: number) => void,
): Promise<Fetched | null> {
  try {
    const response = await parts.fetch(url, { cache, credentials: "same-origin", priority: "low" });
    if (!response.ok || response.body === null) return null;
    const pieces: Uint8Array[] = [];
    let length = 0;
    progress(0);
    const reader = response.body.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      pieces.push(value);
      length += value.byteLength;
      progress(length);
    }
    const bytes = new Uint8Array(length);
    let offset = 0;
    for (const piece of pieces) {
      bytes.set(piece, offset);
      offset += piece.byteLength;
    }
    return { bytes, headers: response.headers };
  } catch {
    return null;
  }
}

/** The host's headers, but for those that told how the bytes travelled. */
function storedHeaders(headers: Headers, connectionAllowlist: string): Headers {
  const stored = new Headers(headers);
  for (const name of ["content-encoding", "content-length", "transfer-encoding", "vary"]) stored.delete(name);
  // What no policy inside a page can close, learner code's preconnect among it: Chromium obeys this header. It closes
  // links, too, but for those that it names.
  if (stored.get("content-type")?.startsWith("text/html") === true) {
    stored.set("connection-allowlist", connectionAllowlist);
  }
  return stored;
}

export function storageFailure(error: unknown): StoreFailure {
  return error instanceof Error && error.name === "QuotaExceededError" ? "no-space" : "denied";
}
