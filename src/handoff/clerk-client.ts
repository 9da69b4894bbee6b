/** Reads Clerk's client resource, wherever an answer of the Frontend API carries it. */
import { isJsonObject, jsonObjects, type JsonObject } from "./json-text.ts";

export type ClientState = {
  readonly isSignedIn: boolean;
  /** The user resource of the session in use, as sent; null when nobody is signed in. */
  readonly user: unknown;
};

/** Null when the answer says nothing about the client. */
export function clientState(answer: JsonObject | null): ClientState | null {
  if (answer === null) return null;
  const client = [answer["client"], answer["response"], answer].find(isClient);
  if (client === undefined) return null;
  const active = jsonObjects(client["sessions"]).filter(({ status }) => status === "active");
  const inUse = active.find(({ id }) => id === client["last_active_session_id"]) ?? active[0];
  return { isSignedIn: inUse !== undefined, user: inUse?.["user"] ?? null };
}

function isClient(value: unknown): value is JsonObject {
  return isJsonObject(value) && value["object"] === "client";
}
