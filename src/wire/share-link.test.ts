import fc from "fast-check";
import { expect, test } from "vitest";
import { encodeBase64Url } from "../base/base64.ts";
import { decodeShareLink, encodeShareLink, type Share } from "./share-link.ts";

const SHARE: Share = {
  exercise: "identity-handoff",
  version: "v1",
  files: { "convex/tasks.ts": "// mine\n" },
};

async function hashOf(content: string | Uint8Array<ArrayBuffer>): Promise<string> {
  const stream = new Blob([content]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  return `#code/1.${encodeBase64Url(new Uint8Array(await new Response(stream).arrayBuffer()))}`;
}

test("what goes into a link comes out of it", async () => {
  const path = fc.string({ minLength: 1, maxLength: 40 });
  const files = fc.dictionary(path, fc.string({ maxLength: 500, unit: "binary" }), {
    minKeys: 1,
    maxKeys: 6,
  });
  await fc.assert(
    fc.asyncProperty(files, async (made) => {
      // Names such as __proto__ must come out as names.
      const share = { ...SHARE, files: Object.fromEntries(Object.entries(made)) };
      const wellFormed = JSON.parse(JSON.stringify(share)) as Share;
      const hash = await encodeShareLink(share);
      expect(hash.ok && (await decodeShareLink(hash.value))).toEqual({
        ok: true,
        value: { ...wellFormed, files: Object.fromEntries(Object.entries(share.files)) },
      });
    }),
    { numRuns: 50 },
  );
});

test("another hash is none of ours", async () => {
  expect(await decodeShareLink("")).toBeNull();
  expect(await decodeShareLink("#code")).toBeNull();
});

test.each([
  ["is not base64url", "#code/1.!!", "link-damaged"],
  ["was cut", (await hashOf(JSON.stringify({ ...SHARE, files: [["a", "b"]] }))).slice(0, -8), "link-damaged"],
  ["holds no JSON", await hashOf("{"), "link-damaged"],
  [
    "holds JSON of another shape",
    await hashOf(JSON.stringify({ ...SHARE, files: { a: "b" } })),
    "link-damaged",
  ],
  ["names nothing", await hashOf(JSON.stringify({ ...SHARE, files: [] })), "link-damaged"],
  ["is of another format", "#code/2.AAAA", "link-other-format"],
  ["is too long", `#code/1.${"A".repeat(70_000)}`, "link-too-long"],
  ["swells when it is inflated", await hashOf(new Uint8Array(40_000_000)), "link-too-big"],
])("a link that %s is refused by name", async (_, hash, code) => {
  expect(await decodeShareLink(hash)).toMatchObject({ ok: false, error: { code } });
});

test.each([
  ["is not unpacked", "#code/1.AAAA", "(while it was unpacked)"],
  ["is no JSON", await hashOf("{"), "(what is in it is no JSON)"],
  [
    "has a text that is none",
    await hashOf(
      JSON.stringify({
        ...SHARE,
        files: [
          ["a", "b"],
          ["c", 1],
        ],
      }),
    ),
    "(at files.1.1)",
  ],
  ["lacks a version", await hashOf(JSON.stringify({ exercise: "a", files: [["a", "b"]] })), "(at version)"],
])("a damaged link that %s says where", async (_, hash, place) => {
  const message = expect.stringContaining(place) as string;
  expect(await decodeShareLink(hash)).toMatchObject({ ok: false, error: { message } });
});

test("damage to a link never opens other code silently as if nothing were", async () => {
  const made = await encodeShareLink(SHARE);
  const hash = made.ok ? made.value : "";
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: hash.length - 1 }), fc.string({ maxLength: 3 }), async (at, put) => {
      const result = await decodeShareLink(hash.slice(0, at) + put + hash.slice(at + 1));
      if (result?.ok === true) expect(Object.keys(result.value)).toEqual(Object.keys(SHARE));
    }),
    { numRuns: 200 },
  );
});

test("code that does not fit into a link is refused when the link is made", async () => {
  const files = { "convex/tasks.ts": "x".repeat(200_000) };
  expect(await encodeShareLink({ ...SHARE, files })).toMatchObject({
    ok: false,
    error: { code: "link-too-long" },
  });
});
