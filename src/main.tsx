/** Composes the site: reads the address, opens an exercise, mounts the workbench. */
import { catalogue } from "virtual:handoff/catalogue";
import { announceRuns } from "./run/announce.ts";
import { createRunner } from "./run/create-runner.ts";
import { mountCatalogue, mountUnknownExercise, mountWorkbench } from "./workbench/mount.tsx";

const host = document.querySelector<HTMLElement>("#app");
if (host !== null) await open(host, new URL(location.href).searchParams.get("exercise"));

async function open(page: HTMLElement, id: string | null): Promise<void> {
  if (id === null) {
    mountCatalogue(page, catalogue);
    return;
  }
  const entry = catalogue.find((exercise) => exercise.id === id);
  if (entry === undefined) {
    document.title = "No such exercise · Handoff";
    mountUnknownExercise(page, id);
    return;
  }
  document.title = `${entry.title} · Handoff`;
  const exercise = await entry.load();
  const runner = createRunner(exercise);
  announceRuns(runner, document);
  mountWorkbench(page, exercise, runner);
}
