/** How far a client's authentication has come: Authenticate messages sent, and the identity version confirmed. */
import type { Hop } from "../wire/handoff.ts";
import { parseJsonObject } from "./json-text.ts";

export type IdentityVersions = {
  /** Authenticate messages of the connection, `None` included: the client's identity version. */
  readonly sent: number;
  /** Identity version of the last Transition. */
  readonly confirmed: number;
};

/** Of the newest open connection; zeros when there is none. */
export function identityVersions(hops: readonly Hop[]): IdentityVersions {
  const sockets = new Map<string, IdentityVersions>();
  for (const { content, from } of hops) {
    if (content.type === "socket-opened") sockets.set(content.socket, { sent: 0, confirmed: 0 });
    if (content.type === "socket-closed") sockets.delete(content.socket);
    if (content.type !== "frame") continue;
    const versions = sockets.get(content.socket);
    if (versions !== undefined)
      sockets.set(content.socket, advance(versions, content.text, from === "client"));
  }
  return [...sockets.values()].at(-1) ?? { sent: 0, confirmed: 0 };
}

function advance(versions: IdentityVersions, text: string, isFromClient: boolean): IdentityVersions {
  if (isFromClient) {
    // The cheap test first: most frames are neither. A row may hold the word, too.
    const isAuthenticate =
      text.includes('"Authenticate"') && parseJsonObject(text)?.["type"] === "Authenticate";
    return isAuthenticate ? { ...versions, sent: versions.sent + 1 } : versions;
  }
  // By pattern, because a long frame is cut in its hop; `endVersion` stands before the rows.
  const match = /"endVersion":\{[^}]*"identity":(\d+)/.exec(text);
  return match?.[1] === undefined ? versions : { ...versions, confirmed: Number(match[1]) };
}
