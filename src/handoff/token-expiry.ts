/** Until when the deployment knows who is there: the end of the token that it accepted last. Pure. */
import type { Hop } from "../wire/handoff.ts";
import { decodeToken } from "./token.ts";

/** Milliseconds since the epoch; null while no token has been accepted. */
export function lastTokenExpiry(hops: readonly Hop[]): number | null {
  for (const { tokens } of hops.toReversed()) {
    const accepted = tokens.findLast(({ verification }) => verification.status === "accepted");
    if (accepted === undefined) continue;
    const expiry = decodeToken(accepted.jwt).claims?.["exp"];
    return typeof expiry === "number" ? expiry * 1000 : null;
  }
  return null;
}
