import { expect, test } from "vitest";
import { fillRows } from "./placeholders.ts";

test("rows get the ids and canaries of the people they name, at any depth", () => {
  const rows = [
    {
      table: "tasks",
      document: { owner: "{{ada.id}}", tags: ["{{ada.canary}} one", 1], nobody: "{{eve.id}}" },
    },
  ];
  expect(fillRows(rows, { ada: { id: "user_1", canary: "heron" } })).toEqual([
    { table: "tasks", document: { owner: "user_1", tags: ["heron one", 1], nobody: "{{eve.id}}" } },
  ]);
});
