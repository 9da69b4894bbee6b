import { expect, test } from "vitest";
import { ManualClock } from "../../base/clock.ts";
import { whenQuiet } from "./quiet.ts";

function stage() {
  const clock = new ManualClock(0);
  const state = { isBusy: false, isQuiet: false, stir: (): void => {}, isWatched: false };
  void whenQuiet(5000, {
    timers: clock,
    isBusy: () => state.isBusy,
    watch(stir) {
      Object.assign(state, { stir, isWatched: true });
      return () => (state.isWatched = false);
    },
  }).then(() => (state.isQuiet = true));
  const pass = async (ms: number): Promise<boolean> => {
    clock.advance(ms);
    await Promise.resolve();
    return state.isQuiet;
  };
  return { state, pass };
}

test("waits for the whole time after the last stir, then stops watching", async () => {
  const { state, pass } = stage();
  expect(await pass(4999)).toBe(false);
  state.stir();
  expect(await pass(4999)).toBe(false);
  expect(state.isWatched).toBe(true);
  expect(await pass(1)).toBe(true);
  expect(state.isWatched).toBe(false);
});

test("never comes while a run is under way, however still the page is", async () => {
  const { state, pass } = stage();
  state.isBusy = true;
  expect(await pass(60_000)).toBe(false);
  state.isBusy = false;
  expect(await pass(4999)).toBe(false);
  expect(await pass(1)).toBe(true);
});
