import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { connectionAllowlist, offeredHeaders } from "./offered-headers.ts";

test("the headers are those of public/_headers, and links of lessons lead where they say", () => {
  expect(offeredHeaders()).toEqual({
    "access-control-allow-origin": "*",
    "cross-origin-resource-policy": "cross-origin",
    "cross-origin-embedder-policy": "credentialless",
    "connection-allowlist": expect.stringMatching(/^\(response-origin .*"https:\/\/github\.com\/\*".*\)$/),
  });
});

test("names each origin that a lesson or a hint links to once, and none that is only written of", () => {
  const root = mkdtempSync(join(tmpdir(), "handoff-links-"));
  for (const id of ["b", "a"]) {
    mkdirSync(join(root, id));
    writeFileSync(join(root, id, "exercise.json"), "{}");
    writeFileSync(
      join(root, id, "lesson.md"),
      "See [there](https://docs.example/x?a=1&b=2), `https://no.example`, [here](?view=instructor).",
    );
  }
  writeFileSync(
    join(root, "a", "hints.md"),
    "# c\n\n- <https://jose.example:8443/y>\n- [mail](mailto:a@b.example)\n",
  );
  expect(connectionAllowlist(root)).toBe(
    '(response-origin "https://docs.example/*" "https://jose.example:8443/*")',
  );
  rmSync(root, { recursive: true });
});
