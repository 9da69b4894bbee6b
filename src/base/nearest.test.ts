import { expect, test } from "vitest";
import { nearest } from "./nearest.ts";

test("a slip of the keyboard is recognised, another word is not", () => {
  const files = ["convex/tasks.ts", "app/page.tsx", "app/providers.tsx"];
  expect(nearest("convex/task.ts", files)).toBe("convex/tasks.ts");
  expect(nearest("app/Page.tsx", files)).toBe("app/page.tsx");
  expect(nearest("convex/schema.ts", files)).toBeNull();
  expect(nearest("x", [])).toBeNull();
});
