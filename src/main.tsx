/** Composition root: reads the address, opens what it names, and shows it. */
import { catalogue } from "virtual:handoff/catalogue";
import { announceRuns } from "./run/announce.ts";
import { createRunner } from "./run/create-runner.ts";
import { mountCatalogue, mountNotice } from "./workbench/catalogue.tsx";
import { mountWorkbench } from "./workbench/workbench.tsx";

async function open(root: HTMLElement, parameters: URLSearchParams): Promise<void> {
  const theme = parameters.get("theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset["theme"] = theme;

  const id = parameters.get("exercise");
  if (id === null) {
    mountCatalogue(root, catalogue);
    return;
  }
  const entry = catalogue.find((candidate) => candidate.id === id);
  if (entry === undefined) {
    mountNotice(root, "No such exercise", `There is no exercise named “${id}”.`);
    return;
  }
  const exercise = await entry.load();
  const runner = createRunner(exercise);
  announceRuns(runner, document);
  mountWorkbench(root, exercise, runner);
}

const root = document.getElementById("app");
if (root !== null) {
  open(root, new URLSearchParams(location.search)).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    mountNotice(root, "The exercise could not be opened", `Reload the page to try again. (${reason})`);
  });
}
