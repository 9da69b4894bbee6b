/** What the two lamps say, concluded only from hops that the stand-ins recorded. */
import type { Hop } from "../wire/handoff.ts";
import { clientState } from "./clerk-client.ts";
import { numberField } from "./description.ts";
import { isJsonObject, parseJsonObject, type JsonObject } from "./json-text.ts";

export type Lamps = {
  readonly clerk: "signed in" | "signed out" | "loading";
  readonly convex: "authenticated" | "not authenticated" | "loading";
};

/** While nothing has been heard, both are loading. */
export function lampsOf(hops: readonly Hop[]): Lamps {
  let clerk: Lamps["clerk"] = "loading";
  const sockets = new Map<string, Connection>();
  for (const { content, from, to } of hops) {
    if (content.type === "response" && from === "clerk" && to === "app") {
      const state = clientState(parseJsonObject(content.body));
      if (state !== null) clerk = state.isSignedIn ? "signed in" : "signed out";
    }
    if (content.type === "socket-opened") sockets.set(content.socket, OPENED);
    if (content.type === "socket-closed") sockets.delete(content.socket);
    if (content.type !== "frame") continue;
    const before = sockets.get(content.socket) ?? OPENED;
    const frame = parseJsonObject(content.text) ?? cutTransition(content.text);
    if (frame !== null) sockets.set(content.socket, follow(before, frame));
  }
  const { lamp, awaited } = [...sockets.values()].at(-1) ?? OPENED;
  // The real client connects when there is something to ask or a token to show: without either nothing will be heard.
  const hasNobody = lamp === "loading" && awaited === null && clerk === "signed out";
  return { clerk, convex: hasNobody ? "not authenticated" : lamp };
}

/** `awaited` is the identity version that will confirm the token sent last; null when none is under way. */
type Connection = { readonly lamp: Lamps["convex"]; readonly awaited: number | null };

const OPENED: Connection = { lamp: "loading", awaited: null };

/** What a long Transition says of identity: its hop is cut, but `endVersion` stands before the rows. */
function cutTransition(text: string): JsonObject | null {
  const identity = /^\{"type":"Transition".*?"endVersion":\{[^}]*"identity":(\d+)/.exec(text)?.[1];
  return identity === undefined ? null : { type: "Transition", endVersion: { identity: Number(identity) } };
}

function follow(before: Connection, frame: JsonObject): Connection {
  switch (frame["type"]) {
    case "Authenticate":
      if (frame["tokenType"] !== "User") return { lamp: "not authenticated", awaited: null };
      // A token that is renewed does not take the trust in the former one away.
      return {
        lamp: before.lamp === "authenticated" ? "authenticated" : "loading",
        awaited: confirming(frame),
      };
    case "AuthError":
      return { lamp: "not authenticated", awaited: null };
    case "Transition": {
      const end = frame["endVersion"];
      const reached = isJsonObject(end) ? (numberField(end, "identity") ?? 0) : 0;
      if (before.awaited !== null) {
        return reached >= before.awaited ? { lamp: "authenticated", awaited: null } : before;
      }
      // The first answers came without a token ever being shown.
      return before.lamp === "loading" ? { lamp: "not authenticated", awaited: null } : before;
    }
    default:
      return before;
  }
}

function confirming(frame: JsonObject): number {
  return (numberField(frame, "baseVersion") ?? 0) + 1;
}
