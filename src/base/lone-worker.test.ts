import { expect, test } from "vitest";
import { standAlone } from "./lone-worker.ts";

test("a worker cannot start others or speak to its document, wherever the engine keeps the means", () => {
  const everything = { reportError: () => undefined, importScripts: () => undefined };
  const dedicated = Object.assign(Object.create(everything) as object, { postMessage: () => undefined });
  const realm = Object.assign(Object.create(dedicated) as object, { Worker: () => undefined });
  standAlone(realm);
  for (const name of ["Worker", "postMessage", "reportError"]) expect(name in realm).toBe(false);
  expect("importScripts" in realm).toBe(true);
});
