/** Types of `embed.js`: the element `<handoff-exercise>` and what it tells. */

/** Attributes, properties and options; the site's URL parameters have the same names. */
export type HandoffOptions = {
  /** Id of the exercise. */
  exercise: string;
  view: "split" | "editor" | "preview" | "handoff" | "checks";
  theme: "auto" | "light" | "dark";
  loading: "lazy" | "eager" | "click";
  /** `auto` or a CSS length. */
  height: string;
  readonly: boolean;
  /** Runs the exercise's own files when it opens. */
  autorun: boolean;
  /** Empty: as the exercise says. */
  solution: "" | "never" | "after-pass" | "open";
  persist: "auto" | "off";
  /** Keeps drafts of one exercise apart when it stands in several places. */
  key: string;
};

export type CheckResult = {
  readonly id: string;
  readonly title: string;
  readonly status: "passed" | "failed" | "not-reached";
  readonly message?: string;
  readonly expected?: string;
  readonly actual?: string;
  readonly hint?: string;
  /** Ids of the hops that show it. */
  readonly evidence: readonly string[];
  readonly durationMs: number;
};

/** Lines and columns count from 1. */
export type RunError = {
  readonly code: string;
  readonly message: string;
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
};

export type Verdict = {
  readonly exercise: string;
  readonly runId: string;
  readonly durationMs: number;
  /** `error`: the code did not compile or did not start. */
  readonly status: "passed" | "failed" | "error" | "stopped";
  readonly checks: readonly CheckResult[];
  readonly error?: RunError;
};

/** What a learner has reached, for the host to keep and to give back. */
export type Progress = {
  readonly exercise: string;
  readonly version: string;
  /** Only the files that differ from the starter. */
  readonly files: Readonly<Record<string, string>>;
  /** Ids of the checks that have passed at least once. */
  readonly passedChecks: readonly string[];
  readonly passed: boolean;
};

export type Ready = {
  readonly exercise: string;
  readonly version: string;
  readonly title: string;
  /** Paths that `setFiles` takes. */
  readonly editable: readonly string[];
};

/** One message of the handoff. `at` is milliseconds since the epoch. */
export type Hop = {
  readonly id: string;
  readonly at: number;
  readonly from: string;
  readonly to: string;
  /** Tells by its `type` what was carried. */
  readonly content: { readonly type: string };
  readonly tokens: readonly object[];
};

/** The `detail` of each event. */
export type EmbedEvents = {
  ready: Ready;
  change: { readonly path: string; readonly text: string };
  run: { readonly runId: string };
  hop: { readonly of: "app" | "checks"; readonly hops: readonly Hop[] };
  verdict: Verdict;
  progress: Progress;
  resize: { readonly height: number };
  error: RunError;
};

/** `<handoff-exercise>`. A call before the exercise is open waits for it, and opens it. */
export interface HandoffExercise extends HTMLElement, HandoffOptions {
  /** Settles when the exercise is open; rejects if it cannot be opened. Asking for it opens nothing. */
  readonly ready: Promise<Ready>;
  /** Runs the code that is in the editor. */
  run(): Promise<Verdict>;
  stop(): Promise<void>;
  /** Puts the starter code back. */
  reset(): Promise<void>;
  getFiles(): Promise<Record<string, string>>;
  /** Replaces the texts of these files; all must be editable. Runs nothing. */
  setFiles(files: Record<string, string>): Promise<void>;
  getProgress(): Promise<Progress>;
  /** Puts back what `getProgress` gave, if the exercise is still of that version. Runs nothing. */
  setProgress(progress: Progress): Promise<void>;
  addEventListener<Type extends keyof EmbedEvents>(
    type: Type,
    listener: (event: CustomEvent<EmbedEvents[Type]>) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
}

export declare const HandoffExercise: {
  new (): HandoffExercise;
  readonly prototype: HandoffExercise;
};

/** Puts an exercise at the end of `target`, an element or a selector of one. */
export declare function mount(target: Element | string, options: Partial<HandoffOptions>): HandoffExercise;

declare global {
  interface HTMLElementTagNameMap {
    "handoff-exercise": HandoffExercise;
  }
}
