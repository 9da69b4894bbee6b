/** Words for a Transition: the frame with which the deployment brings a client up to date. */
import { describeAs, numberField, type Description, type Memory } from "./description.ts";
import { isJsonObject, jsonObjects, summarizeValue, type JsonObject } from "./json-text.ts";

export function describeTransition(frame: JsonObject, socket: string, memory: Memory): Description {
  const isConfirmed = reachesNewIdentity(frame, socket, memory);
  const changes = jsonObjects(frame["modifications"]).filter(({ type }) => type !== "QueryRemoved");
  const failed = changes.some(({ type }) => type === "QueryFailed");
  const parts = changes.map((change) => describeChange(change, socket, memory));
  if (parts.length === 0) {
    return isConfirmed
      ? describeAs("Transition · identity changed", "The deployment has taken in who the caller is now.", {
          tone: "ok",
        })
      : describeAs("Transition · no change", "Nothing that the app shows has changed.", { minor: true });
  }
  const title = `Transition · ${parts.join(", ")}`;
  if (failed) return describeAs(title, "A query failed, and the app is told so.", { tone: "refused" });
  return isConfirmed
    ? describeAs(title, "The identity has changed, so the queries ran again; these are the answers for it.", {
        tone: "ok",
      })
    : describeAs(title, "The deployment sends the app the newest answers of its queries.");
}

function describeChange(change: JsonObject, socket: string, memory: Memory): string {
  const path = memory.queries.get(`${socket} ${numberField(change, "queryId")}`) ?? "a query";
  return change["type"] === "QueryFailed" ? `${path} failed` : `${path} ${summarizeValue(change["value"])}`;
}

function reachesNewIdentity(frame: JsonObject, socket: string, memory: Memory): boolean {
  const end = frame["endVersion"];
  const version = isJsonObject(end) ? numberField(end, "identity") : null;
  if (version === null) return false;
  const isNewer = version > (memory.identities.get(socket) ?? 0);
  memory.identities.set(socket, version);
  return isNewer;
}
