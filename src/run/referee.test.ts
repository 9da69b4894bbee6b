import { afterEach, expect, test } from "vitest";
import { ManualClock } from "../base/clock.ts";
import type { Exercise } from "../exercise/exercise.ts";
import type { RefereeReport } from "../wire/referee.ts";
import { runReferee } from "./referee.ts";

const CHECK: RefereeReport = { type: "check", title: "One", status: "passed", startedAt: 0, durationMs: 1 };

let closing: MessagePort[] = [];
afterEach(() => {
  for (const port of closing) port.close();
  closing = [];
});

/** A referee on the other side of a port, and the clock by which it is waited for. */
function start() {
  const { port1, port2 } = new MessageChannel();
  closing.push(port1, port2);
  const clock = new ManualClock(0);
  const seen: string[] = [];
  const judged = runReferee(new AbortController().signal, {
    exercise: { checks: [{ id: "one", title: "One", hints: [] }], checksScript: "" } as unknown as Exercise,
    referee: { ports: [port1], terminate: () => undefined },
    checkPeople: [],
    backendUrl: "https://swift-lemur-412.convex.cloud",
    hops: () => [],
    answer: () => Promise.resolve(null),
    onCheck: ({ id }) => void seen.push(id),
    timers: clock,
    onDoubt: () => undefined,
  });
  judged.catch(() => undefined);
  return { judged, clock, seen, says: (report: RefereeReport) => port2.postMessage(report) };
}

test("a referee that never says anything is given up, with a sentence", async () => {
  const { judged, clock } = start();
  clock.advance(10_000);
  await expect(judged).rejects.toThrow("The checks did not answer any more, so they were stopped.");
});

test("one that takes long, and says something on the way, is waited for", async () => {
  const { judged, clock, seen, says } = start();
  clock.advance(9_000);
  says(CHECK);
  await expect.poll(() => seen).toEqual(["one"]);
  clock.advance(9_000);
  says({ type: "finished" });
  await judged;
});

test("one that stops in the middle is given up", async () => {
  const { judged, clock, seen, says } = start();
  clock.advance(9_000);
  says(CHECK);
  await expect.poll(() => seen).toEqual(["one"]);
  clock.advance(10_000);
  await expect(judged).rejects.toThrow("Run works again.");
});

test("one that holds its thread is given up within 2.5 s, and the check is named", async () => {
  const { judged, clock, seen, says } = start();
  says({ type: "alive", beat: 0 });
  says({ type: "began", title: "Two" });
  says(CHECK);
  await expect.poll(() => seen).toEqual(["one"]);
  clock.advance(2500);
  await expect(judged).rejects.toThrow("The check “Two” does not end");
});
