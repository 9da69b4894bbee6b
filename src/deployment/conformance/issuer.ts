/** A tiny issuer of tokens: two keys, a discovery document, a key set. */
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWTPayload } from "jose";
import type { NetworkEvent } from "../../wire/network.ts";
import type { PortLike } from "../connection.ts";

export const ISSUER = "https://calm-otter-42.clerk.accounts.dev";

const trusted = await generateKeyPair("RS256", { extractable: true });
export const foreign = await generateKeyPair("RS256", { extractable: true });
export const jwk = { ...(await exportJWK(trusted.publicKey)), kid: "ins_main", use: "sig", alg: "RS256" };

export type TokenOptions = {
  readonly claims?: JWTPayload;
  readonly key?: CryptoKey;
  readonly lifetimeSeconds?: number;
};

/** A token as Clerk's `convex` template makes it, for a person called `subject`. */
export function token(subject: string, nowMs: number, options: TokenOptions = {}): Promise<string> {
  const now = Math.floor(nowMs / 1000);
  const claims = {
    iss: ISSUER,
    aud: "convex",
    sub: subject,
    name: subject,
    email_verified: true,
    sid: "sess_1",
  };
  return new SignJWT({ iat: now, exp: now + (options.lifetimeSeconds ?? 3600), ...claims, ...options.claims })
    .setProtectedHeader({ alg: "RS256", typ: "JWT", kid: "ins_main" })
    .sign(options.key ?? trusted.privateKey);
}

/** What is on the internet, by URL: JSON, or any other answer. */
export type Documents = Record<string, object>;

/** An answer that is not simply JSON with 200. */
export class OtherAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly text: string;

  constructor(status: number, contentType: string, text: string) {
    this.status = status;
    this.contentType = contentType;
    this.text = text;
  }
}

export const DOCUMENTS: Documents = {
  [`${ISSUER}/.well-known/openid-configuration`]: {
    issuer: ISSUER,
    jwks_uri: `${ISSUER}/.well-known/jwks.json`,
  },
  [`${ISSUER}/.well-known/jwks.json`]: { keys: [jwk] },
};

/** The internet as the deployment sees it; `asked` lists what was fetched. */
export function internet(documents = DOCUMENTS): { readonly port: PortLike; readonly asked: string[] } {
  const asked: string[] = [];
  const port: PortLike = {
    onmessage: null,
    postMessage: (message) => {
      const { exchange, url } = message as { exchange: number; url: string };
      asked.push(url);
      const document = documents[url];
      const event: NetworkEvent =
        document === undefined
          ? { type: "failed", exchange, message: "no such host" }
          : { type: "response", exchange, ...answerOf(document) };
      queueMicrotask(() => port.onmessage?.({ data: event }));
    },
  };
  return { port, asked };
}

function answerOf(document: object) {
  const { status, contentType, text } =
    document instanceof OtherAnswer
      ? document
      : new OtherAnswer(200, "application/json", JSON.stringify(document));
  const headers: [string, string][] = [["content-type", contentType]];
  return { status, headers, body: text };
}
