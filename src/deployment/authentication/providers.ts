/** `convex/auth.config.ts`: whom the deployment trusts, and which of them a token names. */
import * as v from "valibot";
import { failure, success, type Result } from "../../base/result.ts";
import type { RefusalReason } from "../../wire/handoff.ts";
import { NO_PROVIDER, NO_PROVIDERS, refuse, shown, type Refusal } from "./refusal.ts";
import type { DecodedToken } from "./token.ts";

export type OidcProvider = {
  readonly type: "oidc";
  readonly domain: string;
  readonly applicationID: string;
};
export type CustomJwtProvider = {
  readonly type: "customJwt";
  readonly issuer: string;
  readonly jwks: string;
  readonly algorithm: "RS256" | "ES256";
  readonly applicationID: string | null;
};
export type Provider = OidcProvider | CustomJwtProvider;

const CustomJwtSchema = v.object({
  type: v.literal("customJwt"),
  issuer: v.string(),
  jwks: v.string(),
  algorithm: v.picklist(["RS256", "ES256"]),
  applicationID: v.optional(v.string()),
});

/** The default export as JSON. The failure is the sentence that `npx convex dev` prints. */
export function parseProviders(authConfigJson: string): Result<readonly Provider[], string> {
  const config = readJson(authConfigJson);
  const list = isObject(config) ? config["providers"] : undefined;
  if (!Array.isArray(list)) {
    return failure(
      "auth config file must include a list of provider credentials: missing `providers`. To learn more, see the auth documentation at https://docs.convex.dev/auth.",
    );
  }
  const providers: Provider[] = [];
  for (const [at, entry] of list.entries()) {
    const provider = parseProvider(entry, at);
    if (!provider.ok)
      return failure(`auth config file must include a list of provider credentials: ${provider.error}`);
    providers.push(provider.value);
  }
  return success(providers);
}

function parseProvider(entry: unknown, at: number): Result<Provider, string> {
  const name = `Provider at index ${at}`;
  if (!isObject(entry)) return failure(`${name} is not an object.`);
  const { type, applicationID, domain } = entry;
  if (type === "customJwt") {
    if ("domain" in entry) return failure(`${name} is a customJwt so cannot have a 'domain' specified`);
    const parsed = v.safeParse(CustomJwtSchema, entry);
    if (!parsed.success)
      return failure(`${name}: ${v.getDotPath(parsed.issues[0]) ?? ""} ${parsed.issues[0].message}`);
    const { issuer, jwks, algorithm } = parsed.output;
    const problem = domainProblem(issuer);
    if (problem !== null) return failure(problem);
    return success({
      type,
      issuer,
      jwks,
      algorithm,
      applicationID: parsed.output.applicationID ?? null,
    });
  }
  if (type !== undefined && type !== "oidc")
    return failure(`${name} has unexpected 'type' value ${JSON.stringify(type).replaceAll('"', "'")}`);
  if ("issuer" in entry) return failure(`${name} is oidc so cannot have an 'issuer' specified.`);
  if (typeof applicationID !== "string") {
    return failure(
      `${name} must have applicationID property spelled lowercase 'application', capital I, capital D.`,
    );
  }
  if (typeof domain !== "string") return failure(`${name} must have a 'domain' property.`);
  const problem = domainProblem(domain);
  return problem === null ? success({ type: "oidc", domain, applicationID }) : failure(problem);
}

/** The provider for a token: the first whose application is among the audiences and whose issuer matches. */
export function chooseProvider(
  token: DecodedToken & { readonly issuer: string },
  providers: readonly Provider[],
  redacts: boolean,
): Result<Provider, Refusal> {
  if (providers.length === 0) {
    const explanation = "No provider has been pushed with convex/auth.config.ts.";
    return failure(
      refuse("NoAuthProvider", redacts ? NO_PROVIDER : NO_PROVIDERS, {
        step: "issuer",
        explanation,
        file: FILE,
      }),
    );
  }
  const chosen = providers.find(
    (provider) =>
      (provider.applicationID === null || token.audience.includes(provider.applicationID)) &&
      normalizeIssuer(issuerOf(provider)) === normalizeIssuer(token.issuer),
  );
  if (chosen !== undefined) return success(chosen);
  const list = providers.map(describeProvider).join(", ");
  const detail = `. Check that your JWT's issuer and audience match one of your configured providers: [${list}]`;
  const message = redacts ? NO_PROVIDER : NO_PROVIDER + detail;
  return failure(refuse("NoAuthProvider", message, reasonOfMissing(token, providers)));
}

const FILE = "convex/auth.config.ts";

function reasonOfMissing(
  token: DecodedToken & { readonly issuer: string },
  providers: readonly Provider[],
): RefusalReason {
  const sameIssuer = providers.find(
    (provider) => normalizeIssuer(issuerOf(provider)) === normalizeIssuer(token.issuer),
  );
  if (sameIssuer === undefined) {
    return {
      step: "issuer",
      explanation: `The token was issued by ${token.issuer}, and no provider in auth.config has that domain.`,
      found: shown(token.issuer),
      wanted: providers.map((provider) => normalizeIssuer(issuerOf(provider))).join(" or "),
      file: FILE,
    };
  }
  const has = token.audience.length === 0 ? "has no audience (aud)" : `is for ${token.audience.join(", ")}`;
  const wanted = sameIssuer.applicationID ?? "";
  return {
    step: "audience",
    explanation: `The issuer matches, but the token ${has}; the provider's applicationID is ${wanted}.`,
    found: shown(token.audience.length === 0 ? "no aud" : token.audience.join(", ")),
    wanted,
    file: FILE,
  };
}

/** Issuers are compared with a scheme and without trailing slashes (Convex's rule; case and port as they are). */
function normalizeIssuer(issuer: string): string {
  const withScheme = /^https?:\/\//.test(issuer) ? issuer : `https://${issuer}`;
  return withScheme.replace(/\/+$/, "");
}

function issuerOf(provider: Provider): string {
  return provider.type === "oidc" ? provider.domain : provider.issuer;
}

function describeProvider(provider: Provider): string {
  const app = `app_id=${provider.applicationID ?? "none"}`;
  return provider.type === "oidc"
    ? `OIDC(domain=${normalizeIssuer(provider.domain)}, ${app})`
    : `CustomJWT(issuer=${normalizeIssuer(provider.issuer)}, ${app})`;
}

function domainProblem(domain: string): string | null {
  const prefix = `Invalid provider domain URL "${domain}": `;
  if (domain.startsWith('"')) return `${prefix}starts with a double quote (")`;
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(domain)?.[1];
  if (scheme !== undefined && !/^https?$/i.test(scheme)) return `${prefix}scheme should be http or https`;
  const isUrl = URL.canParse(normalizeIssuer(domain));
  const host = isUrl ? new URL(normalizeIssuer(domain)).hostname : "";
  if (!isUrl || (scheme === undefined && !host.includes("."))) {
    return `${prefix}Does not look like a URL (must have a scheme or end with a top-level domain)`;
  }
  return null;
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
