/** A million mutated frames: the bench fails when one of them does harm. */
import { test } from "vitest";
import { attackWith } from "../../deployment/conformance/fuzz-campaign.ts";
import { report } from "./report.ts";

const FRAMES = 1_000_000;
const SEED = 1;

test("mutated frames", async () => {
  const start = performance.now();
  await attackWith(FRAMES, SEED);
  report({
    group: 4,
    name: `deployment in Node: ${FRAMES.toLocaleString("en")} mutated frames`,
    unit: "ms",
    budget: null,
    samples: [performance.now() - start],
    beside: "nothing",
  });
}, 1_800_000);
