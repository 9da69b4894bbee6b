import { ConvexClient, ConvexHttpClient } from "convex/browser";
import { UnsecuredJWT } from "jose";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { TokenVerification } from "../../wire/handoff.ts";
import { syncVersionFaults } from "../../handoff/sync-versions.ts";
import { foreign, ISSUER, token } from "./issuer.ts";
import { functionsScript } from "./isolate-in-process.ts";
import { AUTH_CONFIG, MODULES, NOW_MS, Stage, TASKS, URL_OF_DEPLOYMENT } from "./stage.ts";

const silent = { logVerbose() {}, log() {}, warn() {}, error() {} };
const clients: ConvexClient[] = [];
afterEach(async () => {
  for (const client of clients.splice(0)) await client.close();
});

const NO_MATCH = `No auth provider found matching the given token. Check that your JWT's issuer and audience match one of your configured providers: [OIDC(domain=${ISSUER}, app_id=convex)]`;
const UNVERIFIED =
  "Could not verify OIDC token claim. Check that the token signature is valid and the token hasn't expired.";

const CASES: readonly (readonly [string, () => Promise<string> | string, string, string, RegExp])[] = [
  [
    "made with another key",
    () => token("ada", NOW_MS, { key: foreign.privateKey }),
    "Unauthenticated",
    UNVERIFIED,
    /not made with the issuer's key/,
  ],
  [
    "of another issuer",
    () => token("ada", NOW_MS, { claims: { iss: "https://other.clerk.accounts.dev" } }),
    "NoAuthProvider",
    NO_MATCH,
    /issued by https:\/\/other\.clerk\.accounts\.dev/,
  ],
  [
    "without an audience, like a Clerk session token",
    () => token("ada", NOW_MS, { claims: { aud: undefined as unknown as string } }),
    "NoAuthProvider",
    NO_MATCH,
    /has no audience/,
  ],
  [
    "for another audience",
    () => token("ada", NOW_MS, { claims: { aud: "other" } }),
    "NoAuthProvider",
    NO_MATCH,
    /is for other/,
  ],
  [
    "that has expired",
    () => token("ada", NOW_MS, { lifetimeSeconds: 0 }),
    "Unauthenticated",
    UNVERIFIED,
    /expired 0 seconds ago/,
  ],
  [
    "without a signature",
    () =>
      new UnsecuredJWT({
        iss: ISSUER,
        aud: "convex",
        sub: "ada",
        iat: NOW_MS / 1000,
        exp: NOW_MS / 1000 + 60,
      }).encode(),
    "Unauthenticated",
    UNVERIFIED,
    /asks for the algorithm "none"/,
  ],
  [
    "that is none",
    () => "undefined",
    "InvalidAuthHeader",
    "Could not parse JWT payload. Check that the token is a valid JWT format with three base64-encoded parts separated by dots.",
    /three parts/,
  ],
];

async function refusedBy(stage: Stage, bearer: string): Promise<TokenVerification | undefined> {
  const client = new ConvexClient(URL_OF_DEPLOYMENT, {
    webSocketConstructor: stage.webSocket,
    logger: silent,
  });
  clients.push(client);
  const states: boolean[] = [];
  client.setAuth(
    async () => bearer,
    (isAuthenticated) => states.push(isAuthenticated),
  );
  await vi.waitFor(() => expect(states).toEqual([false]), { timeout: 5000 });
  return stage.hops.find(({ tokens }) => tokens.length > 0)?.tokens[0]?.verification;
}

describe("a token", () => {
  test.each(CASES)("%s is refused by name", async (_, make, code, message, explanation) => {
    const stage = new Stage();
    expect(await stage.open()).toBeNull();
    const verification = await refusedBy(stage, await make());
    expect(verification).toMatchObject({ status: "refused", code, message });
    expect(verification?.status === "refused" && verification.explanation).toMatch(explanation);
    const error = stage.frames("deployment").find(({ type }) => type === "AuthError");
    expect(error).toEqual({ type: "AuthError", error: message, baseVersion: 0, authUpdateAttempted: true });
    expect(syncVersionFaults(stage.hops)).toEqual([]);
  });

  test("is refused when no auth config has been pushed", async () => {
    const stage = new Stage();
    expect(await stage.open({ tasks: MODULES.tasks, schema: MODULES.schema })).toBeNull();
    expect(await refusedBy(stage, await token("ada", NOW_MS))).toMatchObject({
      code: "NoAuthProvider",
      message:
        "No auth provider found matching the given token (no providers configured). Check convex/auth.config.ts.",
    });
  });

  test("whose issuer does not answer is refused with the name of the issuer", async () => {
    const nowhere = "https://nowhere.clerk.accounts.dev";
    const stage = new Stage({ CLERK_JWT_ISSUER_DOMAIN: nowhere });
    expect(await stage.open()).toBeNull();
    expect(await refusedBy(stage, await token("ada", NOW_MS, { claims: { iss: nowhere } }))).toMatchObject({
      code: "AuthProviderDiscoveryFailed",
      message: `Auth provider discovery of ${nowhere} failed`,
    });
  });
});

async function whoami(stage: Stage): Promise<unknown> {
  const auth = await token("ada", NOW_MS);
  const client = new ConvexHttpClient(URL_OF_DEPLOYMENT, { fetch: stage.fetch, logger: false, auth });
  return client.query("tasks:whoami" as never);
}

describe("a push", () => {
  test("names the environment variable that the auth config reads and that is not set", async () => {
    expect(await new Stage({}).open()).toEqual({
      code: "auth-config",
      message:
        "Environment variable CLERK_JWT_ISSUER_DOMAIN is used in auth config file but its value was not set",
      file: "convex/auth.config.ts",
    });
  });

  test.each([
    ["exports.other = 1;", /^auth config file is missing default export\./],
    [
      `exports.default = { providers: [{ domain: "https://a.dev", applicationId: "convex" }] };`,
      /lowercase 'application'/,
    ],
    [
      `exports.default = { providers: [{ domain: "ftp://a.dev", applicationID: "convex" }] };`,
      /scheme should be http/,
    ],
    [`exports.default = {};`, /must include a list of provider credentials/],
    ["exports.default = null;", /^auth config file is missing default export\./],
    [
      "exports.default = () => 1;",
      /^auth config file can only contain strings To learn more, see the auth documentation at https:\/\/docs\.convex\.dev\/auth\.$/,
    ],
    [
      "const providers = []; providers.push(providers); exports.default = { providers };",
      /^auth config file can only contain strings/,
    ],
    ["exports.default = { at: Date.now() };", /Date unsupported when evaluating auth config file/],
    ["exports.default = { at: new Date() };", /Date unsupported when evaluating auth config file/],
    ["exports.default = { at: Math.random() };", /Math\.random unsupported when evaluating auth config file/],
    ["fetch('https://a.dev'); exports.default = {};", /Can't use fetch\(\)/],
  ])("refuses the auth config %s", async (config, message) => {
    const error = await new Stage().open({ tasks: TASKS, "auth.config": config });
    expect(error).toMatchObject({ code: "auth-config" });
    expect(error?.message).toMatch(message);
  });

  test("names the module that throws when it is evaluated", async () => {
    const error = await new Stage().open({ tasks: "undefinedName();", "auth.config": AUTH_CONFIG });
    expect(error).toEqual({
      code: "module",
      message: "Failed to analyze tasks.js: Uncaught ReferenceError: undefinedName is not defined",
      file: "convex/tasks.ts",
    });
  });

  test("that is refused leaves the one before in force", async () => {
    const stage = new Stage();
    expect(await stage.open()).toBeNull();
    expect((await stage.deployment.push("handoffDefineFunctions(() => { throw new Error('no') });")).ok).toBe(
      false,
    );
    const client = new ConvexClient(URL_OF_DEPLOYMENT, {
      webSocketConstructor: stage.webSocket,
      logger: silent,
    });
    clients.push(client);
    expect(await client.query("tasks:whoami" as never, {} as never)).toBeNull();
  });

  test("may bring other variables, which hold from then on", async () => {
    const stage = new Stage({});
    expect(await stage.open()).toMatchObject({ code: "auth-config" });
    const script = functionsScript(MODULES);
    const wrong = await stage.deployment.push(script, { CLERK_JWT_ISSUER_DOMAIN: "https://other.example" });
    expect(wrong).toMatchObject({ ok: true });
    await expect(whoami(stage)).rejects.toThrow("[OIDC(domain=https://other.example, app_id=convex)]");
    await stage.deployment.push(script, { CLERK_JWT_ISSUER_DOMAIN: ISSUER });
    expect(await stage.deployment.push(script)).toMatchObject({ ok: true });
    expect(await whoami(stage)).toMatchObject({ issuer: ISSUER });
  });

  test("refuses a schema that rows do not fit", async () => {
    const stage = new Stage();
    stage.deployment.seed([{ table: "tasks", document: { user: "ada" } }]);
    expect(await stage.open()).toMatchObject({
      code: "schema",
      message: expect.stringContaining("Object is missing the required field `text`") as string,
    });
  });
});
