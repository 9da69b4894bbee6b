/** A handoff as the stand-ins record it, written down for tests. */
import { encodeBase64Url } from "../../base/base64.ts";
import type { CarriedToken, Hop, HopContent, Participant, TokenVerification } from "../../wire/handoff.ts";

const ISSUER = "https://calm-otter-42.clerk.accounts.dev";
const ADA = "user_2handoffAdaLovelace0001";

/** ASCII only: enough for the tests. */
function encodePart(value: unknown): string {
  return encodeBase64Url(Uint8Array.from(JSON.stringify(value), (character) => character.charCodeAt(0)));
}

export const JWT = [
  encodePart({ alg: "RS256", kid: "ins_1", typ: "JWT" }),
  encodePart({
    iss: ISSUER,
    sub: ADA,
    aud: "convex",
    exp: 1_800_000_060,
    iat: 1_800_000_000,
    name: "Ada Lovelace",
  }),
  "c2lnbmF0dXJl",
].join(".");

export const ACCEPTED: TokenVerification = {
  status: "accepted",
  subject: ADA,
  issuer: ISSUER,
  strictly: null,
};
export const REFUSED: TokenVerification = {
  status: "refused",
  code: "Unauthenticated",
  message: "Could not verify OIDC token claim.",
  step: "signature",
  explanation: "The signature was made with another key.",
  found: null,
  wanted: null,
  file: null,
};

/** Makes hops one millisecond apart. */
export class HopScript {
  readonly hops: Hop[] = [];

  add(from: Participant, to: Participant, content: HopContent, tokens: readonly CarriedToken[] = []): this {
    const count = this.hops.length;
    this.hops.push({ id: `h${count + 1}`, at: 1_800_000_000_000 + count, from, to, content, tokens });
    return this;
  }

  /** A request to Clerk and its answer. */
  clerk(method: string, path: string, answer: unknown, tokens: readonly CarriedToken[] = []): this {
    const exchange = `x${this.hops.length}`;
    const caller = path.startsWith("/.well-known") ? "deployment" : "app";
    return this.add(caller, "clerk", {
      type: "request",
      exchange,
      method,
      url: `${ISSUER}${path}`,
      body: null,
    }).add(
      "clerk",
      caller,
      { type: "response", exchange, status: 200, body: JSON.stringify(answer) },
      tokens,
    );
  }

  open(socket = "s1"): this {
    return this.add("client", "deployment", {
      type: "socket-opened",
      socket,
      url: "wss://swift-lemur-412.convex.cloud/api/1.48.0/sync",
    });
  }

  send(message: unknown, tokens: readonly CarriedToken[] = [], socket = "s1"): this {
    return this.add("client", "deployment", { type: "frame", socket, text: JSON.stringify(message) }, tokens);
  }

  receive(message: unknown, socket = "s1"): this {
    return this.add("deployment", "client", { type: "frame", socket, text: JSON.stringify(message) });
  }

  transition(identity: number, modifications: readonly unknown[] = [], socket = "s1"): this {
    const version = { querySet: 1, identity, ts: "AAAAAAAAAAA=" };
    return this.receive(
      { type: "Transition", startVersion: version, endVersion: version, modifications },
      socket,
    );
  }

  close(socket = "s1"): this {
    return this.add("deployment", "client", { type: "socket-closed", socket, code: 1000, reason: "" });
  }
}

export const SIGNED_OUT = { response: { object: "client", sessions: [] }, client: null };
export const SIGNED_IN = {
  response: { object: "sign_in_attempt" },
  client: {
    object: "client",
    last_active_session_id: "sess_1",
    sessions: [{ id: "sess_1", status: "active", user: { id: ADA, first_name: "Ada" } }],
  },
};

function unverified(jwt = JWT): CarriedToken {
  return { jwt, verification: { status: "unverified" } };
}

/** A sign-in and what follows, as one person meets it: 21 hops. */
export function adaSignsIn(): HopScript {
  const row = { _id: "k1", owner: ADA, text: "Write note G" };
  return new HopScript()
    .clerk("GET", "/v1/environment", { auth_config: {} })
    .clerk("GET", "/v1/client", SIGNED_OUT)
    .open()
    .send({ type: "Connect", sessionId: "1", connectionCount: 0 })
    .send({
      type: "ModifyQuerySet",
      baseVersion: 0,
      newVersion: 1,
      modifications: [{ type: "Add", queryId: 0, udfPath: "tasks:list", args: [{}] }],
    })
    .transition(0, [{ type: "QueryUpdated", queryId: 0, value: [] }])
    .clerk("POST", "/v1/client/sign_ins", SIGNED_IN)
    .clerk("POST", "/v1/client/sessions/sess_1/tokens/convex", { object: "token", jwt: JWT }, [unverified()])
    .send({ type: "Authenticate", tokenType: "User", baseVersion: 0, value: JWT }, [
      { jwt: JWT, verification: ACCEPTED },
    ])
    .clerk("GET", "/.well-known/jwks.json", { keys: [{ kid: "ins_1" }] })
    .add("deployment", "function", {
      type: "call",
      execution: "1",
      functionPath: "tasks:list",
      kind: "query",
      argsJson: "{}",
      caller: ADA,
    })
    .add("function", "deployment", {
      type: "syscall",
      execution: "1",
      op: "1.0/getUserIdentity",
      resultJson: JSON.stringify({ subject: ADA }),
    })
    .add("function", "deployment", {
      type: "return",
      execution: "1",
      functionPath: "tasks:list",
      outcome: "success",
      result: JSON.stringify([row, row]),
      rowsRead: 2,
      rowsWritten: 0,
    })
    .transition(1, [{ type: "QueryUpdated", queryId: 0, value: [row, row] }])
    .receive({ type: "Ping" });
}
