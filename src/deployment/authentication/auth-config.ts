/** `convex/auth.config.ts` as a push brings it: its providers, or what `npx convex dev` says is wrong with it. */
import * as v from "valibot";
import { failure, success, type Result } from "../../base/result.ts";
import type { Provider } from "./providers.ts";

const NOT_A_LIST = "auth config file must include a list of provider credentials: ";

const ProviderSchema = v.union([
  v.object({
    type: v.literal("customJwt"),
    issuer: v.string(),
    jwks: v.string(),
    algorithm: v.picklist(["RS256", "ES256"]),
    applicationID: v.nullish(v.string(), null),
  }),
  v.pipe(
    v.object({ domain: v.string(), applicationID: v.string() }),
    v.transform((provider) => ({ type: "oidc" as const, ...provider })),
  ),
]);

/** The default export as JSON. */
export function parseProviders(authConfigJson: string): Result<readonly Provider[], string> {
  const config = readJson(authConfigJson);
  const list = isObject(config) ? config["providers"] : undefined;
  if (list === undefined) return failure(`${NOT_A_LIST}missing field \`providers\``);
  if (!Array.isArray(list)) return failure(`${NOT_A_LIST}invalid type: expected a sequence`);
  const entries: readonly unknown[] = list;
  for (const [at, entry] of entries.entries()) {
    const confusion = isObject(entry) ? confusionOf(entry, at) : null;
    if (confusion !== null) return failure(confusion);
  }
  const providers: Provider[] = [];
  for (const entry of entries) {
    const parsed = v.safeParse(ProviderSchema, entry);
    if (!parsed.success) {
      return failure(`${NOT_A_LIST}data did not match any variant of untagged enum SerializedAuthInfo`);
    }
    providers.push(parsed.output);
  }
  for (const provider of providers) {
    const problem = domainProblem(provider.type === "oidc" ? provider.domain : provider.issuer);
    if (problem !== null) return failure(problem);
  }
  return success(providers);
}

/** The mistakes that the product has a sentence for, in its order; the others fall through to the schema. */
function confusionOf(entry: Readonly<Record<string, unknown>>, at: number): string | null {
  const name = `Provider at index ${at}`;
  const type = typeof entry["type"] === "string" ? entry["type"] : "unknown";
  const has = (field: string): boolean => Object.hasOwn(entry, field);
  if (has("applicationId") || has("applicationid")) {
    return `${NOT_A_LIST}${name} must have applicationID property spelled lowercase 'application', capital I, capital D.`;
  }
  if (!["customJwt", "oidc", "unknown"].includes(type)) {
    return `${NOT_A_LIST}${name} has unexpected 'type' value '${type}'`;
  }
  if (type === "customJwt" && has("domain")) {
    return `${NOT_A_LIST}${name} is a customJwt so cannot have a 'domain' specified`;
  }
  if (type !== "customJwt" && has("issuer")) {
    return `${NOT_A_LIST}${name} is oidc so cannot have an 'issuer' specified.`;
  }
  if (!has("applicationID") && /^https:\/\/api\.workos\.com\/?$/.test(String(entry["issuer"]))) {
    return (
      `This auth configuration appears potentially insecure: ${name} has an issuer that is shared among many ` +
      "applications, so must to specify an ApplicationID to check against an `aud` field of a JWT."
    );
  }
  return null;
}

function domainProblem(domain: string): string | null {
  const prefix = `Invalid provider domain URL "${domain}": `;
  if (domain.startsWith('"')) return `${prefix}starts with a double quote (")`;
  const scheme = /^(\w+):\/\//.exec(domain)?.[1];
  const url = scheme === undefined ? `https://${domain}` : domain;
  if (scheme !== undefined && !/^https?$/i.test(scheme)) return `${prefix}scheme should be http or https`;
  if (!URL.canParse(url)) return `${prefix}${urlProblem(url)}`;
  const { hostname } = new URL(url);
  const isHost = hostname === "localhost" || /\.[a-z][a-z0-9-]+$/i.test(hostname);
  return scheme === undefined && !isHost
    ? `${prefix}Does not look like a URL (must have a scheme or end with a top-level domain)`
    : null;
}

/** Why a URL with a scheme cannot be parsed, as the product's library has it. */
function urlProblem(url: string): string {
  const [, authority = ""] = /^\w+:\/\/([^/?#]*)/.exec(url) ?? [];
  if (authority === "") return "empty host";
  return /:(?!\d{0,5}$)[^\]]*$/.test(authority) ? "invalid port number" : "invalid international domain name";
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
