import { expect, test } from "vitest";
import { CookieJar } from "./cookie-jar.ts";

function jarAt(start: number): { jar: CookieJar; pass: (ms: number) => void } {
  let now = start;
  return { jar: new CookieJar(() => now), pass: (ms) => (now += ms) };
}

test("cookies are read in the order in which they were set, without their attributes", () => {
  const { jar } = jarAt(0);
  jar.write("__session=a.b=c; Path=/; SameSite=Lax; Secure");
  jar.write("theme=dark");
  expect(jar.read()).toBe("__session=a.b=c; theme=dark");
  jar.write("__session=d");
  expect(jar.read()).toBe("__session=d; theme=dark");
});

test("a cookie ends at its age or its date, and a date in the past takes it away", () => {
  const { jar, pass } = jarAt(Date.parse("2026-01-01T00:00:00Z"));
  jar.write("short=1; Max-Age=60");
  jar.write("dated=1; expires=Thu, 01 Jan 2026 00:02:00 GMT");
  jar.write("age-wins=1; Max-Age=600; Expires=Thu, 01 Jan 1970 00:00:00 GMT");
  jar.write("odd=1; Max-Age=soon; Expires=later");
  pass(60_000);
  expect(jar.read()).toBe("dated=1; age-wins=1; odd=1");
  pass(60_000);
  expect(jar.read()).toBe("age-wins=1; odd=1");
  jar.write("odd=; expires=Thu, 01 Jan 1970 00:00:00 GMT");
  expect(jar.read()).toBe("age-wins=1");
});

test("a value without a name is kept, nothing is not, and a script sets no HttpOnly cookie", () => {
  const { jar } = jarAt(0);
  jar.write("alone");
  jar.write("");
  jar.write("hidden=1; HttpOnly");
  expect(jar.read()).toBe("alone");
});
