/** The real `ConvexReactClient`, without a page: what its hooks are made of. */
import { ConvexReactClient } from "convex/react";
import { anyApi as api } from "convex/server";
import { afterEach, describe, expect, test, vi } from "vitest";
import { token } from "./issuer.ts";
import { NOW_MS, Stage, URL_OF_DEPLOYMENT } from "./stage.ts";

const silent = { logVerbose() {}, log() {}, warn() {}, error() {} };
const { list, whoami, add, act } = api["tasks"] as unknown as Record<
  "list" | "whoami" | "add" | "act",
  never
>;
const clients: ConvexReactClient[] = [];
afterEach(async () => {
  for (const client of clients.splice(0)) await client.close();
});

async function opened(): Promise<{ stage: Stage; client: ConvexReactClient }> {
  const stage = new Stage();
  expect(await stage.open()).toBeNull();
  const client = new ConvexReactClient(URL_OF_DEPLOYMENT, {
    webSocketConstructor: stage.webSocket,
    logger: silent,
  });
  clients.push(client);
  return { stage, client };
}

/** Follows a query as `useQuery` does. */
function follow(client: ConvexReactClient, query: never): { readonly seen: unknown[]; stop(): void } {
  const watch = client.watchQuery(query, {});
  const seen: unknown[] = [];
  const stop = watch.onUpdate(() => seen.push(watch.localQueryResult()));
  return { seen, stop };
}

describe("the real React client", () => {
  test("sees nobody's rows, then its own, then nobody's again, as it signs in and out", async () => {
    const { stage, client } = await opened();
    stage.deployment.seed([{ table: "tasks", document: { user: "ada", text: "mine" } }]);
    const who = follow(client, whoami);
    const rows = follow(client, list);
    await vi.waitFor(() => expect(who.seen).toEqual([null]));
    const states: boolean[] = [];
    client.setAuth(
      () => token("ada", NOW_MS),
      (isAuthenticated) => states.push(isAuthenticated),
    );
    await vi.waitFor(() => expect(states).toEqual([true]));
    await vi.waitFor(() => expect(rows.seen.at(-1)).toMatchObject([{ text: "mine" }]));
    expect(who.seen.at(-1)).toMatchObject({ subject: "ada" });
    client.clearAuth();
    await vi.waitFor(() => expect(who.seen.at(-1)).toBeNull());
    expect(rows.seen.at(-1)).toEqual([]);
  });

  test("mutates with an optimistic update that the deployment's answer replaces, and acts", async () => {
    const { client } = await opened();
    client.setAuth(() => token("ada", NOW_MS));
    const { seen, stop } = follow(client, list);
    await vi.waitFor(() => expect(seen).toContainEqual([]));
    const added = client.mutation(add, { text: "now" } as never, {
      optimisticUpdate: (store) => store.setQuery(list, {} as never, [{ text: "soon" }] as never),
    });
    await vi.waitFor(() => expect(seen.at(-1)).toEqual([{ text: "soon" }]));
    const id = await added;
    expect(seen.at(-1)).toMatchObject([{ _id: id, text: "now" }]);
    expect(await client.action(act, { text: "more" } as never)).toBe(2);
    await vi.waitFor(() => expect(seen.at(-1)).toHaveLength(2));
    stop();
  });

  test("is told of a failed query where it reads it, and goes on", async () => {
    const { client } = await opened();
    const watch = client.watchQuery(api["tasks"]?.["of"] as never, {});
    let updates = 0;
    watch.onUpdate(() => (updates += 1));
    await vi.waitFor(() => expect(updates).toBe(1));
    expect(() => watch.localQueryResult()).toThrow(
      /ArgumentValidationError: Object is missing the required field/,
    );
    expect(await client.query(whoami, {})).toBeNull();
  });
});
