/** Types of what an exercise's `scenarios.ts` exports. */
declare module "handoff/exercise" {
  export type Scenarios = import("../src/exercise/exercise.ts").Scenarios;
}
