import { build } from "esbuild-wasm";
import { ConvexHttpClient } from "convex/browser";
import { anyApi } from "convex/server";
import { beforeAll, describe, expect, test } from "vitest";
import { compileApp } from "../../compiler/compile.ts";
import { isolateInProcess } from "./isolate-in-process.ts";
import { Stage, URL_OF_DEPLOYMENT } from "./stage.ts";

const FILES = {
  "app/page.tsx": "export default function Page() { return null; }",
  "convex/notes.ts": `import { ConvexError } from "convex/values";
import { mutation, query } from "./_generated/server";
import { api } from "./_generated/api";
import { requireText } from "./rules/text";

type Note = { text: string };

export const add = mutation({
  handler: async (ctx, { text }: Note) => {
    await ctx.db.insert("notes", { text: requireText(text) });
  },
});
export const refuse = query({
  handler: async (ctx) => {
    await ctx.db.query("notes").collect();
    throw new ConvexError({ code: 7 });
  },
});
export const outer = mutation(async (ctx) => {
  await ctx.runMutation(api.notes.add, { text: "" });
});
export const missing = query(async (ctx) => {
  return await ctx.db.query("notes").withIndex("by_none").collect();
});
`,
  "convex/rules/text.ts": `// Two lines

export function requireText(text: string): string {
  if (text === "") throw new RangeError("A note needs a text");
  return text;
}
`,
};

async function scriptOf(files: Record<string, string>): Promise<string> {
  const compiled = await compileApp({ build }, files);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.error));
  return compiled.value.functionsScript;
}

describe("an error", () => {
  const stage = new Stage();
  const client = new ConvexHttpClient(URL_OF_DEPLOYMENT, { fetch: stage.fetch, logger: false });
  const api = anyApi["notes"];
  const textOf = async (name: string, args: object = {}): Promise<string> => {
    const answer = await stage.fetch(`${URL_OF_DEPLOYMENT}/api/function`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ path: `notes:${name}`, args }),
    });
    const { errorMessage } = (await answer.json()) as { errorMessage: string };
    return errorMessage.replace(/^\[Request ID: [0-9a-f]{16}\] Server Error\n/, "");
  };

  beforeAll(async () => {
    await stage.deployment.connectIsolate(isolateInProcess());
    expect(await stage.deployment.push(await scriptOf(FILES))).toEqual({ ok: true, value: null });
  });

  test("names the learner's files and lines, as Convex does in development", async () => {
    expect(await textOf("add", { text: "" })).toBe(
      "Uncaught RangeError: A note needs a text\n" +
        "    at requireText (../convex/rules/text.ts:4:26)\n" +
        "    at handler (../convex/notes.ts:10:42)\n",
    );
  });

  test("that is a ConvexError keeps its data", async () => {
    expect(await textOf("refuse")).toBe(
      'Uncaught ConvexError: {"code":7}\n    at handler (../convex/notes.ts:16:11)\n',
    );
    await expect(client.query(api?.["refuse"] as never)).rejects.toMatchObject({ data: { code: 7 } });
  });

  test("of a function called by a function, and of the database, ends at who called", async () => {
    expect(await textOf("outer")).toMatch(
      /^Uncaught Error: Uncaught RangeError: A note needs a text\n {4}at requireText [^]*\n {4}at .*\(\.\.\/convex\/notes\.ts:20:\d+\)\n$/,
    );
    expect(await textOf("missing")).toMatch(
      /^Uncaught Error: Index notes\.by_none not found\.\n {4}at .*\(\.\.\/convex\/notes\.ts:23:\d+\)\n$/,
    );
  });

  test("at import names its line in the push", async () => {
    const broken = {
      ...FILES,
      "convex/broken.ts": "export const list: string[] = [];\n\nundefinedName();\n",
    };
    expect(await stage.deployment.push(await scriptOf(broken))).toEqual({
      ok: false,
      error: {
        code: "module",
        file: "convex/broken.ts",
        message:
          "Failed to analyze broken.js: Uncaught ReferenceError: undefinedName is not defined\n" +
          "    at <anonymous> (../convex/broken.ts:3:1)\n",
      },
    });
  });
});
