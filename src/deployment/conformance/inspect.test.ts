import { expect, test } from "vitest";
import { ISSUER } from "./issuer.ts";
import { MODULES, Stage } from "./stage.ts";

test("the dashboard's view of a deployment has its tables, functions, variables and providers", async () => {
  const stage = new Stage();
  expect(stage.deployment.inspect()).toMatchObject({ tables: [], functions: [], providers: [] });
  expect(await stage.open(MODULES)).toBeNull();
  stage.deployment.seed([{ table: "tasks", document: { user: "ada", text: "Write note G" } }]);
  const view = stage.deployment.inspect();
  expect(view.tables).toMatchObject([
    { name: "tasks", count: 1, rows: [{ user: "ada", text: "Write note G", _id: expect.any(String) }] },
  ]);
  expect(view.functions.find(({ path }) => path === "tasks:addFor")).toEqual({
    path: "tasks:addFor",
    kind: "mutation",
    visibility: "public",
    args: "v.object({text: v.string(), user: v.string()})",
    exampleJson: '{\n  "user": "",\n  "text": ""\n}',
  });
  expect(view.functions.find(({ path }) => path === "tasks:secret")?.visibility).toBe("internal");
  expect(view.providers).toEqual([{ type: "oidc", issuer: ISSUER, applicationID: "convex" }]);
});
