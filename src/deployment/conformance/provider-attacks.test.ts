/** What can be wrong on the provider's side, as a real client of a running deployment meets it: scenarios L01 to L20. */
import { ConvexClient, ConvexHttpClient } from "convex/browser";
import { anyApi as api } from "convex/server";
import { expect, test, vi } from "vitest";
import { DOCUMENTS, ISSUER, jwk, OtherAnswer, token, type Documents } from "./issuer.ts";
import { AUTH_CONFIG, MODULES, NOW_MS, Stage, URL_OF_DEPLOYMENT } from "./stage.ts";

const CONFIGURATION = `${ISSUER}/.well-known/openid-configuration`;
const KEY_SET = `${ISSUER}/.well-known/jwks.json`;
const { list } = api["tasks"] as unknown as { list: never };
const silent = { logVerbose() {}, log() {}, warn() {}, error() {} };

const trusting = (providers: string): string => `exports.default = { providers: [${providers}] };`;
const oidc = (domain: string, application = "convex"): string =>
  `{ domain: ${JSON.stringify(domain)}, applicationID: ${JSON.stringify(application)} }`;

async function opened(documents: Documents = {}, authConfig = AUTH_CONFIG): Promise<Stage> {
  const stage = new Stage({ CLERK_JWT_ISSUER_DOMAIN: ISSUER }, "development", { ...DOCUMENTS, ...documents });
  expect(await stage.open({ ...MODULES, "auth.config": authConfig })).toBeNull();
  stage.deployment.seed([{ table: "tasks", document: { user: "ada", text: "mine" } }]);
  return stage;
}

/** `accepted`, or the code of the refusal. */
async function asked(stage: Stage, jwt?: string): Promise<string> {
  const client = new ConvexHttpClient(URL_OF_DEPLOYMENT, { fetch: stage.fetch, logger: false });
  client.setAuth(jwt ?? (await token("ada", NOW_MS)));
  try {
    const rows = (await client.query(list, {})) as { text: string }[];
    return rows.map(({ text }) => text).join() === "mine" ? "accepted" : `rows: ${JSON.stringify(rows)}`;
  } catch (error) {
    return /"code":"(\w+)"/.exec((error as Error).message)?.[1] ?? (error as Error).message;
  }
}

const FAILED = "AuthProviderDiscoveryFailed";

test.each<[string, Documents, string]>([
  ["L01 the key set answers 404", { [KEY_SET]: new OtherAnswer(404, "text/plain", "gone") }, FAILED],
  ["L02 the key set is a web page", { [KEY_SET]: new OtherAnswer(200, "text/html", "<html>") }, FAILED],
  [
    "L03 the document names another issuer",
    { [CONFIGURATION]: { issuer: `${ISSUER}/`, jwks_uri: KEY_SET } },
    FAILED,
  ],
  [
    "L04 the document is not JSON",
    { [CONFIGURATION]: new OtherAnswer(200, "application/json", "{") },
    FAILED,
  ],
  [
    "L06 one key is unusable, one is good",
    { [KEY_SET]: { keys: [{ kty: "ABC", kid: "odd" }, 7, jwk] } },
    "accepted",
  ],
  ["L07 the key set holds a private member", { [KEY_SET]: { keys: [{ ...jwk, d: "AAAA" }] } }, "accepted"],
  [
    "L19 the key set is on another host",
    {
      [CONFIGURATION]: { issuer: ISSUER, jwks_uri: "https://keys.test/jwks" },
      "https://keys.test/jwks": { keys: [jwk] },
    },
    "accepted",
  ],
  ["L20 the document is a redirect", { [CONFIGURATION]: new OtherAnswer(302, "text/plain", "") }, FAILED],
])("%s", async (_, documents, wanted) => {
  expect(await asked(await opened(documents))).toBe(wanted);
});

test("L05 discovery that failed is tried again with the next token", async () => {
  const documents: Documents = { ...DOCUMENTS, [CONFIGURATION]: new OtherAnswer(500, "text/plain", "oops") };
  const stage = new Stage({ CLERK_JWT_ISSUER_DOMAIN: ISSUER }, "development", documents);
  await stage.open();
  stage.deployment.seed([{ table: "tasks", document: { user: "ada", text: "mine" } }]);
  expect(await asked(stage)).toBe(FAILED);
  documents[CONFIGURATION] = DOCUMENTS[CONFIGURATION] ?? {};
  expect(await asked(stage)).toBe("accepted");
});

test.each([
  ["L08 without providers", "", "NoAuthProvider"],
  ["L09 a domain without scheme", oidc(ISSUER.replace("https://", "")), "accepted"],
  ["L10 a domain with a path", oidc(`${ISSUER}/v1`), "NoAuthProvider"],
  ["L11 another applicationID", oidc(ISSUER, "other"), "NoAuthProvider"],
  ["L12 two applications of one issuer", `${oidc(ISSUER, "first")}, ${oidc(ISSUER)}`, "accepted"],
  ["L15 another instance of Clerk", oidc("https://brave-fox-7.clerk.accounts.dev"), "NoAuthProvider"],
])("%s", async (_, providers, wanted) => {
  expect(await asked(await opened({}, trusting(providers)))).toBe(wanted);
});

test("L13, L14, L16 a token is good again and again until its end, after sign-out too, at any deployment that trusts its issuer", async () => {
  const [stage, another] = [await opened(), await opened()];
  const jwt = await token("ada", NOW_MS, { lifetimeSeconds: 60 });
  for (const at of [stage, stage, another]) expect(await asked(at, jwt)).toBe("accepted");
  stage.clock.advance(59_999);
  expect(await asked(stage, jwt)).toBe("accepted");
  stage.clock.advance(1);
  expect(await asked(stage, jwt)).toBe("Unauthenticated");
});

test("L17 a deployment whose clock is late takes what has expired elsewhere", async () => {
  const stage = await opened();
  expect(await asked(stage, await token("ada", NOW_MS - 600_000, { lifetimeSeconds: 60 }))).toBe(
    "Unauthenticated",
  );
  expect(await asked(stage, await token("ada", NOW_MS, { lifetimeSeconds: 60 }))).toBe("accepted");
});

test("L18 a token that runs out on an open socket gives no more rows, and the client brings another", async () => {
  const stage = await opened();
  const client = new ConvexClient(URL_OF_DEPLOYMENT, {
    webSocketConstructor: stage.webSocket,
    logger: silent,
  });
  const results: unknown[] = [];
  let asks = 0;
  try {
    client.setAuth(async () => {
      asks += 1;
      return token("ada", stage.clock.now(), { lifetimeSeconds: 60 });
    });
    client.onUpdate(list, {} as never, (value) => results.push(value));
    await vi.waitFor(() => expect(results.at(-1)).toMatchObject([{ text: "mine" }]), { timeout: 10_000 });
    const before = asks;
    stage.clock.advance(61_000);
    // Nobody looks at it before the next query.
    stage.deployment.seed([{ table: "tasks", document: { user: "ada", text: "new" } }]);
    await vi.waitFor(
      () => expect(stage.frames("deployment").some(({ type }) => type === "AuthError")).toBe(true),
      {
        timeout: 10_000,
      },
    );
    await vi.waitFor(() => expect(asks).toBeGreaterThan(before), { timeout: 10_000 });
    await vi.waitFor(() => expect(results.at(-1)).toMatchObject([{ text: "mine" }, { text: "new" }]), {
      timeout: 10_000,
    });
  } finally {
    await client.close();
  }
});
