/** The esbuild plugin that resolves a learner's imports: own files, generated modules, allowed packages. */
import type { Loader, OnLoadResult, OnResolveArgs, OnResolveResult, Plugin } from "esbuild-wasm";
import type { SourceFiles } from "../wire/compiler.ts";
import { guardLoops } from "./loop-guards.ts";
import { findModule, GENERATED_MODULES } from "./entries.ts";
import { MOST_LEVELS, readSyntax } from "./syntax-tree.ts";

const NAMESPACE = "learner";

/** Which half of the project is being bundled: its packages differ, and so does what an error recommends. */
export type BundleHalf = {
  readonly entry: string;
  readonly entryText: string;
  readonly packages: readonly string[];
  /** For messages, e.g. "The app". */
  readonly subject: string;
};

/** Whether a call is put into every loop. */
export type LoopGuards = "guarded" | "as written";

export function learnerFiles(files: SourceFiles, half: BundleHalf, guards: LoopGuards): Plugin {
  const all: SourceFiles = { ...files, ...GENERATED_MODULES };
  return {
    name: "learner-files",
    setup(build) {
      build.onResolve({ filter: /.*/ }, (args) => resolve(all, half, args));
      build.onLoad({ filter: /.*/, namespace: NAMESPACE }, ({ path }) => {
        if (path === half.entry) return { contents: half.entryText, loader: "js" };
        const text = all[path] ?? "";
        const isLearners = Object.hasOwn(files, path) && /\.[jt]sx?$/.test(path);
        return isLearners ? loadCode(path, text, guards) : { contents: text, loader: loaderOf(path) };
      });
    },
  };
}

/** Refused where it is nested so deeply that esbuild would fall over it. */
function loadCode(path: string, text: string, guards: LoopGuards): OnLoadResult {
  const tree = readSyntax(path, text);
  if (tree.ok) {
    const contents = guards === "guarded" ? guardLoops(path, text, tree.value) : text;
    return { contents, loader: loaderOf(path) };
  }
  const at = tree.error;
  const message = `This is nested more than ${MOST_LEVELS} levels deep, which is too deep to be compiled.`;
  const line = text.slice(0, at).split("\n").length;
  // The line is as long as it is deep: what begins here is enough of it.
  const [lineText = ""] = text.slice(at, at + 60).split("\n", 1);
  return { errors: [{ text: message, location: { file: path, line, column: 0, lineText } }] };
}

function resolve(files: SourceFiles, half: BundleHalf, args: OnResolveArgs): OnResolveResult {
  if (args.kind === "entry-point") return { path: half.entry, namespace: NAMESPACE };
  if (/^\.{0,2}\//.test(args.path)) return resolveFile(files, half, args);
  if (half.packages.includes(args.path)) return { path: args.path, external: true };
  if (args.path.startsWith("@/"))
    return resolveFile(files, half, { ...args, path: `/${args.path.slice(2)}` });
  return { errors: [{ text: unknownPackage(half, args.path) }] };
}

function resolveFile(files: SourceFiles, half: BundleHalf, args: OnResolveArgs): OnResolveResult {
  const folder = args.importer === half.entry ? "" : args.importer.split("/").slice(0, -1).join("/");
  const path = joinPath(args.path.startsWith("/") ? "" : folder, args.path);
  const found = path === null ? null : findModule(files, path);
  if (found !== null) return { path: found, namespace: NAMESPACE };
  const wanted = path ?? args.path;
  return {
    errors: [
      {
        text: `There is no file "${wanted}". The exercise has: ${Object.keys(files)
          .filter((name) => !name.startsWith("."))
          .join(", ")}`,
      },
    ],
  };
}

function unknownPackage(half: BundleHalf, name: string): string {
  return `${half.subject} cannot import "${name}": it is not part of this sandbox. It can import ${half.packages.join(", ")}`;
}

/** Resolves `.` and `..`; null when the path leaves the exercise. */
function joinPath(folder: string, relative: string): string | null {
  const parts = folder === "" ? [] : folder.split("/");
  for (const part of relative.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") parts.push(part);
    else if (parts.pop() === undefined) return null;
  }
  return parts.join("/");
}

function loaderOf(path: string): Loader {
  const extension = path.slice(path.lastIndexOf(".") + 1);
  switch (extension) {
    case "ts":
    case "tsx":
    case "jsx":
    case "js":
    case "json":
      return extension;
    case "css":
      return "text";
    default:
      return "text";
  }
}
