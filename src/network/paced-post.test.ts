import { expect, test } from "vitest";
import { ManualClock } from "../base/clock.ts";
import { pacedPost } from "./paced-post.ts";

function start() {
  const clock = new ManualClock(0);
  const sent: number[] = [];
  let floods = 0;
  const post = pacedPost((message: number) => void sent.push(message), {
    clock,
    onFlood: () => (floods += 1),
  });
  return { clock, sent, post, floods: () => floods };
}

test("what an app sends goes at once, also long after a burst", () => {
  const { clock, sent, post } = start();
  for (let index = 0; index < 200; index++) post(index);
  expect(sent).toHaveLength(200);
  clock.advance(1000);
  for (let index = 0; index < 200; index++) post(index);
  expect(sent).toHaveLength(400);
});

test("a finite burst is sent whole and in order, and is no flood", () => {
  const { clock, sent, post, floods } = start();
  const messages = Array.from({ length: 3000 }, (_, index) => index);
  for (const message of messages) post(message);
  clock.advance(2000);
  expect(sent.length).toBeGreaterThan(500);
  expect(sent.length).toBeLessThan(700);
  // One that comes meanwhile does not overtake.
  post(3000);
  clock.advance(14_000);
  expect(sent).toEqual([...messages, 3000]);
  expect(floods()).toBe(0);
});

test("what will never all be sent is a flood: told once, and nothing is sent any more", () => {
  const { clock, sent, post, floods } = start();
  for (let index = 0; index < 100_000; index++) post(index);
  expect(floods()).toBe(1);
  const before = sent.length;
  clock.advance(10_000);
  expect(sent).toHaveLength(before);
});
