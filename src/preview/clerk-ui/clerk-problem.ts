/** What Clerk refused, and why, out of whatever was thrown. */
import * as v from "valibot";

/** The part of clerk-js's `ClerkAPIResponseError` that is shown. */
const RefusalSchema = v.object({
  status: v.number(),
  errors: v.pipe(
    v.array(
      v.object({
        code: v.string(),
        message: v.optional(v.string()),
        longMessage: v.optional(v.string()),
      }),
    ),
    v.minLength(1),
  ),
});

/** What a person can do about a refusal, where Clerk's sentence does not say it. */
const ADVICE: Readonly<Record<string, string>> = {
  sign_up_mode_restricted:
    "Only people whom the instance's owner adds can sign in. Its owner may open it: here, in the Clerk pane under Instance.",
  form_code_incorrect: "Here every code is 424242.",
};

/** The sentence for the person who is signing in. */
export function problemText(error: unknown): string {
  const parsed = v.safeParse(RefusalSchema, error);
  const first = parsed.success ? parsed.output.errors[0] : undefined;
  if (first === undefined) return error instanceof Error ? error.message : "Clerk gave no answer.";
  const sentence = first.longMessage ?? first.message ?? first.code;
  const advice = ADVICE[first.code];
  return advice === undefined ? sentence : `${sentence.replace(/[^.!?]$/, "$&.")} ${advice}`;
}

/** The same for the narration: status and code, as they stand in the answer. */
export function refusalText(error: unknown): string {
  const parsed = v.safeParse(RefusalSchema, error);
  if (!parsed.success) return "it did not come to an answer.";
  const { status, errors } = parsed.output;
  return `Clerk answered ${status}, ${errors.map(({ code }) => code).join(", ")}.`;
}
