/** A soak: random actions for a while, and after each everything that the site promises. */
import { setTimeout as pause } from "node:timers/promises";
import type { Browser } from "playwright-core";
import { act } from "./actions.ts";
import { Breach } from "./breach.ts";
import { expectInvariants } from "./invariants.ts";
import { growth, readHeld, type Held } from "./memory.ts";
import { chooseAction, type ActionKind } from "./plan.ts";
import { Random } from "./random.ts";
import { runKnown } from "./runs.ts";
import { sceneOf } from "./scene.ts";
import { World } from "./world.ts";

export type SoakOptions = {
  readonly siteUrl: string;
  readonly seconds: number;
  /** Any whole number; the same gives the same actions, as far as they come in the same time. */
  readonly seed: number;
};

export type SoakReport = SoakOptions & {
  /** How often each kind of action was done. */
  readonly actions: ReadonlyMap<ActionKind, number>;
  readonly runs: number;
  readonly kills: number;
  readonly runsLostToKills: number;
  /** Null when everything held. */
  readonly breach: Breach | null;
  /** What was done last, the newest last. */
  readonly trail: readonly string[];
  /** What the tabs showed when something broke; empty when everything held. */
  readonly scene: readonly string[];
  /** Of the page that lasts to the end, once it is warm and after its last run. Null when the soak ended before. */
  readonly memory: { readonly start: Held; readonly end: Held } | null;
};

/** From here on the page is not loaded again: for its memory. */
const LASTING_SHARE = 0.6;
/** The hidden files are looked at so often. */
const LOOK_AT_ALL_EVERY = 8;
const TRAIL_SHOWN = 20;
const WARM_UP_RUNS = 4;
const OFFLINE_WAIT_MS = 20_000;

export async function soak(browser: Browser, options: SoakOptions): Promise<SoakReport> {
  const world = await World.open(browser, options.siteUrl);
  const actions = new Map<ActionKind, number>();
  let memory: SoakReport["memory"] = null;
  let breach: Breach | null = null;
  let scene: readonly string[] = [];
  try {
    memory = await go(world, options, actions);
  } catch (error) {
    breach = error instanceof Breach ? error : new Breach("fault", stackOf(error));
    scene = await sceneOf(world.tabs);
  }
  const { runs, kills, runsLostToKills, trail } = world;
  await world.context.close();
  return {
    ...options,
    actions,
    runs,
    kills,
    runsLostToKills,
    breach,
    trail: lastTurns(trail),
    scene,
    memory,
  };
}

async function go(
  world: World,
  { seconds, seed }: SoakOptions,
  actions: Map<ActionKind, number>,
): Promise<SoakReport["memory"]> {
  // Time passes for the second phase from its own beginning: reading the memory takes some.
  const step = async (phase: Parameters<typeof chooseAction>[1]): Promise<void> => {
    world.turn += 1;
    const random = new Random(seed, world.turn);
    const kind = chooseAction(random, phase);
    world.note(kind);
    // A page in the background is slow, as the browser means it to be.
    await world.tab.page.bringToFront();
    const began = performance.now();
    const did = await act(world, kind, random);
    world.note(`${kind}: ${did} (${Math.round(performance.now() - began)} ms)`);
    actions.set(kind, (actions.get(kind) ?? 0) + 1);
    await expectInvariants(world, world.turn % LOOK_AT_ALL_EVERY === 0);
  };
  const started = performance.now();
  const has = (share: number): boolean => performance.now() - started < seconds * 1000 * share;

  await storedForOffline(world);
  while (has(LASTING_SHARE)) await step("free");
  await warmUp(world);
  const start = await comparable(world);
  while (has(1)) await step("lasting");
  const end = await comparable(world);
  const faults = growth(start, end);
  if (faults.length > 0) throw new Breach("fault", faults.join("; "));
  return { start, end };
}

/** What a page loads and the engine notes once, at the first of a kind, is no growth. */
async function warmUp(world: World): Promise<void> {
  world.turn += 1;
  world.note("warm up");
  await world.closeOthers();
  for (const pane of ["Console", "Clerk", "Convex", "Preview"]) await world.tab.choose(pane);
  for (let runs = 0; runs < WARM_UP_RUNS; runs++) await runKnown(world, "solution");
}

/** One tab, the solution has just run. */
async function comparable(world: World): Promise<Held> {
  world.turn += 1;
  world.note("read the memory");
  await world.closeOthers();
  await world.setOffline(false);
  await runKnown(world, "solution");
  const held = await readHeld(world.context, world.tab.page);
  await expectInvariants(world, true);
  return held;
}

/** From then on it can be loaded without network; a site that is slow to be stored is soaked anyway. */
async function storedForOffline({ tab }: World): Promise<void> {
  const ready = tab.page.locator("summary").filter({ hasText: "Ready for offline" });
  await Promise.race([ready.waitFor({ timeout: 0 }).catch(() => undefined), pause(OFFLINE_WAIT_MS)]);
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function lastTurns(trail: readonly string[]): string[] {
  const turns = [...new Set(trail.map((line) => line.split(" ", 1)[0]))].slice(-TRAIL_SHOWN);
  return trail.filter((line) => turns.includes(line.split(" ", 1)[0]));
}
