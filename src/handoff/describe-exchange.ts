/** Words for HTTP requests and responses: Clerk's Frontend API, the key set, and Convex over HTTP. */
import type { Hop, HopContent } from "../wire/handoff.ts";
import { clientState } from "./clerk-client.ts";
import { describeAs, textField, type Description, type Memory } from "./description.ts";
import { isJsonObject, jsonObjects, parseJsonObject, summarizeValue } from "./json-text.ts";
import { describeAnswered, describeAsked } from "./describe-server.ts";
import { callExplanation } from "./describe-frame.ts";

type Request = Extract<HopContent, { type: "request" }>;
type Response = Extract<HopContent, { type: "response" }>;

/** Path and shown name of a URL: `/v1/client/sessions/sess_1/tokens/convex` is shown as `/tokens/convex`. */
function shortPath(url: string): string {
  const path = /^[a-z]+:\/\/[^/?#]*([^?#]*)/i.exec(url)?.[1] ?? url;
  return (path === "" ? "/" : path)
    .replace(/^\/v1(?=\/)/, "")
    .replace(/^\/client\/sessions\/[^/]+\/(?=tokens)/, "/")
    .replaceAll(/\/(?:sess|sia|sua|user|client|idn)_[A-Za-z0-9]+/g, "/…");
}

export function describeRequest(
  hop: Hop,
  { exchange, method, url, body }: Request,
  memory: Memory,
): Description {
  const path = shortPath(url);
  memory.requests.set(`${hop.from} ${exchange}`, { method, path });
  const title = `${method} ${path}`;
  if (hop.to === "server") return describeAsked(hop, title);
  if (hop.to === "deployment") {
    const functionPath = textField(parseJsonObject(body), "path");
    const spoken = functionPath === null ? title : `${title} · ${functionPath}`;
    return describeAs(
      spoken,
      callExplanation(hop.tokens, functionPath ?? "the deployment"),
      requestTone(hop),
    );
  }
  return describeAs(title, requestExplanation(method, path, askerOf(hop)), { minor: isBackground(path) });
}

function requestTone({ tokens }: Hop): { tone: Description["tone"] } {
  if (tokens.length === 0) return { tone: "neutral" };
  return { tone: tokens.some(({ verification }) => verification.status === "refused") ? "refused" : "token" };
}

function isBackground(path: string): boolean {
  return path === "/environment" || path === "/dev_browser" || path.endsWith("/touch");
}

/** Who fetches keys. */
function askerOf({ from }: Hop): string {
  return from === "server" ? "Your server" : "The deployment";
}

function requestExplanation(method: string, path: string, asker: string): string {
  if (path.startsWith("/tokens/")) {
    const template = path.slice("/tokens/".length);
    return `The app asks Clerk for a token made from the JWT template named "${template}": the proof that Convex will check.`;
  }
  if (path === "/tokens") return "The app asks Clerk for a fresh session token.";
  if (path === "/environment") return "Clerk's library reads the settings of this Clerk application.";
  if (path.endsWith("/touch")) return "Clerk's library says which session is in use.";
  if (path.endsWith("/attempt_first_factor"))
    return "The app sends the password or code for this sign-in to Clerk.";
  if (path.startsWith("/client/sign_ins")) return "The app starts or continues a sign-in at Clerk.";
  if (
    path.endsWith("/remove") ||
    path.endsWith("/end") ||
    (method === "DELETE" && path.startsWith("/client"))
  ) {
    return "The app asks Clerk to end the session: the person signs out.";
  }
  if (path === "/client") return "The app asks Clerk who, if anybody, is signed in in this browser.";
  if (path === "/.well-known/openid-configuration") {
    return `${asker} reads the issuer's discovery document to learn where its public keys are.`;
  }
  if (path === "/.well-known/jwks.json") {
    return `${asker} fetches the issuer's public keys. With them it can check signatures, not make them.`;
  }
  return `A ${method} request to Clerk.`;
}

export function describeResponse(
  hop: Hop,
  { exchange, status, body }: Response,
  memory: Memory,
): Description {
  const request = memory.requests.get(`${hop.to} ${exchange}`);
  const path = request?.path ?? "";
  const json = parseJsonObject(body);
  const minor = isBackground(path) && status < 400;
  if (status >= 400) {
    const code = textField(jsonObjects(json?.["errors"])[0] ?? json, "code");
    const said = code === null ? `${status}` : `${status} · ${code}`;
    return describeAs(said, `The answer to ${request?.method ?? "the request"} ${path} is a refusal.`, {
      tone: "refused",
    });
  }
  if (hop.from === "server") return describeAnswered(status, body);
  if (path === "/tokens" || path.startsWith("/tokens/")) {
    return describeAs(
      `${status} · token`,
      "Clerk signs a token with its private key and hands it to the app.",
      {
        tone: "token",
      },
    );
  }
  if (path === "/.well-known/jwks.json") {
    const count = jsonObjects(json?.["keys"]).length;
    const keys = count === 1 ? "1 public key" : `${count} public keys`;
    return describeAs(
      `${status} · ${keys}`,
      "Clerk publishes its public keys for everyone who must check a token.",
    );
  }
  if (path === "/.well-known/openid-configuration") {
    return describeAs(
      `${status} · discovery`,
      "The document names the issuer and the address of its public keys.",
    );
  }
  if (hop.from === "deployment") {
    const value = json === null || !("value" in json) ? "" : ` · ${summarizeValue(json["value"])}`;
    return describeAs(`${status}${value}`, "The deployment answers the HTTP call.");
  }
  return { ...describeClient(status, clientState(json)), minor };
}

function describeClient(status: number, state: ReturnType<typeof clientState>): Description {
  if (state === null) return describeAs(`${status}`, "Clerk answers.");
  if (!state.isSignedIn)
    return describeAs(`${status} · signed out`, "Clerk says that nobody is signed in here.");
  const name = isJsonObject(state.user) ? textField(state.user, "first_name") : null;
  const who = name === null ? "signed in" : `signed in as ${name}`;
  return describeAs(
    `${status} · ${who}`,
    "Clerk says who is signed in, and sends a short-lived session token along.",
    {
      tone: "token",
    },
  );
}
