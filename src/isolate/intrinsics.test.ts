import { expect, test } from "vitest";
import { keepIntrinsics } from "./intrinsics.ts";

test("what is put on an object that others inherit from is gone, and what was there is as it was", () => {
  class Base {
    greet(): string {
      return "hello";
    }
    get size(): number {
      return 1;
    }
  }
  const { prototype } = Base;
  const before = Object.getOwnPropertyDescriptors(prototype);
  const restore = keepIntrinsics([prototype]);
  Object.assign(prototype, { polluted: "yes", greet: () => "bye" });
  Object.defineProperty(prototype, "size", { get: () => 2, configurable: true });
  Object.defineProperty(prototype, Symbol.iterator, { value: null, configurable: true });
  expect([new Base().greet(), new Base().size]).toEqual(["bye", 2]);
  restore();
  expect(Object.getOwnPropertyDescriptors(prototype)).toEqual(before);
  expect(Reflect.ownKeys(prototype)).not.toContain(Symbol.iterator);
});

test("it goes on working where `Reflect`, `Map` and `Object.prototype` are the learner's", () => {
  const restore = keepIntrinsics();
  const { get } = Map.prototype;
  const { ownKeys } = Reflect;
  const [objects, maps]: object[] = [Object.prototype, Map.prototype];
  for (const name of ["value", "get"])
    Object.defineProperty(objects, name, { value: "polluted", configurable: true, writable: true });
  Object.assign(maps ?? {}, { get: () => undefined });
  Reflect.ownKeys = () => [];
  restore();
  expect("value" in {}).toBe(false);
  expect(Map.prototype.get).toBe(get);
  expect(Reflect.ownKeys).toBe(ownKeys);
});
