/** Which requests the service worker answers, and with which file of the build. */

/** What an answer depends on: a part of `Request`. */
export type Asked = { readonly method: string; readonly url: string; readonly headers: Headers };

export type Answer =
  /** Leave it to the browser. */
  | { readonly type: "none" }
  /** URL under which the file is stored. */
  | { readonly type: "file"; readonly url: string }
  /** Not of this build, but perhaps of the one that an older open page came from. */
  | { readonly type: "older-file"; readonly url: string };

/** Folder of files whose names change with their contents. */
const HASHED = "assets/";

/** `scope`: URL of the site's root, ending in a slash; `paths`: of the files of this build. */
export function answerTo(asked: Asked, scope: string, paths: ReadonlySet<string>): Answer {
  if (asked.method !== "GET" || asked.headers.has("range")) return { type: "none" };
  const path = pathOf(asked.url, scope);
  if (path === null) return { type: "none" };
  const url = new URL(path, scope).href;
  if (paths.has(path)) return { type: "file", url };
  return path.startsWith(HASHED) ? { type: "older-file", url } : { type: "none" };
}

/** Path of the file that an address names; null outside the site. What follows `?` is the page's own affair. */
function pathOf(address: string, scope: string): string | null {
  const { origin, pathname } = new URL(address);
  if (!`${origin}${pathname}`.startsWith(scope)) return null;
  const path = `${origin}${pathname}`.slice(scope.length);
  return path === "" || path.endsWith("/") ? `${path}index.html` : path;
}
