import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { bundleEmbed } from "./bundle.ts";

test("embed.js is at most 2 KB and one file", async () => {
  for (const sitePath of [".", "../.."]) {
    const { code, packages } = await bundleEmbed(sitePath);
    expect(gzipSync(code, { level: 9 }).byteLength).toBeLessThanOrEqual(2048);
    expect(packages).toEqual([]);
    expect(code).not.toMatch(/\bimport\s*[("{*]/);
  }
  // Two builds, on a machine that may be busy.
}, 30_000);
