/** Whom the deployment takes the app's connection for, read from the hops that the deployment recorded. */
import { identityVersions } from "../handoff/identity-versions.ts";
import { parseJsonObject } from "../handoff/json-text.ts";
import { lampsOf } from "../handoff/lamps.ts";
import type { Hop } from "../wire/handoff.ts";
import type { AppAuthentication } from "../wire/referee.ts";

/** `signedInAt`: how many hops there were when the checks last signed someone in. */
export function appAuthentication(hops: readonly Hop[], signedInAt: number): Omit<AppAuthentication, "seen"> {
  const { convex } = lampsOf(hops);
  const { sent, confirmed } = identityVersions(hops);
  return {
    // A token that was taken back counts when a transition has confirmed it: queries have run again by then.
    state: convex === "not authenticated" && sent > confirmed ? "loading" : convex,
    subject: acceptedSubject(hops),
    refusals: hops.slice(signedInAt).flatMap(refusalOf),
  };
}

/** Of the newest connection; a token that was refused or taken back leaves nobody. */
function acceptedSubject(hops: readonly Hop[]): string | null {
  let subject: string | null = null;
  for (const { content, from, tokens } of hops) {
    if (content.type === "socket-opened") subject = null;
    if (content.type !== "frame" || from !== "client" || !content.text.includes('"Authenticate"')) continue;
    if (parseJsonObject(content.text)?.["type"] !== "Authenticate") continue;
    const verification = tokens[0]?.verification;
    subject = verification?.status === "accepted" ? verification.subject : null;
  }
  return subject;
}

function refusalOf({ content, from }: Hop): string[] {
  if (content.type !== "frame" || from === "client" || !content.text.includes('"AuthError"')) return [];
  const frame = parseJsonObject(content.text);
  const error = frame?.["type"] === "AuthError" ? frame["error"] : undefined;
  return typeof error === "string" ? [error] : [];
}
