/** Words for the frames of Convex's sync protocol and for the life of its socket. */
import type { CarriedToken, Hop, HopContent } from "../wire/handoff.ts";
import { describeAs, numberField, textField, type Description, type Memory } from "./description.ts";
import { describeTransition } from "./describe-transition.ts";
import { jsonObjects, parseJsonObject, shorten, type JsonObject } from "./json-text.ts";

type Frame = Extract<HopContent, { type: "frame" }>;
type Closed = Extract<HopContent, { type: "socket-closed" }>;

export function describeOpened(): Description {
  return describeAs(
    "WebSocket opened",
    "The Convex client opens its one connection. Nobody has said yet who is calling.",
  );
}

export function describeClosed({ code, reason }: Closed): Description {
  const title = reason === "" ? `WebSocket closed · ${code}` : `WebSocket closed · ${shorten(reason, 32)}`;
  return describeAs(title, "The connection is over, and with it the identity that was attached to it.");
}

/** What a call means for the identity, by the token that it carries. */
export function callExplanation(tokens: readonly CarriedToken[], target: string): string {
  const verification = tokens[0]?.verification;
  switch (verification?.status) {
    case undefined:
      return `A call of ${target} without a token: the caller is anonymous.`;
    case "unverified":
      return `A call of ${target} with a token that is not checked here.`;
    case "accepted":
      return `A call of ${target} with a token that the deployment checked and accepted.`;
    case "refused":
      return `A call of ${target} with a token that the deployment refused.`;
    default:
      return verification satisfies never;
  }
}

export function describeFrame(hop: Hop, { socket, text }: Frame, memory: Memory): Description {
  const frame = parseJsonObject(text);
  if (frame === null) return describeAs("Frame", "A frame that is too long to show in full, or is not JSON.");
  const type = textField(frame, "type") ?? "Frame";
  return hop.from === "client"
    ? describeClientFrame(type, frame, hop, socket, memory)
    : describeServerFrame(type, frame, socket, memory);
}

function describeClientFrame(
  type: string,
  frame: JsonObject,
  hop: Hop,
  socket: string,
  memory: Memory,
): Description {
  switch (type) {
    case "Connect":
      memory.identities.set(socket, 0);
      return describeAs(
        "Connect",
        "The client introduces its session. Still anonymous: no token has been sent.",
      );
    case "Authenticate":
      return describeAuthenticate(frame, hop);
    case "ModifyQuerySet":
      return describeSubscriptions(frame, socket, memory);
    case "Mutation":
    case "Action": {
      const path = textField(frame, "udfPath") ?? "?";
      memory.calls.set(`${socket} ${numberField(frame, "requestId")}`, path);
      return describeAs(
        `${type} · ${path}`,
        `The app calls ${path} over the connection, as whoever it has proved to be.`,
      );
    }
    default:
      return describeAs(type, "Housekeeping of the connection.", { minor: true });
  }
}

function describeAuthenticate(frame: JsonObject, { tokens }: Hop): Description {
  if (frame["tokenType"] === "None") {
    return describeAs(
      "Authenticate (none)",
      "The client takes its token back: from here on the caller is anonymous.",
    );
  }
  const isRefused = tokens.some(({ verification }) => verification.status === "refused");
  const outcome = isRefused
    ? "This one was refused."
    : "The deployment checks its signature, issuer, audience and expiry.";
  return describeAs("Authenticate (token)", `The client attaches the token to the connection. ${outcome}`, {
    tone: isRefused ? "refused" : "token",
  });
}

function describeSubscriptions(frame: JsonObject, socket: string, memory: Memory): Description {
  const added: string[] = [];
  let removed = 0;
  for (const modification of jsonObjects(frame["modifications"])) {
    const path = textField(modification, "udfPath");
    if (modification["type"] === "Add" && path !== null) {
      memory.queries.set(`${socket} ${numberField(modification, "queryId")}`, path);
      added.push(path);
    } else removed += 1;
  }
  if (added.length > 0) {
    const explanation = "The app asks for the answer of a query and wants to be told whenever it changes.";
    return describeAs(`Subscribe · ${[...new Set(added)].join(", ")}`, explanation);
  }
  const isEmpty = removed === 0;
  return describeAs(isEmpty ? "Subscribe · nothing" : "Unsubscribe", "The app no longer needs an answer.", {
    minor: isEmpty,
  });
}

function describeServerFrame(type: string, frame: JsonObject, socket: string, memory: Memory): Description {
  switch (type) {
    case "Transition":
      return describeTransition(frame, socket, memory);
    case "MutationResponse":
    case "ActionResponse": {
      const path =
        memory.calls.get(`${socket} ${numberField(frame, "requestId")}`) ?? type.replace("Response", "");
      return frame["success"] === true
        ? describeAs(`${path} done`, "The call succeeded; its effects arrive with the next transition.")
        : describeAs(`${path} failed`, "The call failed, and the client learns why.", { tone: "refused" });
    }
    case "AuthError": {
      const error = textField(frame, "error") ?? "";
      return describeAs(
        `AuthError · ${shorten(error, 36)}`,
        `The deployment does not believe the token: ${error}`,
        {
          tone: "refused",
        },
      );
    }
    case "FatalError":
      return describeAs("FatalError", "The deployment gives the connection up.", { tone: "refused" });
    case "Ping":
      return describeAs("Ping", "The deployment shows that it is still there.", { minor: true });
    default:
      return describeAs(type, "Housekeeping of the connection.", { minor: true });
  }
}
