/** Realms that are ended from outside, between runs and in the middle of one, and the run that has to be right again. */
import { setTimeout as pause } from "node:timers/promises";
import { Breach, until } from "./breach.ts";
import { crashSandboxFrames, killWorker } from "./kills.ts";
import type { Random } from "./random.ts";
import { ended, expectRows, runKnown, showCode } from "./runs.ts";
import type { World } from "./world.ts";

/** Longer than a run takes, so that some kills come after it. */
const LONGEST_WAIT_MS = 600;

type Kill = () => Promise<boolean>;

export function killIsolate(world: World, random: Random): Promise<string> {
  const index = random.below(8);
  return killAround(world, random, () => killWorker(world.tab.page, "isolate", index));
}

export function killReferee(world: World, random: Random): Promise<string> {
  return killAround(world, random, () => killWorker(world.tab.page, "referee", 0));
}

export function crashFrames(world: World, random: Random): Promise<string> {
  return killAround(world, random, () => crashSandboxFrames(world.context, world.tab.page));
}

async function killAround(world: World, random: Random, kill: Kill): Promise<string> {
  const isDuringRun = random.below(2) === 0;
  const didKill = isDuringRun ? await killDuringRun(world, random, kill) : await kill();
  if (!didKill) return "there was none to kill";
  world.running = null;
  world.debt += 1;
  const lostBefore = world.runsLostToKills;
  await runKnown(world, "solution");
  world.kills += 1;
  await expectRows(world);
  return `${isDuringRun ? "during" : "between"} runs, ${world.runsLostToKills - lostBefore} runs lost`;
}

async function killDuringRun(world: World, random: Random, kill: Kill): Promise<boolean> {
  await showCode(world, "solution");
  world.running = null;
  const runId = await world.tab.startRun();
  await pause(random.below(LONGEST_WAIT_MS));
  const didKill = await kill();
  const verdict = await ended(world, runId);
  const { status, error } = verdict;
  world.note(`  killed during a run: ${status} ${error?.code ?? ""} ${error?.message ?? ""}`);
  if (status !== "passed" && (status !== "error" || error?.code === "compile"))
    throw new Breach("fault", `The solution, killed, ended as ${status}: ${JSON.stringify(verdict)}`);
  return didKill;
}

/** Stop at any moment of a run: the verdict is out, or says so. */
export async function stopRun(world: World, random: Random): Promise<string> {
  const { tab } = world;
  world.running = null;
  const runId = await tab.startRun();
  await pause(random.below(LONGEST_WAIT_MS));
  const stop = tab.button("Stop");
  // There as long as the run goes on, and then the app; a run that has failed by itself has nothing to stop.
  await until({
    what: "the run is over, and Stop is gone",
    read: async () => {
      if (await stop.isVisible()) await stop.click({ timeout: 1000 }).catch(() => undefined);
      return { isOver: tab.hasVerdictOf(runId), isThere: await stop.isVisible() };
    },
    isRight: ({ isOver, isThere }) => isOver && !isThere,
    withinMs: 20_000,
  });
  const { status } = await tab.verdictOf(runId);
  world.runs += 1;
  return `its verdict: ${status}`;
}
