/** Composition root: reads the address, opens what it names, and shows it. */
import { signal } from "@preact/signals";
import { catalogue } from "virtual:handoff/catalogue";
import { startOffline } from "./offline/page/start.ts";
import { announceRuns } from "./run/announce.ts";
import { createRunner } from "./run/create-runner.ts";
import { keepFocus } from "./run/keep-focus.ts";
import { parseOptions } from "./wire/options.ts";
import { mountCatalogue, mountNotice } from "./workbench/catalogue.tsx";
import { openDrafts } from "./workbench/drafts/open-drafts.ts";
import { listenForHost } from "./workbench/host/host-link.ts";
import { serveHost } from "./workbench/host/serve-host.ts";
import { isInstructorAddress, previewedName, previewSentence } from "./workbench/instructor/address.ts";
import type { OfflineModel } from "./workbench/offline-control.tsx";
import type * as OpenVariant from "./workbench/instructor/open-variant.ts";
import { watchDeaths } from "./workbench/state/deaths.ts";
import { mountWorkbench } from "./workbench/workbench.tsx";
import type { OfflineState } from "./wire/offline.ts";

// At once: the page that frames us says hello when the frame has loaded, and only once.
const host = listenForHost(window, {
  search: location.search,
  replace: (search) => location.replace(search),
});
keepFocus(window);

async function open(root: HTMLElement, parameters: URLSearchParams): Promise<void> {
  const isInstructor = isInstructorAddress(parameters);
  // Of this page, not a way to show an exercise.
  if (isInstructor) parameters.delete("view");
  const answer = previewedName(parameters);
  if (answer !== null) parameters.set("persist", "off");
  const { options, faults } = parseOptions(parameters);
  // For the author of the page that set the parameter; a learner can do nothing about it.
  // oxlint-disable-next-line no-console
  for (const fault of faults) console.warn(`Handoff: ${fault}`);
  const { theme, exercise: id } = options;
  if (theme !== "auto") document.documentElement.dataset["theme"] = theme;

  if (isInstructor) {
    const { mountInstructor } = await import("./workbench/instructor/instructor-page.tsx");
    await mountInstructor(root, { catalogue, createRunner, now: Date.now });
    host.refuse({ code: "no-exercise", message: "The instructor's page is no exercise." });
    return;
  }
  if (id === null) {
    mountCatalogue(root, catalogue, openOffline(false));
    host.refuse({ code: "no-exercise", message: "No exercise was named." });
    return;
  }
  const entry = catalogue.find((candidate) => candidate.id === id);
  if (entry === undefined) {
    const message = `There is no exercise named “${id}”.`;
    mountNotice(root, "No such exercise", message);
    host.refuse({ code: "no-such-exercise", message });
    return;
  }
  const exercise = await entry.load();
  const { loadAnswers } = entry;
  const previewed = answer === null ? null : await preview(exercise, loadAnswers, answer);
  if (answer !== null && previewed === null) {
    const message = `This site has no answer named “${answer}” to this exercise.`;
    mountNotice(root, "No such answer", message);
    host.refuse({ code: "not-opened", message });
    return;
  }
  const runner = createRunner(exercise);
  announceRuns(runner, document);
  // An embed too works offline after one visit, unless its author wants nothing kept.
  const offline = openOffline(options.persist === "auto");
  const notice = answer === null ? {} : { notice: previewSentence(answer) };
  // An answer that is looked at is nobody's draft.
  const drafts = await openDrafts(exercise, previewed === null ? options : { ...options, persist: "off" });
  const parts = { exercise, runner, options, loadAnswers, drafts: drafts.view, ...notice };
  const { model } = mountWorkbench(root, parts, offline);
  drafts.attach(model);
  if (previewed !== null) {
    runner.addPrecompiled(previewed.precompiled);
    model.replaceFiles(previewed.variant.files);
  }
  if (previewed === null) await model.share.openLink(location.hash);
  const { diedBefore } = watchDeaths(runner, exercise.id, tabStorage(), window);
  // The exercise's own code only: what a draft or a host put in its place waits for somebody to press Run.
  if (options.autorun && model.isStarter() && !diedBefore) model.start();
  serveHost(host, model, root);
}

/** Null where the browser, or whoever frames the page, gives it none. */
function tabStorage(): Storage | null {
  try {
    return sessionStorage;
  } catch {
    return null;
  }
}

async function preview(
  ...parts: Parameters<typeof OpenVariant.openVariant>
): ReturnType<typeof OpenVariant.openVariant> {
  const { openVariant } = await import("./workbench/instructor/open-variant.ts");
  return openVariant(...parts);
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
    const message = `Reload the page to try again. (${reason})`;
    mountNotice(root, "The exercise could not be opened", message);
    host.refuse({ code: "not-opened", message });
  });
}
