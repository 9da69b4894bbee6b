/** What of an exercise is compiled when the site is built: its files, its checks, its scenarios. */
import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { build } from "esbuild-wasm";
import { compile } from "../../compiler/compile.ts";
import type { ExerciseKind, PrecompiledFiles } from "../../exercise/exercise.ts";
import type { SourceFiles } from "../../wire/compiler.ts";
import { authorError } from "./author-error.ts";
import { DEFINE_CHECKS, moduleFactory } from "../../wire/scripts.ts";

/** Throws with every fault and its place when the files do not compile. */
export async function compileFiles(
  name: string,
  files: SourceFiles,
  kind: ExerciseKind,
): Promise<PrecompiledFiles> {
  const result = await compile({ build }, files, kind);
  if (result.ok) return { files, app: result.value };
  const places = result.error.map((fault) => `${fault.file}:${fault.line}:${fault.column}: ${fault.message}`);
  throw authorError(`exercises/${name} does not compile:\n  ${places.join("\n  ")}`);
}

/** All checks of an exercise as one script for the referee. */
export async function bundleChecks(folder: string): Promise<string> {
  const entries = readdirSync(join(folder, "checks"))
    .filter((name) => name.endsWith(".check.ts"))
    .toSorted();
  const code = await bundle(entries.map((name) => `import "./checks/${name}";`).join("\n"), folder, "cjs");
  return moduleFactory(DEFINE_CHECKS, code);
}

/** The default export of a TypeScript file of ours. */
export async function evaluate(path: string): Promise<unknown> {
  const code = await bundle(`export { default } from ${JSON.stringify(path)};`, dirname(path), "esm");
  const url = `data:text/javascript;base64,${Buffer.from(code).toString("base64")}`;
  const module = (await import(/* @vite-ignore */ url)) as { default: unknown };
  return module.default;
}

async function bundle(contents: string, resolveDir: string, format: "cjs" | "esm"): Promise<string> {
  const result = await build({
    stdin: { contents, resolveDir },
    bundle: true,
    write: false,
    format,
    target: "es2022",
    charset: "utf8",
    external: ["vitest", "handoff/checks"],
    tsconfigRaw: {},
    // What is wrong is in the error.
    logLevel: "silent",
  });
  return result.outputFiles[0]?.text ?? "";
}
