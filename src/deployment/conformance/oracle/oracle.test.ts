/**
 * The same functions in the deployment and in convex-test. Left out, because convex-test differs there from the product:
 * orderings in `filter` between values of unlike types (it uses JavaScript's `<`), ids that are none (it finds no row
 * where the product refuses), error texts, and limits, which it does not have.
 */
import { build } from "esbuild-wasm";
import { ConvexHttpClient } from "convex/browser";
import { anyApi } from "convex/server";
import { convexTest } from "convex-test";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { Stage, URL_OF_DEPLOYMENT } from "../stage.ts";
import { nested, page, pages, run, type Operation } from "./functions.ts";
import schema from "./schema.ts";

const api = anyApi["functions"];
const MODULES = {
  "./convex/_generated/api.ts": async () => ({}),
  "./convex/functions.ts": async () => ({ nested, page, pages, run }),
};

async function bundled(name: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [new URL(`./${name}.ts`, import.meta.url).pathname],
    bundle: true,
    format: "cjs",
    platform: "browser",
    external: ["convex/server", "convex/values"],
    write: false,
    logLevel: "silent",
  });
  return outputFiles[0]?.text ?? "";
}

type Call = (name: unknown, args: object) => Promise<unknown>;
type Caller = { readonly query: Call; readonly mutation: Call };

const value = fc.constantFrom(1, 2, -1.5, "x", "y", true, false, null);
const row = fc.record({ n: fc.nat(9), a: value, b: value }, { requiredKeys: ["n"] });
const at = fc.nat(9);
const order = fc.constantFrom("asc" as const, "desc" as const);
const operation: fc.Arbitrary<Operation> = fc.oneof(
  { arbitrary: fc.record({ op: fc.constant("insert" as const), row }), weight: 6 },
  fc.record({ op: fc.constant("bad" as const), row }),
  fc.record({
    op: fc.constant("patch" as const),
    row: at,
    fields: fc.record({ n: fc.nat(9), a: value }, { requiredKeys: [] }),
    without: fc.subarray(["a" as const, "b" as const]),
  }),
  fc.record({ op: fc.constant("replace" as const), row: at, fields: row }),
  fc.record({ op: fc.constantFrom("delete" as const, "get" as const, "normalize" as const), row: at }),
  fc.record({ op: fc.constant("unique" as const), a: value }),
  fc.record(
    {
      op: fc.constant("range" as const),
      a: value,
      bound: fc.constantFrom("gt" as const, "gte" as const, "lt" as const, "lte" as const),
      b: value,
      order,
      take: fc.integer({ min: 1, max: 5 }),
    },
    { requiredKeys: ["op", "order", "take"] },
  ),
  fc.record({ op: fc.constant("filter" as const), least: fc.nat(9), not: value, order }),
  fc.record({
    op: fc.constant("nested" as const),
    rows: fc.array(row, { maxLength: 2 }),
    fails: fc.boolean(),
  }),
);

describe("the deployment and convex-test", () => {
  let modules: Readonly<Record<string, string>>;
  beforeAll(async () => {
    modules = { functions: await bundled("functions"), schema: await bundled("schema") };
  });

  /** Both, with nothing in them. */
  async function opened() {
    const stage = new Stage();
    expect(await stage.open(modules)).toBeNull();
    const client = new ConvexHttpClient(URL_OF_DEPLOYMENT, { fetch: stage.fetch, logger: false });
    // Their types know the functions; here any may be called.
    const oracle = convexTest({ schema, modules: MODULES }) as unknown as Caller;
    return { client: client as unknown as Caller, oracle };
  }

  test("answer any operations alike and are left with the same rows, in the same pages", async () => {
    let answered = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(operation, { maxLength: 25 }),
        fc.integer({ min: 1, max: 4 }),
        async (operations, size) => {
          const { client, oracle } = await opened();
          const args = { operations };
          const ours = (await client.mutation(api?.["run"], args)) as { results: unknown[] };
          answered += ours.results.filter((result) => result !== "refused").length;
          expect(ours).toEqual(await oracle.mutation(api?.["run"], args));
          const inPages = await client.query(api?.["pages"], { size });
          expect(inPages).toEqual(await oracle.query(api?.["pages"], { size }));
        },
      ),
      { numRuns: 30 },
    );
    // Not that both had refused everything.
    expect(answered).toBeGreaterThan(50);
  }, 60_000);

  test("page by page give the same rows and end at the same page", async () => {
    const { client, oracle } = await opened();
    const operations = [3, 1, 2, 5, 4, 6, 7].map((n) => ({ op: "insert", row: { n, a: n % 3 } }));
    const args = { operations };
    await client.mutation(api?.["run"], args);
    await oracle.mutation(api?.["run"], args);
    type Page = { page: number[]; isDone: boolean; continueCursor: string };
    const read = async (query: (args: object) => Promise<unknown>): Promise<unknown[]> => {
      const seen: unknown[] = [];
      let cursor: string | null = null;
      for (let isDone = false; !isDone;) {
        const paginationOpts: object = { numItems: 3, cursor };
        const one = (await query({ paginationOpts })) as Page;
        ({ isDone } = one);
        cursor = one.continueCursor;
        seen.push([one.page, isDone]);
      }
      return seen;
    };
    const ours = await read((one) => client.query(api?.["page"], one));
    expect(ours).toEqual(await read((one) => oracle.query(api?.["page"], one)));
    expect(ours).toHaveLength(3);
  });
});
