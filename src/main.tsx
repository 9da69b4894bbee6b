/** Composition root: reads the address, opens what it names, and shows it. */
import { catalogue } from "virtual:handoff/catalogue";
import { announceRuns } from "./run/announce.ts";
import { createRunner } from "./run/create-runner.ts";
import { parseOptions } from "./wire/options.ts";
import { mountCatalogue, mountNotice } from "./workbench/catalogue.tsx";
import { mountWorkbench } from "./workbench/workbench.tsx";

async function open(root: HTMLElement, parameters: URLSearchParams): Promise<void> {
  const { options, faults } = parseOptions(parameters);
  // For the author of the page that set the parameter; a learner can do nothing about it.
  // oxlint-disable-next-line no-console
  for (const fault of faults) console.warn(`Handoff: ${fault}`);
  const { theme, exercise: id } = options;
  if (theme !== "auto") document.documentElement.dataset["theme"] = theme;

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
  mountWorkbench(root, { exercise, runner, options, loadAnswers: entry.loadAnswers });
}

const root = document.getElementById("app");
if (root !== null) {
  open(root, new URLSearchParams(location.search)).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    mountNotice(root, "The exercise could not be opened", `Reload the page to try again. (${reason})`);
  });
}
