/** The modules that no learner writes: the two entries and what `npx convex dev` would generate. */
import type { SourceFiles } from "../wire/compiler.ts";

/** Import specifiers of the entries, resolved by the plugin. */
export const APP_ENTRY = "handoff:app";
export const FUNCTIONS_ENTRY = "handoff:functions";
export const SCRIPT_ENTRY = "handoff:script";

const MODULE_FILE = /^convex\/(?!_generated\/)(.+)\.(?:tsx?|jsx?)$/;

/**
 * The app's entry: exports what the preview mounts. As in Next's app router the page is a default export; the
 * providers may be a default export or one named `Providers`. Without a providers file the page stands alone.
 */
export function appEntry(files: SourceFiles): string {
  const providers = findModule(files, "app/providers");
  const lines = [`import * as page from "./app/page";`];
  if (providers) lines.push(`import * as providers from "./app/providers";`);
  lines.push(
    `export const Page = page.default;`,
    providers
      ? `export const Providers = providers.Providers ?? providers.default ?? null;`
      : `export const Providers = null;`,
  );
  return lines.join("\n");
}

/** The functions' entry: one thunk per module of `convex/`, keyed by its path without extension. */
export function functionsEntry(files: SourceFiles): string {
  const thunks = functionModules(files).map(
    (name) => `${JSON.stringify(name)}: () => require(${JSON.stringify(`./convex/${name}`)})`,
  );
  return `module.exports = { ${thunks.join(", ")} };`;
}

/** The script's entry: whatever `handoff.ts` exports. The realm that runs it says what is missing. */
export function scriptEntry(): string {
  return `export * from "./handoff";`;
}

/** Paths of the modules under `convex/`, without extension: `tasks`, `auth.config`, `dir/mod`. */
function functionModules(files: SourceFiles): string[] {
  return Object.keys(files)
    .flatMap((path) => MODULE_FILE.exec(path)?.[1] ?? [])
    .filter((name) => !name.endsWith(".d"))
    .toSorted();
}

/** `convex/_generated/*` as the Convex command line writes it, without the types. */
export const GENERATED_MODULES: SourceFiles = {
  "convex/_generated/api.js": [
    `import { anyApi, componentsGeneric } from "convex/server";`,
    `export const api = anyApi;`,
    `export const internal = anyApi;`,
    `export const components = componentsGeneric();`,
  ].join("\n"),
  "convex/_generated/server.js": [
    `export {`,
    `  actionGeneric as action, httpActionGeneric as httpAction, queryGeneric as query,`,
    `  mutationGeneric as mutation, internalActionGeneric as internalAction,`,
    `  internalMutationGeneric as internalMutation, internalQueryGeneric as internalQuery,`,
    `} from "convex/server";`,
  ].join("\n"),
};

const EXTENSIONS = [
  "",
  ".ts",
  ".tsx",
  ".js",
  ".jsx",
  ".json",
  ".css",
  "/index.ts",
  "/index.tsx",
  "/index.js",
];

/** The path of the file that an import of `path` means, tried in a bundler's order; null when there is none. */
export function findModule(files: SourceFiles, path: string): string | null {
  const found = EXTENSIONS.map((extension) => path + extension).find((candidate) =>
    Object.hasOwn(files, candidate),
  );
  if (found !== undefined) return found;
  // TypeScript lets an import name the output of a source file: `./page.js` for `./page.tsx`.
  const source = path.replace(/\.jsx?$/, "");
  return source === path ? null : findModule(files, source);
}
