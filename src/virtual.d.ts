/** Made by the build (`src/tools/site-plugin.ts`) from the folders in `exercises/`. */
declare module "virtual:handoff/catalogue" {
  import type { Exercise, ExerciseSummary } from "./exercise/exercise.ts";

  export const catalogue: readonly (ExerciseSummary & { load(): Promise<Exercise> })[];
}
