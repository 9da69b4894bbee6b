/** Finding an issuer's keys: the discovery document (OpenID Connect Discovery 4), then the key set (RFC 7517). */
import type { Clock } from "../../base/clock.ts";
import { failure, success, type Result } from "../../base/result.ts";
import { headerValue, type HttpRequest, type HttpResponse } from "../../wire/network.ts";
import type { JsonObject } from "./token.ts";

/** Rejects when nothing answers. */
export type Fetch = (request: HttpRequest) => Promise<HttpResponse>;

const JSON_TYPES = ["application/json"];
const JWKS_TYPES = ["application/json", "application/jwk-set+json"];
/** A token names its issuer itself: strangers must not fill the memory. */
const MAX_KEPT = 64;
const MAX_DOCUMENT_LENGTH = 1_048_576;

/** What went wrong on the way: `status` and `contentType` are null when nothing answered. */
export type FetchProblem = {
  readonly url: string;
  readonly reason: "unreachable" | "status" | "content-type" | "body";
  readonly status: number | null;
  readonly contentType: string | null;
  readonly body: string;
};

/** Fetches JSON documents, keeping each for as long as its Cache-Control allows (RFC 9111 §5.2.2.1). */
export class DocumentFetcher {
  readonly #fetch: Fetch;
  readonly #clock: Clock;
  readonly #kept = new Map<string, { readonly until: number; readonly document: JsonObject }>();
  /** By issuer, for as long as both of its documents are kept. */
  readonly #discovered = new Map<string, { readonly until: number; readonly keys: readonly JsonObject[] }>();

  constructor(fetch: Fetch, clock: Clock) {
    this.#fetch = fetch;
    this.#clock = clock;
  }

  async fetchJson(url: string, types: readonly string[]): Promise<Result<JsonObject, FetchProblem>> {
    const kept = this.#kept.get(url);
    if (kept !== undefined && kept.until > this.#clock.now()) return success(kept.document);
    let response: HttpResponse;
    try {
      response = await this.#fetch({
        method: "GET",
        url,
        headers: [["accept", "application/json"]],
        body: null,
      });
    } catch {
      return failure({ url, reason: "unreachable", status: null, contentType: null, body: "" });
    }
    const { status } = response;
    const contentType = headerValue(response.headers, "content-type");
    const body = bodyText(response.body);
    const problem = (reason: FetchProblem["reason"]): Result<JsonObject, FetchProblem> =>
      failure({ url, reason, status, contentType, body: body.slice(0, 200) });
    if (status !== 200) return problem("status");
    const mediaType = contentType?.split(";")[0]?.trim().toLowerCase();
    if (mediaType !== undefined && !types.includes(mediaType)) return problem("content-type");
    const document = readObject(body);
    if (document === null) return problem("body");
    const maxAge = /max-age=(\d+)/.exec(headerValue(response.headers, "cache-control") ?? "")?.[1];
    if (maxAge !== undefined && this.#kept.size < MAX_KEPT) {
      this.#kept.set(url, { until: this.#clock.now() + Number(maxAge) * 1000, document });
    }
    return success(document);
  }

  async fetchKeys(url: string): Promise<Result<readonly JsonObject[], FetchProblem>> {
    const document = url.startsWith("data:") ? readDataUrl(url) : await this.fetchJson(url, JWKS_TYPES);
    if (!document.ok) return document;
    const { keys } = document.value;
    if (!Array.isArray(keys))
      return failure({ url, reason: "body", status: 200, contentType: null, body: "" });
    return success(keys.filter((key): key is JsonObject => typeof key === "object" && key !== null));
  }

  /** The keys of an OpenID provider, found from the token's own `iss`. The failure is for the explanation. */
  async discoverKeys(issuer: string): Promise<Result<readonly JsonObject[], DiscoveryProblem>> {
    const known = this.#discovered.get(issuer);
    if (known !== undefined && known.until > this.#clock.now()) return success(known.keys);
    const url = `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`;
    if (!URL.canParse(url)) return failure({ detail: "", explanation: `${issuer} is not a URL.` });
    const document = await this.fetchJson(url, JSON_TYPES);
    if (!document.ok) return failure(explainProblem(document.error));
    const { issuer: named, jwks_uri: jwksUri } = document.value;
    if (named !== issuer) {
      return failure({
        detail: "",
        explanation: `The discovery document at ${url} names the issuer ${String(named)}, the token says ${issuer}.`,
      });
    }
    if (typeof jwksUri !== "string" || !URL.canParse(jwksUri)) {
      return failure({ detail: "", explanation: `The discovery document at ${url} has no jwks_uri.` });
    }
    const keys = await this.fetchKeys(jwksUri);
    if (!keys.ok) return failure(explainProblem(keys.error));
    const until = Math.min(this.#kept.get(url)?.until ?? 0, this.#kept.get(jwksUri)?.until ?? 0);
    if (this.#discovered.size < MAX_KEPT) this.#discovered.set(issuer, { until, keys: keys.value });
    return keys;
  }
}

/** `detail` is what the product appends to its sentence: `: <status> <body>` for HTTP errors, else nothing. */
export type DiscoveryProblem = { readonly detail: string; readonly explanation: string };

function explainProblem({ url, reason, status, contentType, body }: FetchProblem): DiscoveryProblem {
  switch (reason) {
    case "unreachable":
      return { detail: "", explanation: `Nothing answered at ${url}.` };
    case "status":
      return {
        detail: `: ${status ?? ""} ${body}`,
        explanation: `${url} answered with status ${status ?? ""}.`,
      };
    case "content-type":
      return {
        detail: "",
        explanation: `${url} answered with content type ${contentType ?? "none"}, not JSON.`,
      };
    case "body":
      return { detail: "", explanation: `${url} did not answer with the expected JSON.` };
    default:
      reason satisfies never;
      return { detail: "", explanation: "" };
  }
}

function readDataUrl(url: string): Result<JsonObject, FetchProblem> {
  const comma = url.indexOf(",");
  let text = "";
  try {
    const payload = decodeURIComponent(url.slice(comma + 1));
    text = url.slice(0, comma).endsWith(";base64") ? atob(payload) : payload;
  } catch {
    // Falls through to the failure below.
  }
  const document = readObject(text);
  const problem = { url: "data:", reason: "body", status: null, contentType: null, body: "" } as const;
  return document === null ? failure(problem) : success(document);
}

function bodyText(body: HttpResponse["body"]): string {
  if (body === null) return "";
  const text = typeof body === "string" ? body : new TextDecoder().decode(body);
  return text.length > MAX_DOCUMENT_LENGTH ? "" : text;
}

function readObject(text: string): JsonObject | null {
  try {
    const json = JSON.parse(text) as unknown;
    return typeof json === "object" && json !== null && !Array.isArray(json) ? (json as JsonObject) : null;
  } catch {
    return null;
  }
}
