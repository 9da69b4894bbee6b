/** The deployment in this process and convex-test, with the same functions and rows. */
import { build } from "esbuild-wasm";
import { ConvexClient, ConvexHttpClient } from "convex/browser";
import { makeFunctionReference } from "convex/server";
import { convexTest } from "convex-test";
import { token } from "../../../deployment/conformance/issuer.ts";
import { AUTH_CONFIG, NOW_MS, Stage, URL_OF_DEPLOYMENT } from "../../../deployment/conformance/stage.ts";
import schema from "./schema.ts";
import { add, fill, list } from "./tasks.ts";

const OWNER = "user_ada";
const OWN_ROWS = 10;
/** Rows that one mutation may write. */
const FILL_STEP = 10_000;

const LIST = makeFunctionReference<"query">("tasks:list");
const ADD = makeFunctionReference<"mutation">("tasks:add");

export type Backend = { list(): Promise<unknown>; add(): Promise<unknown> };

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

export async function openStage(rows: number): Promise<Stage> {
  const stage = new Stage();
  const modules = {
    tasks: await bundled("tasks"),
    schema: await bundled("schema"),
    "auth.config": AUTH_CONFIG,
  };
  const problem = await stage.open(modules);
  if (problem !== null) throw new Error(problem.message);
  const seeded = stage.deployment.seed(
    Array.from({ length: rows }, (_, row) => ({
      table: "tasks",
      document: { owner: row < OWN_ROWS ? OWNER : `user_${row}`, text: `task ${row}` },
    })),
  );
  if (!seeded.ok) throw new Error(seeded.error);
  return stage;
}

/** Through the real client, with a token that is verified at every call. */
export async function deploymentWith(rows: number): Promise<Backend> {
  return clientOf(await openStage(rows));
}

export async function clientOf(stage: Stage): Promise<Backend> {
  const auth = await token(OWNER, NOW_MS);
  const client = new ConvexHttpClient(URL_OF_DEPLOYMENT, { fetch: stage.fetch, logger: false, auth });
  return { list: () => client.query(LIST), add: () => client.mutation(ADD, { text: "one more" }) };
}

/** No token there: the identity is handed in. */
export async function convexTestWith(rows: number): Promise<Backend> {
  const modules = {
    "./convex/_generated/api.ts": async () => ({}),
    "./convex/tasks.ts": async () => ({ add, fill, list }),
  };
  const test = convexTest({ schema, modules });
  for (let from = 0; from < rows; from += FILL_STEP) {
    const to = Math.min(rows, from + FILL_STEP);
    const rest = { from, to, owner: OWNER, own: OWN_ROWS };
    await test.mutation(makeFunctionReference<"mutation">("tasks:fill"), rest);
  }
  const asOwner = test.withIdentity({ subject: OWNER });
  return { list: () => asOwner.query(LIST), add: () => asOwner.mutation(ADD, { text: "one more" }) };
}

/** A person's socket client that watches their rows; `seen` is how many it shows. */
export async function openSubscriber(stage: Stage): Promise<{ seen(): number; close(): Promise<void> }> {
  const client = new ConvexClient(URL_OF_DEPLOYMENT, { webSocketConstructor: stage.webSocket });
  const auth = await token(OWNER, NOW_MS);
  client.setAuth(() => Promise.resolve(auth));
  let seen = 0;
  client.onUpdate(LIST, {}, (rows: unknown) => {
    seen = (rows as unknown[]).length;
  });
  return { seen: () => seen, close: () => client.close() };
}
