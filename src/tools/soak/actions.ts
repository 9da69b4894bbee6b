/** Does an action of a plan, and says what came of it. */
import { addTask, moveClock, restoreRows, signInOrOut } from "./app-actions.ts";
import { edit, undo } from "./edit-actions.ts";
import { crashFrames, killIsolate, killReferee, stopRun } from "./kill-actions.ts";
import {
  clash,
  crashThePage,
  denyStorageOnce,
  editInAnotherTab,
  fillStorage,
  killTrustedWorker,
  reload,
  switchNetwork,
} from "./place-actions.ts";
import type { ActionKind } from "./plan.ts";
import type { Random } from "./random.ts";
import { expectRows, runBroken, runEdits, runKnown } from "./runs.ts";
import type { World } from "./world.ts";

export async function act(world: World, kind: ActionKind, random: Random): Promise<string> {
  switch (kind) {
    case "edit":
      return edit(world, world.tab, random);
    case "undo":
      return undo(world, world.tab, random);
    case "run the solution":
      await runKnown(world, "solution");
      await expectRows(world);
      return "passed";
    case "run the starter":
      await runKnown(world, "starter");
      await expectRows(world);
      return "failed";
    case "run what does not compile":
      return runBroken(world, random);
    case "run the edits":
      return runEdits(world);
    case "stop a run":
      return stopRun(world, random);
    case "kill an isolate":
      return killIsolate(world, random);
    case "kill the referee":
      return killReferee(world, random);
    case "crash the sandbox frames":
      return crashFrames(world, random);
    case "kill a trusted worker and reload":
      return killTrustedWorker(world, random);
    case "crash the page":
      return crashThePage(world);
    case "sign in or out":
      return signInOrOut(world, random);
    case "add a task":
      return addTask(world, random);
    case "restore the rows":
      return restoreRows(world);
    case "move the clock":
      return moveClock(world, random);
    case "reload":
      return reload(world);
    case "deny storage":
      return denyStorageOnce(world, random);
    case "fill the storage":
      return fillStorage(world, random);
    case "edit in another tab":
      return editInAnotherTab(world, random);
    case "edit in both tabs at once":
      return clash(world, random);
    case "close the other tab":
      await world.closeOthers();
      return "one is left";
    case "go offline or online":
      return switchNetwork(world);
    default:
      return kind satisfies never;
  }
}
