import { expect, test } from "vitest";
import { createAddress } from "./address.ts";

function recorded() {
  const seen: string[] = [];
  const address = createAddress("http://localhost:3000/", (url, how) => seen.push(`${how} ${url.href}`));
  return { seen, address };
}

test("an address within the app changes and is told", () => {
  const { seen, address } = recorded();
  address.href = "/tasks?open=1";
  address.hash = "top";
  expect(address.href).toBe("http://localhost:3000/tasks?open=1#top");
  expect(String(address)).toBe(address.href);
  expect(seen).toEqual([
    "same-origin http://localhost:3000/tasks?open=1",
    "same-origin http://localhost:3000/tasks?open=1#top",
  ]);
});

test("leaving the app is told and does not happen", () => {
  const { seen, address } = recorded();
  address.assign("https://calm-otter-42.clerk.accounts.dev/sign-in");
  expect(address.href).toBe("http://localhost:3000/");
  expect(seen).toEqual(["leaving https://calm-otter-42.clerk.accounts.dev/sign-in"]);
});
