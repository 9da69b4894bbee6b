/** Options that a host changes while the exercise is open, laid over the address that opened it. Pure. */
import type { Settings } from "../../wire/embed.ts";
import { parseOptions, type Options } from "../../wire/options.ts";

/** These say what was opened, not how it is shown: the frame is opened anew for them. */
const REOPENING = ["exercise", "persist", "key"] as const;

export type AppliedSettings = {
  /** The address' parameters as they are now. */
  readonly parameters: URLSearchParams;
  readonly options: Options;
  readonly reopens: boolean;
};

/** Sentences about what is not understood, or the outcome. */
export function applySettings(
  before: URLSearchParams,
  settings: Settings,
): { readonly faults: readonly string[] } | AppliedSettings {
  const parameters = new URLSearchParams(before);
  const given = new URLSearchParams();
  for (const [name, value] of Object.entries(settings)) {
    if (value === undefined) continue;
    if (value === null) parameters.delete(name);
    else {
      parameters.set(name, value);
      given.set(name, value);
    }
  }
  const { faults } = parseOptions(given);
  if (faults.length > 0) return { faults };
  const { options } = parseOptions(parameters);
  const former = parseOptions(before).options;
  return { parameters, options, reopens: REOPENING.some((name) => options[name] !== former[name]) };
}
