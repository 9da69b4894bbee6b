import type { Exercise, ExerciseAnswers, ExerciseSummary } from "./exercise.ts";

/** An exercise that can be opened. */
export type CatalogueEntry = ExerciseSummary & {
  load(): Promise<Exercise>;
  /** The solution and the known wrong answers; null in a site built without solutions. */
  readonly loadAnswers: (() => Promise<ExerciseAnswers>) | null;
};
