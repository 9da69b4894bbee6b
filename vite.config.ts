import { defineConfig } from "vitest/config";
import { embed } from "./src/tools/embed-plugin.ts";
import { offeredHeaders } from "./src/tools/offered-headers.ts";
import { offline } from "./src/tools/offline-plugin.ts";
import { site } from "./src/tools/site-plugin.ts";

export default defineConfig({
  base: "./",
  plugins: [site(), embed(), offline()],
  preview: { cors: { origin: "*" }, headers: offeredHeaders() },
  // Workers are entries, too: a package found late makes the development server reload the page.
  optimizeDeps: { entries: ["index.html", "src/*/worker.ts"] },
  build: { target: "es2022", assetsInlineLimit: 0, chunkSizeWarningLimit: 1500 },
  // One classic script each: it must also run from its text alone, see `src/run/trusted-worker.ts`.
  worker: { format: "iife", plugins: () => [site({ isWorker: true })] },
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: "node",
          include: ["src/**/*.test.{ts,tsx}"],
          exclude: ["src/**/*.browser.test.ts"],
          // Modules are loaded once a worker, which takes two thirds of the time away. What a test replaces it puts back.
          isolate: false,
          // One is busy with exercises, which wait.
          maxWorkers: 2,
          // Exercises are judged with real waits: more at once would only make each of them late.
          maxConcurrency: 3,
        },
      },
      {
        extends: true,
        test: {
          name: "chromium",
          include: ["src/**/*.browser.test.ts"],
          globalSetup: ["src/tools/testing/site.ts"],
          isolate: false,
          // After the Node tests. A page waits as much as it computes: three keep two cores busy.
          sequence: { groupOrder: 1 },
          maxWorkers: 3,
          // A whole browser on a machine that others use as well may be late once. A fault is there twice.
          retry: 1,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: "bench",
          include: ["src/tools/bench/*.bench.ts"],
          globalSetup: ["src/tools/bench/build.ts"],
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
