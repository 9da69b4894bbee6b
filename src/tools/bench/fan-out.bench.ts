/** From a mutation to the last of the clients whose subscribed query it changes, each on a socket of its own, in Node. */
import { test, vi } from "vitest";
import { report } from "./report.ts";
import { clientOf, openStage, openSubscriber } from "./rows/backends.ts";

const SUBSCRIBERS = [1, 100, 1_000];
const ROUNDS = 5;

test("one mutation to its subscribers", async () => {
  for (const count of SUBSCRIBERS) {
    const stage = await openStage(1_000);
    const writer = await clientOf(stage);
    const subscribers = await Promise.all(Array.from({ length: count }, () => openSubscriber(stage)));
    const everyoneSees = async (rows: number): Promise<void> =>
      vi.waitFor(
        () => {
          if (subscribers.some(({ seen }) => seen() !== rows)) throw new Error("Not everyone has seen it.");
        },
        { timeout: 120_000, interval: 1 },
      );
    let rows = 10;
    await everyoneSees(rows);
    const samples: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      stage.hops.length = 0;
      const start = performance.now();
      await writer.add();
      rows += 1;
      await everyoneSees(rows);
      samples.push(performance.now() - start);
    }
    await Promise.all(subscribers.map(({ close }) => close()));
    const clients = `${count.toLocaleString("en")} subscribed ${count === 1 ? "query" : "queries"}`;
    report({
      group: 4,
      name: `deployment in Node: one mutation to ${clients}`,
      unit: "ms",
      budget: null,
      samples,
      beside: "p90",
    });
  }
}, 600_000);
