/** What the run asks of the compiler realm, over Comlink. */
import type { Result } from "../base/result.ts";

/** A learner file: path from the exercise's root, such as `convex/tasks.ts`, to its text. */
export type SourceFiles = Readonly<Record<string, string>>;

/** One compile error at one place. Lines and columns count from 1; all null when the place is not known. */
export type Diagnostic = {
  readonly message: string;
  readonly file: string | null;
  readonly line: number | null;
  readonly column: number | null;
  /** The offending line as written. */
  readonly lineText: string | null;
};

export type CompiledApp = {
  readonly kind: "app";
  /** A CommonJS script for the preview: it asks for packages by `require` and exports the React entry. */
  readonly clientScript: string;
  /** A CommonJS script for the isolate: it exports one thunk per module of `convex/`. */
  readonly functionsScript: string;
};

export type CompiledScript = {
  readonly kind: "script";
  /** A CommonJS script for the script realm: it asks for packages by `require` and exports both halves. */
  readonly script: string;
};

/** What an exercise of one kind or the other compiles to. */
export type Compiled = CompiledApp | CompiledScript;

export type CompilerApi = {
  /**
   * Settles when a compile can begin at once. `wasmUrl` is absolute. Rejects with `RealmUnavailable` while that cannot be
   * loaded.
   */
  prepare(wasmUrl: string): Promise<void>;
  /** Never throws for a fault in the learner's files: those are the diagnostics, at least one. To be prepared first. */
  compile(files: SourceFiles, kind: Compiled["kind"]): Promise<Result<Compiled, readonly Diagnostic[]>>;
};

/** The same as the stages of a run see it. */
export type Compiler = {
  compile(files: SourceFiles, kind: Compiled["kind"]): Promise<Result<Compiled, readonly Diagnostic[]>>;
};
