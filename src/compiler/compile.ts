/** Learner files in, scripts out. Pure: the bundler is handed in, so the same code runs in the worker and in Node. */
import type { BuildOptions, Message } from "esbuild-wasm";
import { failure, success, type Result } from "../base/result.ts";
import type { Compiled, CompiledApp, Diagnostic, SourceFiles } from "../wire/compiler.ts";
import {
  APP_PACKAGES,
  DEFINE_APP,
  DEFINE_SCRIPT,
  FUNCTION_PACKAGES,
  functionsScriptFrom,
  LOCATION_DEFINES,
  moduleFactory,
  SCRIPT_PACKAGES,
} from "../wire/scripts.ts";
import {
  APP_ENTRY,
  appEntry,
  FUNCTIONS_ENTRY,
  functionsEntry,
  SCRIPT_ENTRY,
  scriptEntry,
} from "./entries.ts";
import { learnerFiles, type BundleHalf, type LoopGuards } from "./learner-files.ts";

/** The part of esbuild's interface that is needed here. */
export type Bundler = {
  build(options: BuildOptions & { write: false }): Promise<{ outputFiles: { text: string }[] }>;
};

const SHARED_OPTIONS = {
  bundle: true,
  format: "cjs",
  target: "es2022",
  jsx: "automatic",
  logLevel: "silent",
  // Names reach the learner in error messages and in React's component stacks.
  keepNames: false,
  charset: "utf8",
} as const satisfies BuildOptions;

/** Never throws for a fault in the files; the diagnostics are esbuild's, each once. */
export function compile(
  bundler: Bundler,
  files: SourceFiles,
  kind: Compiled["kind"],
): Promise<Result<Compiled, readonly Diagnostic[]>> {
  switch (kind) {
    case "app":
      return compileApp(bundler, files);
    case "script":
      return compileScript(bundler, files);
    default:
      return kind satisfies never;
  }
}

async function compileScript(
  bundler: Bundler,
  files: SourceFiles,
): Promise<Result<Compiled, readonly Diagnostic[]>> {
  const script = await bundle(bundler, files, {
    half: { entry: SCRIPT_ENTRY, entryText: scriptEntry(), packages: SCRIPT_PACKAGES, subject: "The script" },
    options: {},
  });
  if (!script.ok) return failure(unique(script.error));
  return success({ kind: "script", script: moduleFactory(DEFINE_SCRIPT, script.value) });
}

/** Compiles both halves. The diagnostics of the app come first. */
export async function compileApp(
  bundler: Bundler,
  files: SourceFiles,
): Promise<Result<CompiledApp, readonly Diagnostic[]>> {
  const [app, functions] = await Promise.all([
    bundle(bundler, files, {
      half: { entry: APP_ENTRY, entryText: appEntry(files), packages: APP_PACKAGES, subject: "The app" },
      options: { define: LOCATION_DEFINES },
    }),
    bundle(bundler, files, {
      half: {
        entry: FUNCTIONS_ENTRY,
        entryText: functionsEntry(files),
        packages: FUNCTION_PACKAGES,
        subject: "A function in convex/",
      },
      // Errors name the learner's own lines.
      options: { sourcemap: "inline", sourcesContent: false },
    }),
  ]);
  if (!app.ok || !functions.ok) {
    return failure(unique([...(app.ok ? [] : app.error), ...(functions.ok ? [] : functions.error)]));
  }
  return success({
    kind: "app",
    clientScript: moduleFactory(DEFINE_APP, app.value),
    functionsScript: functionsScriptFrom(functions.value),
  });
}

async function bundle(
  bundler: Bundler,
  files: SourceFiles,
  { half, options }: { half: BundleHalf; options: BuildOptions },
): Promise<Result<string, Diagnostic[]>> {
  const build = async (guards: LoopGuards): Promise<Result<string, Diagnostic[]>> => {
    try {
      const result = await bundler.build({
        ...SHARED_OPTIONS,
        ...options,
        entryPoints: [half.entry],
        plugins: [learnerFiles(files, half, guards)],
        write: false,
      });
      return success(result.outputFiles[0]?.text ?? "");
    } catch (error) {
      return failure(messagesOf(error).map(toDiagnostic));
    }
  };
  const built = await build("guarded");
  // Faults are told as they stand in the learner's own text; and a guard must never be one.
  return built.ok ? built : build("as written");
}

function messagesOf(error: unknown): Message[] {
  // esbuild rejects with a BuildFailure; anything else is a fault of ours and must not pass as the learner's.
  if (error instanceof Error && "errors" in error && Array.isArray(error.errors))
    return error.errors as Message[];
  throw error;
}

function toDiagnostic(message: Message): Diagnostic {
  const place = message.location;
  return {
    message: message.text,
    file: place === null ? null : place.file.replace(/^learner:/, ""),
    line: place?.line ?? null,
    column: place === null ? null : place.column + 1,
    lineText: place?.lineText ?? null,
  };
}

/** A file that both halves import is complained about twice. */
function unique(diagnostics: Diagnostic[]): Diagnostic[] {
  const seen = new Set<string>();
  return diagnostics.filter((diagnostic) => {
    const key = JSON.stringify(diagnostic);
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}
