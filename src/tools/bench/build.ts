/** For the benches: builds the site and the page of the deployment's bench, each into a folder of its own. */
import { rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import type { TestProject } from "vitest/node";
import { ROOT } from "../bundle.ts";
import { site } from "../site-plugin.ts";

const PAGE = fileURLToPath(new URL("./deployment-page/main.ts", import.meta.url));

declare module "vitest" {
  export interface ProvidedContext {
    /** Folder of the built site. */
    siteFolder: string;
    /** Folder of the built page that `deployment.bench.ts` opens. */
    deploymentPageFolder: string;
  }
}

export async function setup(project: TestProject): Promise<() => void> {
  const folder = join(ROOT, "node_modules/.tmp", `bench-${process.pid}`);
  const siteFolder = join(folder, "site");
  const deploymentPageFolder = join(folder, "deployment-page");
  await build({ root: ROOT, logLevel: "error", build: { outDir: siteFolder, emptyOutDir: true } });
  await build({
    configFile: false,
    root: dirname(PAGE),
    base: "./",
    logLevel: "error",
    plugins: [site()],
    worker: { format: "es", plugins: () => [site({ isWorker: true })] },
    build: {
      outDir: deploymentPageFolder,
      emptyOutDir: true,
      target: "es2022",
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 1500,
    },
  });
  project.provide("siteFolder", siteFolder);
  project.provide("deploymentPageFolder", deploymentPageFolder);
  return () => rmSync(folder, { recursive: true, force: true });
}
