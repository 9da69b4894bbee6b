/** Serves a built site the way a good host does: gzip, long caching for hashed names. For measurements. */
import { createServer } from "node:http";
import { existsSync, readFileSync, statSync } from "node:fs";
import { extname, join, normalize } from "node:path";
import { gzipSync } from "node:zlib";

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".wasm": "application/wasm",
  ".svg": "image/svg+xml",
  ".json": "application/json",
  ".txt": "text/plain; charset=utf-8",
};

export function contentTypeOf(extension: string): string {
  return TYPES[extension] ?? "application/octet-stream";
}

export type CompressedSite = {
  readonly url: string;
  /** Compressed bytes by path, in the order in which they were asked for. */
  readonly sent: { path: string; bytes: number }[];
  close(): Promise<void>;
};

export async function serveCompressed(folder: string): Promise<CompressedSite> {
  const compressed = new Map<string, Buffer>();
  const sent: CompressedSite["sent"] = [];
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://127.0.0.1");
    const path = join(folder, normalize(pathname === "/" ? "/index.html" : pathname));
    if (!path.startsWith(folder) || !existsSync(path) || !statSync(path).isFile()) {
      response.writeHead(404).end();
      return;
    }
    const body = compressed.get(path) ?? gzipSync(readFileSync(path), { level: 9 });
    compressed.set(path, body);
    sent.push({ path: pathname, bytes: body.length });
    response.writeHead(200, {
      "content-type": contentTypeOf(extname(path)),
      "content-encoding": "gzip",
      "cache-control": pathname.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "no-cache",
    });
    response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The site could not be served.");
  return {
    url: `http://127.0.0.1:${address.port}/`,
    sent,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
