/** Serves a folder on one port of 127.0.0.1, and can be slowed down, switched off and on, and given another folder. */
import { existsSync, readFileSync, statSync } from "node:fs";
import { createServer, type Server, type ServerResponse } from "node:http";
import { extname, join, normalize } from "node:path";
import { contentTypeOf } from "./serve-compressed.ts";

/** Bytes written at once by a slow site. */
const PIECE = 32_768;

export class SwitchedSite {
  /** What is served, from the next request on. */
  folder: string;
  /** Most bytes a second for each request; null: as fast as it goes. */
  bytesPerSecond: number | null = null;
  /** Sent with every file, beside those that it has. */
  headers: Readonly<Record<string, string>> = {};
  /** What a text becomes as it is served; null: what it is. */
  rewrite: ((text: string) => string) | null = null;
  /** Paths asked for, in order. */
  readonly asked: string[] = [];
  #server: Server | null = null;
  #port = 0;

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async open(folder: string): Promise<SwitchedSite> {
    const site = new SwitchedSite(folder);
    await site.switchOn();
    return site;
  }

  /** Ends in a slash. */
  get url(): string {
    return `http://127.0.0.1:${this.#port}/`;
  }

  async switchOn(): Promise<void> {
    const server = createServer((request, response) => void this.#answer(request.url ?? "/", response));
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(this.#port, "127.0.0.1", resolve);
    });
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("The site could not be served.");
    this.#port = address.port;
    this.#server = server;
  }

  /** Cuts what is under way too. */
  async switchOff(): Promise<void> {
    const server = this.#server;
    if (server === null) return;
    this.#server = null;
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  }

  async #answer(address: string, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(address, "http://127.0.0.1");
    this.asked.push(pathname);
    const path = join(this.folder, normalize(pathname.endsWith("/") ? `${pathname}index.html` : pathname));
    if (!path.startsWith(this.folder) || !existsSync(path) || !statSync(path).isFile()) {
      response.writeHead(404).end();
      return;
    }
    const file = readFileSync(path);
    const isText = /\.(?:js|html|css)$/.test(path);
    const body = this.rewrite === null || !isText ? file : Buffer.from(this.rewrite(file.toString()));
    response.writeHead(200, {
      "content-type": contentTypeOf(extname(path)),
      "content-length": body.byteLength,
      // A page in a closed frame is a stranger to its own site.
      "access-control-allow-origin": "*",
      "cache-control": pathname.includes("/assets/") ? "public, max-age=31536000, immutable" : "no-cache",
      ...this.headers,
    });
    const rate = this.bytesPerSecond;
    if (rate === null) {
      response.end(body);
      return;
    }
    for (let offset = 0; offset < body.byteLength && !response.destroyed; offset += PIECE) {
      response.write(body.subarray(offset, offset + PIECE));
      await new Promise((resolve) => setTimeout(resolve, (1000 * PIECE) / rate));
    }
    response.end();
  }
}
