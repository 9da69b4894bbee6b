import type { Compiled, SourceFiles } from "../wire/compiler.ts";
import type { SeedRow } from "../wire/deployment.ts";
import type { SolutionPolicy } from "../wire/options.ts";
import type { Person } from "../wire/issuer.ts";

/** `app`: a Next-like app in front of Convex functions. `script`: one program in a worker, without React. */
export type ExerciseKind = "app" | "script";

/** A ready-made person with the role that rows and checks name: `ada`. */
export type ExercisePerson = Person & { readonly key: string };

/** A file as the learner meets it. Read-only files are shown and run, and cannot be edited. */
export type ExerciseFile = {
  /** Path from the exercise's root, e.g. `convex/tasks.ts`. */
  readonly path: string;
  readonly starter: string;
  readonly editable: boolean;
};

/** One hint, as plain text for a verdict and as HTML (made at build time, without raw HTML) for the page. */
export type Hint = { readonly text: string; readonly html: string };

/** A check as the lesson names it; the code that judges it is in the exercise's `checks/`. */
export type ExerciseCheck = {
  readonly id: string;
  readonly title: string;
  /** From the gentle one to the plain one, shown one at a time; at least one. */
  readonly hints: readonly Hint[];
};

/** The names under which the exercise's two stand-ins are reached inside the sandbox. */
export type ExerciseBackend = {
  /** Host of the Clerk instance, e.g. `calm-otter-42.clerk.accounts.dev`. */
  readonly frontendApiHost: string;
  /** Name of the Convex deployment, e.g. `swift-lemur-412`. */
  readonly deploymentName: string;
  /** Where the learner's app seems to be served: the origin in `azp` and in its `location`. */
  readonly appOrigin: string;
  /** Whether clerk-js works with cookies, as in a browser's own tab. Default: false. */
  readonly clerkComponents?: "stand-in" | "clerk" | undefined;
  readonly standardBrowser?: boolean | undefined;
};

/** What is there before the code runs, from the exercise's `scenarios.ts`: for the learner, and for the checks. */
export type Scenarios = {
  /** The ready-made people who can sign in. The checks use the same roles under random names. */
  readonly people: readonly ExercisePerson[];
  /** Environment variables of the deployment. */
  readonly environment: Readonly<Record<string, string>>;
  /** Rows of the learner's own deployment. A string may hold `{{ada.id}}`. */
  readonly rows: readonly SeedRow[];
  /** Rows of the checks' deployment; strings may hold `{{ada.id}}` and `{{ada.canary}}`. */
  readonly checkRows: readonly SeedRow[];
};

/** What the catalogue tells of an exercise before it is opened. */
export type ExerciseSummary = {
  readonly id: string;
  readonly kind: ExerciseKind;
  readonly title: string;
  /** One sentence for the catalogue. */
  readonly summary: string;
  /** e.g. "Auth & Access". */
  readonly course: string;
  readonly lesson: { readonly number: number; readonly of: number; readonly title: string };
};

/** Files and what they compile to. */
export type PrecompiledFiles = { readonly files: SourceFiles; readonly app: Compiled };

export type Exercise = ExerciseSummary & {
  /** Changes whenever the starter changes: drafts belong to a version. */
  readonly version: string;
  /** HTML made at build time from trusted markdown without raw HTML. */
  readonly lessonHtml: string;
  readonly files: readonly ExerciseFile[];
  readonly checks: readonly ExerciseCheck[];
  readonly backend: ExerciseBackend;
  readonly scenarios: Scenarios;
  /** When **Show solution** is there, unless the page that embeds the exercise says otherwise. */
  readonly solutionPolicy: SolutionPolicy;
  /** A CommonJS script that registers the checks in the referee. */
  readonly checksScript: string;
  /** The starter, compiled at build time: the first Run needs no compiler. */
  readonly precompiled: readonly PrecompiledFiles[];
};

/** What a wrong answer comes to. */
export type WrongOutcome =
  /** Exactly these checks fail, and the hint shown for the first of them holds these words. */
  | { readonly fails: readonly string[]; readonly hint: string }
  /** It cannot be judged: the verdict's error has this code, e.g. `push-auth-config`. */
  | { readonly error: string };

/** A known wrong answer: what a check, or the run itself, must catch. */
export type WrongAnswer = WrongOutcome & {
  /** The folder's name in `wrong/`. */
  readonly name: string;
  /** Only the files that differ from the starter. */
  readonly files: SourceFiles;
};

/** Loaded apart from the exercise, and left out of a site built without solutions. */
export type ExerciseAnswers = {
  /** Only the files in which the solution differs from the starter. */
  readonly solution: SourceFiles;
  readonly wrong: readonly WrongAnswer[];
  /** The solution, compiled at build time. */
  readonly precompiled: readonly PrecompiledFiles[];
};

/** The starter as files, the state before the first keystroke. */
export function starterFiles(exercise: Pick<Exercise, "files">): SourceFiles {
  return Object.fromEntries(exercise.files.map((file) => [file.path, file.starter]));
}

/** The starter with an answer's files laid over it. */
export function answerFiles(exercise: Pick<Exercise, "files">, overlay: SourceFiles): SourceFiles {
  return { ...starterFiles(exercise), ...overlay };
}
