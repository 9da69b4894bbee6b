/** Finding an issuer's keys: the discovery document (OpenID Connect Discovery 4), then the key set (RFC 7517). */
import type { Clock } from "../../base/clock.ts";
import { failure, success, type Result } from "../../base/result.ts";
import { headerValue, type HttpRequest, type HttpResponse } from "../../wire/network.ts";
import { keptForSeconds } from "./cache-control.ts";
import { readDataUrl } from "./data-url.ts";
import { shown } from "./refusal.ts";
import { statusText } from "./status-text.ts";
import type { JsonObject } from "./token.ts";

/** Rejects when nothing answers. */
export type Fetch = (request: HttpRequest) => Promise<HttpResponse>;

/** What a document's `Content-Type` must be. */
type ContentTypes = {
  readonly types: readonly string[];
  /** Whether a response must have one at all, and no other charset than UTF-8. */
  readonly isRequired: boolean;
};

const CONFIGURATION: ContentTypes = { types: ["application/json"], isRequired: false };
const JWKS_TYPES = ["application/json", "application/jwk-set+json"];
const DISCOVERED_JWKS: ContentTypes = { types: JWKS_TYPES, isRequired: false };
const CONFIGURED_JWKS: ContentTypes = { types: JWKS_TYPES, isRequired: true };
/** A token names its issuer itself: strangers must not fill the memory. */
const MAX_KEPT = 64;
const MAX_DOCUMENT_LENGTH = 1_048_576;
/** Of an answer that cannot be used, as much is repeated in the sentence about it. */
const MAX_SHOWN_LENGTH = 4096;

/** What went wrong on the way: `status` and `contentType` are null when nothing answered. */
export type FetchProblem = {
  readonly url: string;
  readonly reason: "unreachable" | "status" | "content-type" | "body" | "data-url";
  readonly status: number | null;
  readonly contentType: string | null;
  readonly body: string;
};

/** Fetches JSON documents, keeping each for as long as its Cache-Control allows. */
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

  async #fetchJson(url: string, types: ContentTypes): Promise<Result<JsonObject, FetchProblem>> {
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
      failure({ url, reason, status, contentType, body: (body ?? "").slice(0, MAX_SHOWN_LENGTH) });
    if (status !== 200) return problem("status");
    if (!isOfType(contentType, types)) return problem("content-type");
    const document = body === null ? null : readObject(body);
    if (document === null) return problem("body");
    const lifetimeMs = keptForSeconds(response) * 1000;
    if (lifetimeMs > 0 && this.#kept.size < MAX_KEPT) {
      this.#kept.set(url, { until: this.#clock.now() + lifetimeMs, document });
    }
    return success(document);
  }

  /** The keys at the address that a customJwt provider is configured with, which may be a data URL. */
  async fetchKeys(url: string): Promise<Result<readonly JsonObject[], FetchProblem>> {
    const data = readDataUrl(url);
    if (data === null) return keysOf(url, await this.#fetchJson(url, CONFIGURED_JWKS));
    const problem = { url, status: null, contentType: null, body: "" };
    if (!data.ok) return failure({ ...problem, reason: "data-url" });
    const document = readObject(bodyText(data.value) ?? "");
    return keysOf(url, document === null ? failure({ ...problem, reason: "body" }) : success(document));
  }

  /** The keys of an OpenID provider, found from the token's own `iss`. The failure is for the explanation. */
  async discoverKeys(issuer: string): Promise<Result<readonly JsonObject[], DiscoveryProblem>> {
    const known = this.#discovered.get(issuer);
    if (known !== undefined && known.until > this.#clock.now()) return success(known.keys);
    const url = `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`;
    if (!URL.canParse(url)) {
      const explanation = `${issuer} is not a URL.`;
      return failure({ detail: "", explanation, found: shown(issuer), wanted: "a URL" });
    }
    const document = await this.#fetchJson(url, CONFIGURATION);
    if (!document.ok) return failure(explainProblem(document.error));
    const { issuer: named, jwks_uri: jwksUri } = document.value;
    if (named !== issuer) {
      return failure({
        detail: "",
        explanation: `The discovery document at ${url} names the issuer ${String(named)}, the token says ${issuer}.`,
        found: shown(named ?? "no issuer"),
        wanted: issuer,
      });
    }
    if (typeof jwksUri !== "string" || !URL.canParse(jwksUri)) {
      const explanation = `The discovery document at ${url} has no jwks_uri.`;
      return failure({ detail: "", explanation, found: shown(jwksUri ?? "no jwks_uri"), wanted: "a URL" });
    }
    const keys = keysOf(jwksUri, await this.#fetchJson(jwksUri, DISCOVERED_JWKS));
    if (!keys.ok) return failure(explainProblem(keys.error));
    const until = Math.min(this.#kept.get(url)?.until ?? 0, this.#kept.get(jwksUri)?.until ?? 0);
    if (this.#discovered.size < MAX_KEPT) this.#discovered.set(issuer, { until, keys: keys.value });
    return keys;
  }
}

/** `detail` is what the product appends to its sentence: `: <status> <body>` for an unusable answer, else nothing. */
export type DiscoveryProblem = {
  readonly detail: string;
  readonly explanation: string;
  readonly found: string | null;
  readonly wanted: string | null;
};

function explainProblem({ url, reason, status, contentType, body }: FetchProblem): DiscoveryProblem {
  switch (reason) {
    case "unreachable":
      return {
        detail: "",
        explanation: `Nothing answered at ${url}.`,
        found: "no answer",
        wanted: "an answer",
      };
    case "status":
      return {
        detail: answered(status, body),
        explanation: `${url} answered with status ${status ?? ""}.`,
        found: String(status),
        wanted: "200",
      };
    case "content-type":
      return {
        detail: answered(status, body),
        explanation: `${url} answered with content type ${contentType ?? "none"}, not JSON.`,
        found: shown(contentType ?? "no content type"),
        wanted: "application/json",
      };
    case "body":
    case "data-url":
      return {
        detail: "",
        explanation: `${url} did not answer with the expected JSON.`,
        found: shown(body),
        wanted: "JSON",
      };
    default:
      reason satisfies never;
      return { detail: "", explanation: "", found: null, wanted: null };
  }
}

function answered(status: number | null, body: string): string {
  return `: ${statusText(status ?? 0, "<unknown status code>")} ${body}`;
}

function isOfType(contentType: string | null, { types, isRequired }: ContentTypes): boolean {
  if (contentType === null) return !isRequired;
  const [mediaType = "", ...parameters] = contentType.split(";");
  if (!types.includes(mediaType.toLowerCase())) return false;
  if (!isRequired) return true;
  const charset = parameters.map((parameter) => /^\s*charset="?([^"]*)"?\s*$/i.exec(parameter)?.[1]);
  return charset.every((name) => name === undefined || name.toLowerCase() === "utf-8");
}

function keysOf(
  url: string,
  document: Result<JsonObject, FetchProblem>,
): Result<readonly JsonObject[], FetchProblem> {
  if (!document.ok) return document;
  const { keys } = document.value;
  if (!Array.isArray(keys)) return failure({ url, reason: "body", status: 200, contentType: null, body: "" });
  return success(keys.filter((key): key is JsonObject => typeof key === "object" && key !== null));
}

/** `null` when it is too long, or not UTF-8 without a mark in front. */
function bodyText(body: HttpResponse["body"]): string | null {
  if (body === null) return "";
  if (body.length > MAX_DOCUMENT_LENGTH) return null;
  if (typeof body === "string") return body;
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(body);
  } catch {
    return null;
  }
}

function readObject(text: string): JsonObject | null {
  try {
    const json = JSON.parse(text) as unknown;
    return typeof json === "object" && json !== null && !Array.isArray(json) ? (json as JsonObject) : null;
  } catch {
    return null;
  }
}
