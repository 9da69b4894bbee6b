import { expect, test } from "vitest";
import { ManualClock } from "../base/clock.ts";
import { startHeartbeat } from "./heartbeat.ts";

function start() {
  const clock = new ManualClock(0);
  const beats: number[] = [];
  const silences: number[] = [];
  const heartbeat = startHeartbeat(
    clock,
    (beat) => beats.push(beat),
    () => silences.push(clock.now()),
  );
  return { clock, beats, silences, heartbeat };
}

test("a frame that answers is never called silent", () => {
  const { clock, beats, silences, heartbeat } = start();
  for (let i = 0; i < 100; i++) {
    heartbeat.alive(beats.at(-1) ?? 0);
    clock.advance(200);
  }
  expect(silences).toEqual([]);
  expect(beats).toHaveLength(101);
});

test("silence is told once, 1.6 s after the first beat without an answer", () => {
  const { clock, beats, silences, heartbeat } = start();
  heartbeat.alive(beats.at(-1) ?? 0);
  clock.advance(10_000);
  expect(silences).toEqual([1800]);
});

test("a frame that answers every beat a second late lives", () => {
  const { clock, beats, silences, heartbeat } = start();
  for (let i = 0; i < 100; i++) {
    const late = beats.at(-6);
    if (late !== undefined) heartbeat.alive(late);
    clock.advance(200);
  }
  expect(silences).toEqual([]);
  // Then it answers no more: the oldest beat without an answer is a second old.
  clock.advance(800);
  expect(silences).toHaveLength(1);
});

test("a frame that answers late, but in time, lives", () => {
  const { clock, beats, silences, heartbeat } = start();
  clock.advance(1500);
  heartbeat.alive(beats.at(-1) ?? 0);
  clock.advance(1500);
  expect(silences).toEqual([]);
});

test("doubt comes with every beat of the second before a silence is too long", () => {
  const clock = new ManualClock(0);
  const heard: string[] = [];
  startHeartbeat(
    clock,
    () => undefined,
    () => heard.push(`silent at ${clock.now()}`),
    () => heard.push(`in doubt at ${clock.now()}`),
  );
  clock.advance(5000);
  const doubts = [600, 800, 1000, 1200, 1400].map((at) => `in doubt at ${at}`);
  expect(heard).toEqual([...doubts, "silent at 1600"]);
});

test("a frame that answers what it was not asked is silent", () => {
  const { clock, beats, silences, heartbeat } = start();
  heartbeat.alive(beats.at(-1) ?? 0);
  const guesses = [-1, 0, 1, 2, 10, 1e9, Number.MAX_SAFE_INTEGER, Infinity, NaN, (beats.at(-1) ?? 0) + 1];
  for (let i = 0; i < 20; i++) {
    for (const guess of guesses) heartbeat.alive(guess);
    clock.advance(100);
  }
  expect(silences).toEqual([1800]);
});
