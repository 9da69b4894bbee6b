import { expect, test } from "vitest";
import { memoryStorage } from "./memory-storage.ts";

test("items are kept as text, in order, until they are removed", () => {
  const storage = memoryStorage();
  storage.setItem("one", "1");
  // As untyped code calls it.
  storage.setItem("two", 2 as unknown as string);
  expect([storage.length, storage.key(0), storage.key(1), storage.key(2)]).toEqual([2, "one", "two", null]);
  expect([storage.getItem("two"), storage.getItem("three")]).toEqual(["2", null]);
  storage.removeItem("one");
  expect(Object.entries(storage)).toEqual([["two", "2"]]);
  storage.clear();
  expect(storage.length).toBe(0);
});

test("items are properties as well", () => {
  const storage = memoryStorage();
  storage["theme"] = "dark";
  expect(storage.getItem("theme")).toBe("dark");
  expect("theme" in storage).toBe(true);
  expect(storage["colour"]).toBeUndefined();
  delete storage["theme"];
  expect(storage.getItem("theme")).toBeNull();
});

test("two storages know nothing of each other", () => {
  const [first, second] = [memoryStorage(), memoryStorage()];
  first.setItem("key", "value");
  expect(second.getItem("key")).toBeNull();
});
