import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ROOT } from "../../bundle.ts";
import { EXERCISES } from "../read.ts";
import { openFolder } from "./folder.ts";
import { typeFaults } from "./type-faults.ts";

/** Where the packages are found. */
let root: string;
beforeEach(() => {
  mkdirSync(join(ROOT, "node_modules/.tmp"), { recursive: true });
  root = mkdtempSync(join(ROOT, "node_modules/.tmp/type-faults-"));
  put("tsconfig.json", `{ "files": [], "references": [{ "path": "./mine" }] }`);
  put(
    "mine/tsconfig.json",
    JSON.stringify({ extends: join(EXERCISES, "tsconfig.base.json"), include: ["./starter/**/*"] }),
  );
});
afterEach(() => rmSync(root, { recursive: true }));

function put(path: string, text: string): void {
  mkdirSync(join(root, path, ".."), { recursive: true });
  writeFileSync(join(root, path), text);
}

const faults = async (): Promise<readonly string[]> => typeFaults(await openFolder("mine", root));

test("what the real packages' types refuse is told with its place", { timeout: 60_000 }, async () => {
  const table = (validator: string): string =>
    `import { defineTable } from "convex/server";\nimport { v } from "convex/values";\nexport const table = defineTable({ text: ${validator} });\n`;
  put("mine/starter/schema.ts", table("v.string()"));
  expect(await faults()).toEqual([]);
  put("mine/starter/schema.ts", table("v.text()"));
  expect(await faults()).toEqual([
    expect.stringMatching(/mine\/starter\/schema\.ts\(3,\d+\): error TS2339: .*'text'/),
  ]);
  put("tsconfig.json", `{ "files": [], "references": [] }`);
  expect(await faults()).toContainEqual(
    expect.stringContaining(`has no reference to this exercise. Add { "path": "./mine" }.`),
  );
});
