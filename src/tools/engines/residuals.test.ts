import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ROOT } from "../bundle.ts";
import { ATTEMPTS } from "./matrix.ts";
import { NOT_LIVE } from "./not-live.ts";
import { isResidual, RESIDUALS } from "./residuals.ts";

const names = ATTEMPTS.map(({ name }) => name);

test("every attempt has a name of its own, and every list names only attempts", () => {
  expect(new Set(names).size).toBe(names.length);
  const listed = [...RESIDUALS.flatMap(({ rows }) => rows), ...Object.values(NOT_LIVE).flat()];
  expect(listed.filter((name) => !names.includes(name))).toEqual([]);
});

test("README's limits name every residual and count the attempts", () => {
  const readme = readFileSync(join(ROOT, "README.md"), "utf8").replaceAll(/\s+/g, " ");
  const limits = /## Limits (.*)$/.exec(readme)?.[1] ?? "";
  for (const { inReadme } of RESIDUALS) expect(limits).toContain(inReadme);
  expect(limits).toContain(`tries ${ATTEMPTS.length} ways out of the sandbox`);
});

test("a residual is a bare connection or the lookup of a name, of the rows it names, where no header closes it", () => {
  expect(isResidual("chromium", "link_preconnect", ["connection"], false)).toBe(true);
  expect(isResidual("chromium", "preconnect_dns", ["lookup of a.attempt.test"], false)).toBe(true);
  expect(isResidual("chromium", "link_preconnect", ["connection", "GET /x"], false)).toBe(false);
  expect(isResidual("chromium", "link_preconnect", ["connection"], true)).toBe(false);
  expect(isResidual("chromium", "fetch", ["connection"], false)).toBe(false);
  expect(isResidual("firefox", "link_preconnect", ["connection"], true)).toBe(true);
  expect(isResidual("webkit", "webrtc_stun", ["datagram of 20 bytes"], false)).toBe(false);
});
