import { describe, expect, test } from "vitest";
import { createEnvironment, seededRandom, type RealmGlobals, type Rules } from "./environment.ts";
import { describeThrown } from "./failure.ts";

const realm: RealmGlobals = {
  Date,
  Math,
  setTimeout: () => 7,
  clearTimeout: () => {},
  setInterval: () => 8,
  clearInterval: () => {},
  crypto: { getRandomValues: (array) => array.fill(9) },
};

function environment(isDeterministic: boolean): Rules {
  const random = seededRandom(42);
  return createEnvironment(realm, {
    isDeterministic: () => isDeterministic,
    nowMs: () => 1_000.5,
    random,
    fetch: async (input) => new Response(`asked ${input as string}`),
  });
}

describe("in a query or mutation", () => {
  test("time stands still", () => {
    const { Date: Frozen } = environment(true);
    expect([Frozen.now(), new Frozen().getTime(), new Frozen(5).getTime()]).toEqual([1000, 1000, 5]);
    expect(new Frozen() instanceof Date).toBe(true);
  });

  test("random numbers follow the seed", () => {
    const numbers = [environment(true), environment(true)].map(({ Math: own }) => [
      own.random(),
      own.random(),
    ]);
    expect(numbers[0]).toEqual(numbers[1]);
    expect(numbers[0]?.every((number) => number >= 0 && number < 1)).toBe(true);
  });

  test("Math does what the realm's does, and what is assigned to it is its own", () => {
    const [one, other] = [environment(true).Math, environment(true).Math];
    expect([one.max(1, 2), one.PI, one[Symbol.toStringTag]]).toEqual([2, Math.PI, "Math"]);
    Object.assign(one, { floor: () => 7, extra: 1 });
    expect([one.floor(1.5), other.floor(1.5), Math.floor(1.5), "extra" in other]).toEqual([7, 1, 1, false]);
  });

  test.each([
    ["fetch()", (own: Rules) => (own.fetch as () => void)()],
    ["setTimeout", (own: Rules) => (own.setTimeout as () => void)()],
    ["cryptographic randomness", (own: Rules) => (own.crypto as Crypto).randomUUID()],
  ])("%s is refused in the product's words", (what, use) => {
    expect(() => use(environment(true))).toThrow(
      `Can't use ${what} in queries and mutations. Please consider using an action. See https://docs.convex.dev/functions/actions for more details.`,
    );
  });
});

describe("in an action", () => {
  test("timers are the realm's, and fetch asks the deployment", async () => {
    const own = environment(false);
    expect((own.setTimeout as () => unknown)()).toBe(7);
    const response = await (own.fetch as typeof fetch)("https://a.dev");
    expect(await response.text()).toBe("asked https://a.dev");
  });
});

describe("a thrown value", () => {
  test.each<[unknown, object]>([
    [
      Object.assign(new TypeError("bad"), { stack: "TypeError: bad\n    at x" }),
      { message: "Uncaught TypeError: bad", stack: "TypeError: bad\n    at x" },
    ],
    ["text", { message: "Uncaught text" }],
    [undefined, { message: "Uncaught undefined" }],
    [
      { [Symbol.for("ConvexError")]: true, data: '{"code":1}' },
      { message: 'Uncaught ConvexError: {"code":1}', dataJson: '{"code":1}' },
    ],
  ])("%o is worded as the product does", (thrown, failure) => {
    expect(describeThrown(thrown)).toEqual(failure);
  });

  test("that throws when it is looked at is worded too", () => {
    const hostile = new Proxy(new Error("x"), {
      has: () => {
        throw new Error("gotcha");
      },
    });
    expect(describeThrown(hostile)).toEqual({ message: "Uncaught Error" });
  });
});
