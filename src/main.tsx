/** Composition root: reads the address, opens what it names, and shows it. */
import { signal } from "@preact/signals";
import { catalogue } from "virtual:handoff/catalogue";
import { startOffline } from "./offline/page/start.ts";
import { announceRuns } from "./run/announce.ts";
import { createRunner } from "./run/create-runner.ts";
import { parseOptions } from "./wire/options.ts";
import { mountCatalogue, mountNotice } from "./workbench/catalogue.tsx";
import type { OfflineModel } from "./workbench/offline-control.tsx";
import { mountWorkbench } from "./workbench/workbench.tsx";
import type { OfflineState } from "./wire/offline.ts";

async function open(root: HTMLElement, parameters: URLSearchParams): Promise<void> {
  const { options, faults } = parseOptions(parameters);
  // For the author of the page that set the parameter; a learner can do nothing about it.
  // oxlint-disable-next-line no-console
  for (const fault of faults) console.warn(`Handoff: ${fault}`);
  const { theme, exercise: id } = options;
  if (theme !== "auto") document.documentElement.dataset["theme"] = theme;

  if (id === null) {
    mountCatalogue(root, catalogue, openOffline(false));
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
  const offline = openOffline(options.persist === "auto");
  mountWorkbench(root, { exercise, runner, options, loadAnswers: entry.loadAnswers }, offline);
}

function openOffline(storesByItself: boolean): OfflineModel {
  const state = signal<OfflineState>({ type: "unknown" });
  const offline = startOffline({
    storesByItself,
    // Only the development server has it; `DEV` is true in a test's build as well.
    isDevelopment: import.meta.hot !== undefined,
    show: (next) => (state.value = next),
  });
  return {
    state,
    store: () => void offline?.store(),
    remove: () => void offline?.remove(),
    accept: () => void offline?.accept(),
  };
}

const root = document.getElementById("app");
if (root !== null) {
  open(root, new URLSearchParams(location.search)).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    mountNotice(root, "The exercise could not be opened", `Reload the page to try again. (${reason})`);
  });
}
