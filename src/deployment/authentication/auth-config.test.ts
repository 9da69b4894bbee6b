/** What `npx convex dev` says of an auth config, sentence by sentence. */
import { describe, expect, test } from "vitest";
import { parseProviders } from "./auth-config.ts";

const LIST = "auth config file must include a list of provider credentials: ";
const custom = {
  type: "customJwt",
  issuer: "https://a.dev",
  jwks: "https://a.dev/jwks",
  algorithm: "ES256",
};
const oidc = { domain: "https://a.dev", applicationID: "convex" };

const parse = (providers: unknown): unknown => {
  const parsed = parseProviders(JSON.stringify({ providers }));
  return parsed.ok ? parsed.value : parsed.error;
};

describe("a list of providers", () => {
  test("is read, whatever else they have", () => {
    expect(parse([oidc, { ...oidc, type: "oidc", extra: 1 }, custom])).toEqual([
      { type: "oidc", ...oidc },
      { type: "oidc", ...oidc },
      { ...custom, applicationID: null },
    ]);
    expect(parse([])).toEqual([]);
  });

  test.each([
    ["{}", `${LIST}missing field \`providers\``],
    ["[]", `${LIST}missing field \`providers\``],
    [`{"providers":{}}`, `${LIST}invalid type: expected a sequence`],
  ])("%s is none", (json, sentence) => {
    expect(parseProviders(json)).toEqual({ ok: false, error: sentence });
  });

  const NO_VARIANT = `${LIST}data did not match any variant of untagged enum SerializedAuthInfo`;
  const SPELLED = `${LIST}Provider at index 0 must have applicationID property spelled lowercase 'application', capital I, capital D.`;

  test.each([
    [{ domain: "https://a.dev", applicationId: "convex" }, SPELLED],
    [{ domain: "https://a.dev", applicationid: "convex" }, SPELLED],
    [
      { ...oidc, issuer: "https://a.dev" },
      `${LIST}Provider at index 0 is oidc so cannot have an 'issuer' specified.`,
    ],
    [
      { ...custom, domain: "a" },
      `${LIST}Provider at index 0 is a customJwt so cannot have a 'domain' specified`,
    ],
    [{ ...oidc, type: "saml" }, `${LIST}Provider at index 0 has unexpected 'type' value 'saml'`],
    [
      { ...custom, issuer: "https://api.workos.com/" },
      "This auth configuration appears potentially insecure: Provider at index 0 has an issuer that is shared among many applications, so must to specify an ApplicationID to check against an `aud` field of a JWT.",
    ],
    [{ domain: "https://a.dev" }, NO_VARIANT],
    [{ applicationID: "convex" }, NO_VARIANT],
    [{ ...oidc, applicationID: 5 }, NO_VARIANT],
    [{ ...custom, algorithm: "HS256" }, NO_VARIANT],
    [{ ...custom, jwks: undefined }, NO_VARIANT],
    ["https://a.dev", NO_VARIANT],
  ])("with %j is refused", (provider, sentence) => {
    expect(parse([provider])).toBe(sentence);
  });

  test("is told the second one's mistake by its place, before anything is compared with the schema", () => {
    expect(parse([{}, { ...oidc, type: "x" }])).toBe(
      `${LIST}Provider at index 1 has unexpected 'type' value 'x'`,
    );
  });
});

describe("a domain", () => {
  const said = (domain: string): unknown => {
    const result = parse([{ domain, applicationID: "convex" }]);
    return typeof result === "string"
      ? result.replace(`Invalid provider domain URL "${domain}": `, "")
      : null;
  };

  test.each([
    ["https://a.dev"],
    ["http://localhost:3000"],
    ["https://localhost"],
    ["http://127.0.0.1:9000/x"],
    ["a.dev"],
    ["a.dev/"],
    ["localhost"],
    ["tenant.eu.auth0.com/path"],
  ])("%s may be one", (domain) => {
    expect(said(domain)).toBeNull();
  });

  const NO_URL = "Does not look like a URL (must have a scheme or end with a top-level domain)";

  test.each([
    [`"https://a.dev"`, `starts with a double quote (")`],
    ["ftp://a.dev", "scheme should be http or https"],
    ["sk_test_123", NO_URL],
    ["a", NO_URL],
    ["127.0.0.1", NO_URL],
    ["https://", "empty host"],
    ["https://a.dev:port", "invalid port number"],
  ])("%s may not", (domain, sentence) => {
    expect(said(domain)).toBe(sentence);
  });
});
