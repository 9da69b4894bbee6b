/** First stage of a run: files in, scripts out. The exercise's own starter and solution need no compiler. */
import { success, type Result } from "../base/result.ts";
import type { PrecompiledFiles } from "../exercise/exercise.ts";
import { abortable } from "./abortable.ts";
import type { Compiled, Compiler, Diagnostic, SourceFiles } from "../wire/compiler.ts";

export async function compileFiles(
  signal: AbortSignal,
  precompiled: readonly PrecompiledFiles[],
  files: SourceFiles,
  kind: Compiled["kind"],
  compiler: Compiler,
): Promise<Result<Compiled, readonly Diagnostic[]>> {
  signal.throwIfAborted();
  const known = precompiled.find((candidate) => sameFiles(candidate.files, files));
  if (known !== undefined) return success(known.app);
  return abortable(signal, compiler.compile(files, kind));
}

function sameFiles(one: SourceFiles, other: SourceFiles): boolean {
  const paths = Object.keys(one);
  return paths.length === Object.keys(other).length && paths.every((path) => one[path] === other[path]);
}
