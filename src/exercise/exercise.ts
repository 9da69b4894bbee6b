import type { CompiledApp, SourceFiles } from "../wire/compiler.ts";
import type { SeedRow } from "../wire/deployment.ts";
import type { Person } from "../wire/issuer.ts";

/** A ready-made person with the role that rows and checks name: `ada`. */
export type ExercisePerson = Person & { readonly key: string };

/** A file as the learner meets it. Read-only files are shown and run, and cannot be edited. */
export type ExerciseFile = {
  /** Path from the exercise's root, e.g. `convex/tasks.ts`. */
  readonly path: string;
  readonly starter: string;
  readonly editable: boolean;
};

/** A check as the lesson names it; the code that judges it is in the exercise's `checks/`. */
export type ExerciseCheck = { readonly id: string; readonly title: string; readonly hint: string };

/** The names under which the exercise's two stand-ins are reached inside the sandbox. */
export type ExerciseBackend = {
  /** Host of the Clerk instance, e.g. `calm-otter-42.clerk.accounts.dev`. */
  readonly frontendApiHost: string;
  /** Name of the Convex deployment, e.g. `swift-lemur-412`. */
  readonly deploymentName: string;
  /** Environment variables of the deployment. */
  readonly deploymentEnvironment: Readonly<Record<string, string>>;
  /** Where the learner's app seems to be served: the origin in `azp` and in its `location`. */
  readonly appOrigin: string;
  /** The ready-made people who can sign in. */
  readonly people: readonly ExercisePerson[];
  /** Rows that the deployment holds before the first run. A string may hold `{{ada.id}}`. */
  readonly rows: readonly SeedRow[];
};

/** What the catalogue tells of an exercise before it is opened. */
export type ExerciseSummary = {
  readonly id: string;
  readonly title: string;
  /** One sentence for the catalogue. */
  readonly summary: string;
  /** e.g. "Auth & Access". */
  readonly course: string;
  readonly lesson: { readonly number: number; readonly of: number; readonly title: string };
};

export type Exercise = ExerciseSummary & {
  /** Changes whenever the starter changes: drafts belong to a version. */
  readonly version: string;
  /** HTML made at build time from trusted markdown without raw HTML. */
  readonly lessonHtml: string;
  readonly files: readonly ExerciseFile[];
  /** Only the files in which the solution differs from the starter. */
  readonly solution: SourceFiles;
  readonly checks: readonly ExerciseCheck[];
  readonly backend: ExerciseBackend;
  /** Rows of the checks' own deployment; strings may hold `{{ada.id}}` and `{{ada.canary}}`. */
  readonly checkRows: readonly SeedRow[];
  /** A CommonJS script that registers the checks in the referee. */
  readonly checksScript: string;
  /** The starter and the solution compiled at build time: the first Run needs no compiler. */
  readonly compiled: readonly { readonly files: SourceFiles; readonly app: CompiledApp }[];
};

/** The starter as files, the state before the first keystroke. */
export function starterFiles(exercise: Exercise): SourceFiles {
  return Object.fromEntries(exercise.files.map((file) => [file.path, file.starter]));
}
