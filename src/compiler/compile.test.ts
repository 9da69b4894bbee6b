import { build } from "esbuild-wasm";
import { describe, expect, test } from "vitest";
import { compileApp } from "./compile.ts";

const FILES = {
  "app/page.tsx": `import { useQuery } from "convex/react";
import { api } from "../convex/_generated/api";
export default function Page() {
  const tasks = useQuery(api.tasks.list);
  return <p>{location.href}{tasks?.length}</p>;
}`,
  "app/providers.tsx": `export function Providers({ children }: { children: React.ReactNode }) { return <>{children}</>; }`,
  "convex/tasks.ts": `import { query } from "./_generated/server";
export const list = query({ args: {}, handler: async (ctx) => ctx.db.query("tasks").collect() });`,
  "convex/auth.config.ts": `export default { providers: [] };`,
};

async function diagnosticsOf(files: Record<string, string>) {
  const result = await compileApp({ build }, { ...FILES, ...files });
  return result.ok ? [] : result.error;
}

describe("compile", () => {
  test("makes a client script that asks for packages by require and sees the sandbox's location", async () => {
    const result = await compileApp({ build }, FILES);
    if (!result.ok) throw new Error(JSON.stringify(result.error));
    expect(result.value.clientScript).toMatch(/^handoffDefineApp\(function\(require,module,exports\)/);
    expect(result.value.clientScript).toContain(`require("convex/react")`);
    expect(result.value.clientScript).toContain("handoffLocation.href");
  });

  test("makes a functions script with one thunk per module, which can be run again for a fresh copy", async () => {
    const result = await compileApp({ build }, FILES);
    if (!result.ok) throw new Error(JSON.stringify(result.error));
    const factories: ((...args: unknown[]) => { modules: Record<string, () => Record<string, unknown>> })[] =
      [];
    // The isolate loads it as a classic script; a test has no worker, so it evaluates the text.
    new Function("handoffDefineFunctions", result.value.functionsScript)((factory: never) =>
      factories.push(factory),
    );
    const require = () => ({ queryGeneric: (definition: unknown) => ({ definition }) });
    const first = factories[0]?.(require).modules;
    const second = factories[0]?.(require).modules;
    expect(Object.keys(first ?? {})).toEqual(["auth.config", "tasks"]);
    expect(first?.["auth.config"]?.()["default"]).toEqual({ providers: [] });
    expect(first?.["tasks"]?.()["list"]).not.toBe(second?.["tasks"]?.()["list"]);
  });

  test("names file, line, column and the offending line of a syntax error", async () => {
    const [first] = await diagnosticsOf({
      "app/page.tsx": `export default function Page() {\n  const = <p />;\n}`,
    });
    expect(first).toMatchObject({ file: "app/page.tsx", line: 2, lineText: "  const = <p />;" });
    expect(first?.column).toBe(9);
  });

  test.each([
    ["brackets", (n: number) => `const x = ${"(".repeat(n)}1${")".repeat(n)};`],
    ["elements", (n: number) => `const x = ${"<b>".repeat(n)}${"</b>".repeat(n)};`],
    ["functions", (n: number) => `${"function f() {".repeat(n)}${"}".repeat(n)}`],
    ["types", (n: number) => `let x: ${"Array<".repeat(n)}string${">".repeat(n)};`],
    ["what is not closed", (n: number) => "[".repeat(n)],
  ])("refuses %s that are nested thousands of levels deep with the line, and lives on", async (_, nest) => {
    const page = FILES["app/page.tsx"];
    const [first] = await diagnosticsOf({ "app/page.tsx": `${page}\n${nest(3000)}\n` });
    expect(first).toMatchObject({
      file: "app/page.tsx",
      line: page.split("\n").length + 1,
      message: "This is nested more than 500 levels deep, which is too deep to be compiled.",
    });
    expect(await diagnosticsOf({ "app/page.tsx": `${page}\n${nest(60)}\n` })).not.toContainEqual(
      expect.objectContaining({ message: first?.message }),
    );
  });

  test("tells a fault in a loop as it stands in the learner's text, without the guard", async () => {
    const code = `export default () => { for (const a of [1]) { void import("./pge"); } };`;
    const [first] = await diagnosticsOf({ "app/page.tsx": code });
    expect(first).toMatchObject({ line: 1, lineText: code, column: code.indexOf(`"./pge"`) + 1 });
  });

  test("guards loops also where the editor's parser does not know the syntax", async () => {
    const page = `type React = typeof import("react");\nexport default () => { while (true) {} };`;
    const result = await compileApp({ build }, { ...FILES, "app/page.tsx": page });
    expect(result.ok && result.value.clientScript).toContain(`handoffLoop("app/page.tsx:2", "endless")`);
  });

  test("says which packages can be imported when another is asked for", async () => {
    const [first, ...rest] = await diagnosticsOf({
      "convex/tasks.ts": `import _ from "lodash";\nexport const a = _;`,
    });
    expect(rest).toEqual([]);
    expect(first).toMatchObject({ file: "convex/tasks.ts", line: 1, column: 15 });
    expect(first?.message).toBe(
      `A function in convex/ cannot import "lodash": it is not part of this sandbox. It can import convex/server, convex/values`,
    );
  });

  test("lists the files of the exercise when an own file is misspelt", async () => {
    const [first] = await diagnosticsOf({ "app/page.tsx": `import "./pge";\nexport default () => null;` });
    expect(first?.message).toContain(`There is no file "app/pge". The exercise has: app/page.tsx`);
  });

  test("refuses a path that leaves the exercise", async () => {
    const [first] = await diagnosticsOf({
      "app/page.tsx": `import "../../secret";\nexport default () => null;`,
    });
    expect(first?.message).toContain(`There is no file "../../secret"`);
  });

  test("gives the fault of a module that both halves import once", async () => {
    const shared = { "convex/shared.ts": "export const = 1;", "app/page.tsx": `import "../convex/shared";` };
    expect(await diagnosticsOf(shared)).toHaveLength(1);
  });
});
