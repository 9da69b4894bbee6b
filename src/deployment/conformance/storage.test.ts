import { ConvexClient, ConvexHttpClient } from "convex/browser";
import { anyApi } from "convex/server";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { Stage, URL_OF_DEPLOYMENT } from "./stage.ts";

const FUNCTIONS = `
const { queryGeneric: query, mutationGeneric: mutation, actionGeneric: action } = require("convex/server");
const { v } = require("convex/values");
exports.uploadUrl = mutation(async (ctx) => ctx.storage.generateUploadUrl());
exports.url = query({ args: { id: v.string() }, handler: async (ctx, { id }) => ctx.storage.getUrl(id) });
exports.metadata = query(async (ctx, { id }) => ctx.storage.getMetadata(id));
exports.row = query(async (ctx, { id }) => ctx.db.system.get(id));
exports.either = query(async (ctx, { id, isSystem }) => isSystem ? ctx.db.system.get(id) : ctx.db.get(id));
exports.all = query(async (ctx) => (await ctx.db.system.query("_storage").collect()).length);
exports.keep = mutation({ args: { id: v.id("_storage") }, handler: async (ctx, { id }) => ctx.db.insert("pictures", { id }) });
exports.remove = mutation(async (ctx, { id, fails }) => {
  await ctx.storage.delete(id);
  if (fails) throw new Error("changed my mind");
});
exports.write = action(async (ctx, { text, sha256 }) => ctx.storage.store(new Blob([text], { type: "text/plain" }), sha256 && { sha256 }));
exports.read = action(async (ctx, { id }) => {
  const blob = await ctx.storage.get(id);
  return blob === null ? null : [blob.type, await blob.text()];
});
`;

const api = anyApi["f"];
/** Not UTF-8, and long enough for ranges. */
const BYTES = Uint8Array.from([0xff, 0xfe, 0, 1, 2, 3, 4, 5]);

describe("file storage", () => {
  let stage: Stage;
  let client: ConvexHttpClient;
  const query = (name: string, args = {}): Promise<unknown> => client.query(api?.[name] as never, args);
  const mutate = (name: string, args = {}): Promise<unknown> => client.mutation(api?.[name] as never, args);
  const act = (name: string, args = {}): Promise<unknown> => client.action(api?.[name] as never, args);

  beforeEach(async () => {
    stage = new Stage();
    client = new ConvexHttpClient(URL_OF_DEPLOYMENT, { fetch: stage.fetch, logger: false });
    expect(await stage.open({ f: FUNCTIONS })).toBeNull();
  });

  async function upload(
    headers: Record<string, string> = { "content-type": "image/png" },
  ): Promise<Response> {
    const url = (await mutate("uploadUrl")) as string;
    return stage.fetch(url, { method: "POST", headers, body: BYTES });
  }

  async function uploaded(): Promise<string> {
    const { storageId } = (await (await upload()).json()) as { storageId: string };
    return storageId;
  }

  test("takes an upload by its URL and gives it back, whole or in part", async () => {
    const id = await uploaded();
    await mutate("keep", { id });
    const url = (await query("url", { id })) as string;
    expect(url).toMatch(/^https:\/\/swift-lemur-412\.convex\.cloud\/api\/storage\/[0-9a-f-]{36}$/);
    const whole = await stage.fetch(url);
    expect([whole.status, whole.headers.get("content-type")]).toEqual([200, "image/png"]);
    expect(new Uint8Array(await whole.arrayBuffer())).toEqual(BYTES);
    const part = await stage.fetch(url, { headers: { range: "bytes=2-4" } });
    expect([part.status, part.headers.get("content-range")]).toEqual([206, "bytes 2-4/8"]);
    expect(new Uint8Array(await part.arrayBuffer())).toEqual(BYTES.slice(2, 5));
    expect((await stage.fetch(url, { headers: { range: "bytes=8-" } })).status).toBe(416);
  });

  test("tells what a file is like, by id and as a row of _storage", async () => {
    const id = await uploaded();
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", BYTES));
    const hex = [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    expect(await query("metadata", { id })).toEqual({
      storageId: id,
      sha256: hex,
      size: 8,
      contentType: "image/png",
    });
    expect(await query("row", { id })).toMatchObject({
      _id: id,
      contentType: "image/png",
      sha256: btoa(String.fromCharCode(...digest)),
      size: 8,
    });
    expect(await query("all")).toBe(1);
    await expect(query("either", { id, isSystem: false })).rejects.toThrow(
      "System tables can only be accessed with db.system.",
    );
    const own = await mutate("keep", { id });
    await expect(query("either", { id: own, isSystem: true })).rejects.toThrow(
      "User tables cannot be accessed with db.system.",
    );
  });

  test("of an action stores and gets Blobs, and checks their hash", async () => {
    const id = await act("write", { text: "grüße" });
    expect(await act("read", { id })).toEqual(["text/plain", "grüße"]);
    await expect(act("write", { text: "x", sha256: btoa("wrong") })).rejects.toThrow(
      /Sha256 mismatch\. Expected: /,
    );
  });

  test("deletes with its transaction, and whoever showed the URL hears of it", async () => {
    const id = await uploaded();
    const url = (await query("url", { id })) as string;
    const socket = new ConvexClient(URL_OF_DEPLOYMENT, { webSocketConstructor: stage.webSocket });
    const seen: unknown[] = [];
    socket.onUpdate(api?.["url"] as never, { id } as never, (value) => seen.push(value));
    await vi.waitFor(() => expect(seen).toEqual([url]));
    await expect(mutate("remove", { id, fails: true })).rejects.toThrow("changed my mind");
    expect((await stage.fetch(url)).status).toBe(200);
    await mutate("remove", { id });
    await vi.waitFor(() => expect(seen).toEqual([url, null]));
    expect((await stage.fetch(url)).status).toBe(404);
    await expect(mutate("remove", { id })).rejects.toThrow(`storage id ${id} not found`);
    await socket.close();
  });

  test("refuses what the product refuses", async () => {
    const wrong = await upload({ "content-type": "image/png", digest: `sha-256=${btoa("another file")}` });
    expect([wrong.status, await wrong.json()]).toMatchObject([400, { code: "Sha256Mismatch" }]);
    const url = (await mutate("uploadUrl")) as string;
    const forged = await stage.fetch(`${url}0`, { method: "POST", body: "x" });
    expect([forged.status, await forged.json()]).toEqual([
      401,
      { code: "StorageTokenInvalid", message: "Couldn't decode the StoreFileAuthorization token" },
    ]);
    stage.clock.advance(3_600_000);
    const late = await stage.fetch(url, { method: "POST", body: "x" });
    expect([late.status, await late.json()]).toMatchObject([401, { code: "StorageTokenExpired" }]);
    const lost = await stage.fetch(`${URL_OF_DEPLOYMENT}/api/storage/nothing`);
    expect([lost.status, await lost.json()]).toMatchObject([400, { code: "InvalidStoragePath" }]);
    await expect(query("url", { id: "nothing" })).rejects.toThrow('Invalid storage ID: "nothing".');
    const seeded = stage.deployment.seed([{ table: "pictures", document: {} }]);
    const other = seeded.ok ? (seeded.value[0] ?? "") : "";
    await expect(query("url", { id: other })).rejects.toThrow(
      "Invalid storage ID. Storage ID cannot be an ID on any table other than '_storage'.",
    );
    await expect(mutate("keep", { id: other })).rejects.toThrow("Found ID");
  });
});
