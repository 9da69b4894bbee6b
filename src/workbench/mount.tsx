/** The two pages of the site, put into an element. Only this file and what it imports know the UI library. */
import { render } from "preact";
import type { Exercise, ExerciseSummary } from "../exercise/exercise.ts";
import type { Runner } from "../run/runner.ts";
import { Catalogue, UnknownExercise } from "./catalogue.tsx";
import { createWorkbenchState } from "./state/workbench-state.ts";
import { Workbench } from "./workbench.tsx";

export function mountWorkbench(host: HTMLElement, exercise: Exercise, runner: Runner): void {
  host.replaceChildren();
  render(<Workbench state={createWorkbenchState(exercise, runner)} runner={runner} />, host);
}

export function mountCatalogue(host: HTMLElement, exercises: readonly ExerciseSummary[]): void {
  host.replaceChildren();
  render(<Catalogue exercises={exercises} />, host);
}

export function mountUnknownExercise(host: HTMLElement, id: string): void {
  host.replaceChildren();
  render(<UnknownExercise id={id} />, host);
}
