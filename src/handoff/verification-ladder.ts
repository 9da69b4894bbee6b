/** How far the verification of a token came, step by step. */
import { VERIFICATION_STEPS, type TokenVerification, type VerificationStep } from "../wire/handoff.ts";

export type Rung = {
  readonly step: VerificationStep;
  /** What the step asks, as a person would. */
  readonly question: string;
  readonly state: "passed" | "failed" | "not reached";
  /** What the token has, what was wanted, and where that is said; only at the step that failed. */
  readonly found: string | null;
  readonly wanted: string | null;
  readonly file: string | null;
};

const QUESTIONS: Readonly<Record<VerificationStep, string>> = {
  parse: "Is it a JWT that can be read?",
  issuer: "Does it come from an issuer that convex/auth.config.ts trusts?",
  audience: "Is it meant for this application?",
  discovery: "Can the issuer's public keys be fetched?",
  header: "Are its type and algorithm ones that are accepted?",
  key: "Is the key it names in the issuer's key set?",
  signature: "Was it signed with that key, and not changed since?",
  lifetime: "Is it still valid?",
};

/** Empty for a token that nobody has verified. */
export function verificationLadder(verification: TokenVerification): readonly Rung[] {
  if (verification.status === "unverified") return [];
  const failed = verification.status === "refused" ? VERIFICATION_STEPS.indexOf(verification.step) : Infinity;
  return VERIFICATION_STEPS.map((step, index) => {
    const state = index < failed ? "passed" : index === failed ? "failed" : "not reached";
    const nothing = { found: null, wanted: null, file: null };
    const { found, wanted, file } =
      verification.status === "refused" && state === "failed" ? verification : nothing;
    return { step, question: QUESTIONS[step], state, found, wanted, file };
  });
}
