import { expect, test } from "vitest";
import { appendCapped } from "./capped-list.ts";

test("a full list drops its oldest and says how many", () => {
  expect(appendCapped([1, 2], [3, 4], 3)).toEqual({ list: [2, 3, 4], dropped: 1 });
  expect(appendCapped([1], [2], 3)).toEqual({ list: [1, 2], dropped: 0 });
});
