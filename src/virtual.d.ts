/** Made by the build (`src/tools/site-plugin.ts`). Types by `import()`: an ambient module may not import by path. */
declare module "virtual:handoff/catalogue" {
  type Entry = import("./exercise/exercise.ts").ExerciseSummary & {
    load(): Promise<import("./exercise/exercise.ts").Exercise>;
  };
  export const catalogue: readonly Entry[];
}
