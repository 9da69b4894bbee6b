/** For the Chromium tests: builds the site once and serves it on a free port of 127.0.0.1. */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { build, preview } from "vite";
import type { TestProject } from "vitest/node";
import { ROOT } from "../bundle.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** Address of the built site, ending in a slash. */
    siteUrl: string;
    /** Folder of the built site. */
    siteFolder: string;
  }
}

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  // Its own folder: two test runs at once must not build over each other.
  const outDir = join(ROOT, "node_modules/.tmp", `site-${process.pid}`);
  const shared = { root: ROOT, logLevel: "error", build: { outDir, emptyOutDir: true } } as const;
  await build(shared);
  const server = await preview({ ...shared, preview: { host: "127.0.0.1", port: 0, strictPort: false } });
  const url = server.resolvedUrls?.local[0];
  if (url === undefined) throw new Error("The site could not be served.");
  project.provide("siteUrl", url);
  project.provide("siteFolder", outDir);
  return async () => {
    await server.close();
    rmSync(outDir, { recursive: true, force: true });
  };
}
