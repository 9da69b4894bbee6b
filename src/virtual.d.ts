/** Made by the build (`src/tools/site-plugin.ts`). Types by `import()`: an ambient module may not import by path. */
declare module "virtual:handoff/catalogue" {
  export const catalogue: readonly import("./exercise/catalogue.ts").CatalogueEntry[];
}
