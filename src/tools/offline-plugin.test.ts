import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { listBuild, writeServiceWorker } from "./offline-plugin.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "handoff-build-"));
  mkdirSync(join(folder, "assets"));
  writeFileSync(join(folder, "index.html"), "<!doctype html>");
  writeFileSync(join(folder, "assets/index-1.js"), "1");
});
afterEach(() => rmSync(folder, { recursive: true }));

test("lists every file that a host serves but the service worker, with length and SHA-256", () => {
  writeFileSync(join(folder, "service-worker.js"), "old");
  writeFileSync(join(folder, "_headers"), "/*");
  writeFileSync(join(folder, ".nojekyll"), "");
  writeFileSync(join(folder, "assets/_shared-1.js"), "2");
  const { files } = listBuild(folder);
  expect(files).toEqual([
    { path: "assets/_shared-1.js", sha256: expect.stringMatching(/^d4735e3a265e16ee/), bytes: 1 },
    {
      path: "assets/index-1.js",
      sha256: "6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b",
      bytes: 1,
    },
    { path: "index.html", sha256: expect.stringMatching(/^[0-9a-f]{64}$/), bytes: 15 },
  ]);
});

test("knows whither the pages may open a connection: what the host is asked to say", () => {
  expect(listBuild(folder).connectionAllowlist).toBe("(response-origin)");
  const allowlist = '(response-origin "https://clerk.com/*")';
  writeFileSync(join(folder, "_headers"), `# Why.\n/*\n  X: y\n  Connection-Allowlist: ${allowlist}\n`);
  expect(listBuild(folder).connectionAllowlist).toBe(allowlist);
});

test("the same files are the same version; a changed byte or name is another", () => {
  const first = listBuild(folder).version;
  expect(listBuild(folder).version).toBe(first);
  writeFileSync(join(folder, "index.html"), "<!doctype HTML>");
  const second = listBuild(folder).version;
  expect(second).not.toBe(first);
  writeFileSync(join(folder, "index.html"), "<!doctype html>");
  rmSync(join(folder, "assets/index-1.js"));
  writeFileSync(join(folder, "assets/index-2.js"), "1");
  expect([first, second]).not.toContain(listBuild(folder).version);
});

test("the service worker is one script that knows the list", async () => {
  await writeServiceWorker(folder);
  const code = readFileSync(join(folder, "service-worker.js"), "utf8");
  expect(code).toContain(listBuild(folder).version);
  expect(code).toContain("assets/index-1.js");
  expect(code).not.toMatch(/\bimport[\s("']/);
  // A build, on a machine that may be busy.
}, 30_000);
