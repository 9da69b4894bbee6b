/** What an opened exercise does for the page that embeds it: answers its calls, and tells it what happens. */
import { effect } from "@preact/signals";
import type { Timers } from "../../base/clock.ts";
import { systemClock } from "../../base/system-clock.ts";
import { failure, success } from "../../base/result.ts";
import type { SourceFiles } from "../../wire/compiler.ts";
import type { WorkbenchModel } from "../state/workbench-model.ts";
import type { Call, HostLink, Outcome } from "./host-link.ts";
import { tellHeight } from "./tell-height.ts";
import { acceptedFiles, afterVerdict, progressOf, restoredProgress } from "../state/progress.ts";

/** The part of the workbench's model that a host reaches. */
type ServedModel = Pick<
  WorkbenchModel,
  "exercise" | "reached" | "replaceFiles" | "reset" | "runner" | "setOptions" | "startRun" | "stop" | "texts"
>;

/** After the last change, before the host is told of the progress. */
const PROGRESS_DELAY_MS = 1000;

/** Serves the host as long as the page lives. `root` is the element in which the workbench is. */
export function serveHost(link: HostLink, model: WorkbenchModel, root: HTMLElement): void {
  const workbench = root.firstElementChild;
  const { options } = model;
  if (options.embed && workbench !== null) tellHeight(link, model, workbench);
  answerHost(link, model, systemClock);
}

/** Ends with the returned function. */
export function answerHost(link: HostLink, model: ServedModel, timers: Timers): () => void {
  const { exercise, runner } = model;
  let told: SourceFiles = model.texts.peek();
  let cancelProgress: () => void = () => undefined;
  const progress = () => progressOf(exercise, model.reached.peek(), model.texts.peek());

  function tellProgress(): void {
    cancelProgress();
    link.tell("progress", progress());
  }

  async function answer(call: Call): Promise<Outcome> {
    switch (call.type) {
      case "run":
        return success(await model.startRun());
      case "stop":
        model.stop();
        return success(null);
      case "reset":
        model.reset();
        return success(null);
      case "getFiles":
        return success({ ...model.texts.peek() });
      case "setFiles": {
        const files = acceptedFiles(exercise, call.payload);
        if (!files.ok) return files;
        model.replaceFiles(files.value);
        return success(null);
      }
      case "getProgress":
        return success(progress());
      case "setProgress": {
        const restored = restoredProgress(exercise, call.payload);
        if (!restored.ok) return restored;
        model.replaceFiles(restored.value.files);
        model.reached.value = restored.value.reached;
        return success(null);
      }
      default:
        call satisfies never;
        return failure({ code: "not-understood", message: "There is no such call." });
    }
  }

  const unsubscribe = runner.subscribe((event) => {
    switch (event.type) {
      case "started":
        link.tell("run", { runId: event.runId });
        return;
      case "hops":
        link.tell("hop", { of: "app", hops: event.hops });
        return;
      case "check-hops":
        link.tell("hop", { of: "checks", hops: event.hops });
        return;
      case "error":
        link.tell("error", event.error);
        return;
      case "verdict":
        model.reached.value = afterVerdict(model.reached.peek(), event.verdict);
        link.tell("verdict", event.verdict);
        tellProgress();
        return;
      case "phase":
      case "diagnostics":
      case "mounted":
      case "address":
      case "console":
      case "check":
        return;
      default:
        event satisfies never;
    }
  });

  const unfollow = effect(() => {
    const texts = model.texts.value;
    for (const [path, text] of Object.entries(texts)) {
      if (told[path] === text) continue;
      link.tell("change", { path, text });
      cancelProgress();
      cancelProgress = timers.after(PROGRESS_DELAY_MS, tellProgress);
    }
    told = texts;
  });

  link.tell("ready", {
    exercise: exercise.id,
    version: exercise.version,
    title: exercise.title,
    editable: exercise.files.filter(({ editable }) => editable).map(({ path }) => path),
  });
  link.serve({ answer, follow: (options) => model.setOptions(options) });

  return () => {
    unsubscribe();
    unfollow();
    cancelProgress();
  };
}
