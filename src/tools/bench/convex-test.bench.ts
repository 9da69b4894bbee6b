/** The deployment beside convex-test: the same functions over the same rows, one call at a time, in Node. */
import { test } from "vitest";
import { median, report } from "./report.ts";
import { convexTestWith, deploymentWith, type Backend } from "./rows/backends.ts";

const SIZES = [100, 1_000, 10_000, 100_000];
const ROUNDS = 50;
/** Until the engine has compiled what is measured. */
const WARM_UP = 150;
/** A slow subject gets fewer calls than these. */
const MAX_MS = 4_000;

/** Milliseconds a call. */
async function timed(call: () => Promise<unknown>): Promise<number[]> {
  const repeat = async (rounds: number): Promise<number[]> => {
    const samples: number[] = [];
    const end = performance.now() + MAX_MS;
    while (samples.length < rounds && performance.now() < end) {
      const start = performance.now();
      await call();
      samples.push(performance.now() - start);
    }
    return samples;
  };
  await repeat(WARM_UP);
  return repeat(ROUNDS);
}

test("queries and mutations beside convex-test", async () => {
  for (const rows of SIZES) {
    const among = `${rows.toLocaleString("en")} rows`;
    const deployment = await deploymentWith(rows);
    const convexTest = await convexTestWith(rows);
    for (const call of ["list", "add"] as const satisfies readonly (keyof Backend)[]) {
      const name = call === "list" ? "authenticated indexed query" : "authenticated mutation";
      const ours = await timed(deployment[call]);
      const theirs = await timed(convexTest[call]);
      const shared = { group: 4, unit: "ms", budget: null, beside: "p90" } as const;
      report({ ...shared, name: `deployment in Node: ${name}, ${among}`, samples: ours });
      report({ ...shared, name: `convex-test in Node: ${name}, ${among}`, samples: theirs });
      report({
        ...shared,
        name: `deployment : convex-test, ${name}, ${among}`,
        unit: "×",
        // The aim: at 10,000 rows a query takes a fifth of what it takes there.
        budget: call === "list" && rows === 10_000 ? 0.2 : null,
        samples: [median(ours) / median(theirs)],
        beside: "nothing",
      });
    }
  }
}, 600_000);
