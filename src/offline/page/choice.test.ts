import { expect, test } from "vitest";
import { createChoice } from "./choice.ts";

function memory(): Pick<Storage, "getItem" | "setItem" | "removeItem"> {
  const items = new Map<string, string>();
  return {
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
  };
}

test("a removal is remembered by the storage, and taken back", () => {
  const storage = memory();
  createChoice(() => storage).setRemoved(true);
  expect(createChoice(() => storage).isRemoved()).toBe(true);
  createChoice(() => storage).setRemoved(false);
  expect(createChoice(() => storage).isRemoved()).toBe(false);
});

test("where storage is denied it lasts as long as the page", () => {
  const choice = createChoice(() => {
    throw new DOMException("denied", "SecurityError");
  });
  expect(choice.isRemoved()).toBe(false);
  choice.setRemoved(true);
  expect(choice.isRemoved()).toBe(true);
});
