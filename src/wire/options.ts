/**
 * How an exercise is shown: one vocabulary for the attributes of `<handoff-exercise>`, the parameters of the site's URL
 * and the options of `mount()`.
 */
import * as v from "valibot";

export const VIEWS = ["split", "editor", "preview", "handoff", "checks"] as const;
export const THEMES = ["auto", "light", "dark"] as const;
export const LOADINGS = ["lazy", "eager", "click"] as const;
export const SOLUTION_POLICIES = ["never", "after-pass", "open"] as const;
export const PERSISTENCES = ["auto", "off"] as const;

export type View = (typeof VIEWS)[number];
export type Theme = (typeof THEMES)[number];
export type SolutionPolicy = (typeof SOLUTION_POLICIES)[number];

/** A switch is on unless it says `false`, as in an attribute without a value. */
const flag = v.pipe(
  v.string(),
  v.transform((text) => text !== "false"),
);

const OptionsSchema = v.object({
  /** Id of the exercise; null for the catalogue. */
  exercise: v.optional(v.nullable(v.string()), null),
  /** Without the site's own chrome, for a frame in a page of someone else. */
  embed: v.optional(flag, "false"),
  view: v.optional(v.picklist(VIEWS), "split"),
  theme: v.optional(v.picklist(THEMES), "auto"),
  readonly: v.optional(flag, "false"),
  /** Runs the exercise's own files when it opens; never code that came by a link. */
  autorun: v.optional(flag, "false"),
  /** Absent: as the exercise itself says. */
  solution: v.optional(v.picklist(SOLUTION_POLICIES)),
  persist: v.optional(v.picklist(PERSISTENCES), "auto"),
  /** `auto`: as tall as the content, told by `resize`. Absent: as tall as the frame. Other values are the host's own. */
  height: v.optional(v.string(), ""),
  /** Keeps drafts of one exercise apart when it stands in several places. */
  key: v.optional(v.pipe(v.string(), v.maxLength(100)), ""),
});

export type Options = v.InferOutput<typeof OptionsSchema>;
export const DEFAULT_OPTIONS: Options = v.parse(OptionsSchema, {});

/** What is not understood falls back to its default and is told in a sentence. */
export type ParsedOptions = { readonly options: Options; readonly faults: readonly string[] };

/** Reads the parameters of the site's URL. Those that are not in the vocabulary are ignored. */
export function parseOptions(parameters: URLSearchParams): ParsedOptions {
  const given: Record<string, string> = Object.fromEntries(parameters);
  const result = v.safeParse(OptionsSchema, given);
  if (result.success) return { options: result.output, faults: [] };
  const faults = result.issues.map(
    (issue) =>
      `${v.getDotPath(issue) ?? "an option"}=${String(issue.input)} is not understood: ${issue.message}`,
  );
  const wrong = new Set(result.issues.map((issue) => v.getDotPath(issue)));
  const rest = Object.fromEntries(Object.entries(given).filter(([name]) => !wrong.has(name)));
  return { options: v.parse(OptionsSchema, rest), faults };
}
