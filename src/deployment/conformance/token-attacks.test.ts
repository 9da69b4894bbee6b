/** Tokens under attack through the whole path: the real clients present them to a running deployment. */
import { readFile } from "node:fs/promises";
import { ConvexClient, ConvexHttpClient } from "convex/browser";
import { anyApi as api } from "convex/server";
import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { readAttacks, type AttackCorpus } from "../authentication/attack-corpus.ts";
import { LONGEST_MS, quickest } from "./cpu.ts";
import { ISSUER, jwk, token, type Documents } from "./issuer.ts";
import { MODULES, NOW_MS, Stage, URL_OF_DEPLOYMENT } from "./stage.ts";

const CUSTOM_JWT = `exports.default = { providers: [{ type: "customJwt", issuer: process.env.CLERK_JWT_ISSUER_DOMAIN, jwks: process.env.CLERK_JWT_ISSUER_DOMAIN + "/.well-known/jwks.json", algorithm: "RS256", applicationID: "convex" }] };`;

const silent = { logVerbose() {}, log() {}, warn() {}, error() {} };
const { whoami, list } = api["tasks"] as unknown as Record<"whoami" | "list", never>;

type Profile = "convex" | "strict";
/** The letter of the standards is OpenID Connect's: a customJwt provider is Convex's own kind, whatever the profile. */
const KINDS = [
  ["convexOidc", "convex", undefined],
  ["strict", "strict", undefined],
  ["convexCustomJwt", "convex", CUSTOM_JWT],
  ["convexCustomJwt", "strict", CUSTOM_JWT],
] as const;

/** `null` for nobody; the client's error when it is refused. */
type Seen = { readonly who: { readonly subject: string } | null | Error; readonly rows: unknown };

/** What the HTTP client gets with a token. A token that no header can carry was never presented. */
async function seenOverHttp(stage: Stage, jwt: string): Promise<Seen> {
  const client = new ConvexHttpClient(URL_OF_DEPLOYMENT, { fetch: stage.fetch, logger: false });
  client.setAuth(jwt);
  const ask = (query: never): Promise<unknown> =>
    client.query(query, {}).catch((error: unknown) => error as Error);
  return { who: (await ask(whoami)) as Seen["who"], rows: await ask(list) };
}

/** The same, and a sentence in `slow` when the deployment was busy with it for too long. */
async function seenSoon(stage: Stage, jwt: string, slow: string[]): Promise<Seen & { readonly ms: number }> {
  const { value, ms } = await quickest(() => seenOverHttp(stage, jwt));
  if (ms > LONGEST_MS) slow.push(`${Math.round(ms)} ms: ${jwt.slice(0, 200)}`);
  return { ...value, ms };
}

const WAIT = { interval: 1, timeout: 10_000 };

/** Whether the deployment takes the token on a socket, and every result that the client then got. */
async function seenOnSocket(stage: Stage, jwt: string): Promise<{ isTaken: boolean; results: unknown[] }> {
  const client = new ConvexClient(URL_OF_DEPLOYMENT, {
    webSocketConstructor: stage.webSocket,
    logger: silent,
  });
  const states: boolean[] = [];
  const results: unknown[] = [];
  const before = stage.frames("deployment").length;
  const news = (): unknown[] =>
    stage
      .frames("deployment")
      .slice(before)
      .filter(({ type }) => type === "AuthError");
  try {
    client.setAuth(
      async () => jwt,
      (isAuthenticated) => states.push(isAuthenticated),
    );
    client.onUpdate(list, {} as never, (value) => results.push(value));
    // After a refusal the client may try again without saying so.
    await vi.waitFor(() => expect(states.length + news().length).toBeGreaterThan(0), WAIT);
    if (states.at(-1)) await vi.waitFor(() => expect(results.length).toBeGreaterThan(0), WAIT);
    return { isTaken: states.at(-1) ?? false, results };
  } finally {
    await client.close();
  }
}

const isNobody = ({ who, rows }: Seen): boolean =>
  (who === null || who instanceof Error) &&
  (rows instanceof Error || (Array.isArray(rows) && rows.length === 0));

async function opened(
  environment: Readonly<Record<string, string>>,
  authConfig?: string,
  documents?: Documents,
  profile: Profile = "convex",
) {
  const stage = new Stage(environment, "development", documents, profile);
  const modules = authConfig === undefined ? MODULES : { ...MODULES, "auth.config": authConfig };
  expect(await stage.open(modules)).toBeNull();
  return stage;
}

const corpus = await readAttacks();

type Jws = { readonly name: string; readonly key: object; readonly jws: string };

/** None where that folder is not. Wycheproof's own verdict is of the signature; here none has claims that Convex takes. */
async function readJws(): Promise<readonly Jws[]> {
  const text = await readFile("../shared/vectors/wycheproof-jws.json", "utf8").catch(() => null);
  if (text === null) return [];
  const { testGroups } = JSON.parse(text) as {
    testGroups: { public?: object; private?: object; tests: { tcId: number; jws: unknown }[] }[];
  };
  return testGroups.flatMap(({ tests, ...group }) =>
    tests.map(({ tcId, jws }) => ({
      name: String(tcId),
      key: group.public ?? group.private ?? {},
      // Some are in the JSON serialisation.
      jws: typeof jws === "string" ? jws : JSON.stringify(jws),
    })),
  );
}

describe.skipIf(corpus === null)("the attack corpus of ../shared (skipped where that folder is not)", () => {
  const { meta, jwks, jwksVariants, cases } = corpus ?? ({ cases: [] } as unknown as AttackCorpus);
  const keySetUrl = `${meta?.issuer}/.well-known/jwks.json`;

  test.each(KINDS)(
    "%s, profile %s: only what is to be accepted is anybody, over HTTP and on a socket",
    async (column, profile, authConfig) => {
      const documents: Documents = {
        [`${meta.issuer}/.well-known/openid-configuration`]: { issuer: meta.issuer, jwks_uri: keySetUrl },
      };
      const stage = await opened({ CLERK_JWT_ISSUER_DOMAIN: meta.issuer }, authConfig, documents, profile);
      const subjects = new Set(cases.flatMap(({ token: jwt }) => subjectOf(jwt ?? "")));
      stage.deployment.seed(
        [...subjects].map((user) => ({ table: "tasks", document: { user, text: `of ${user}` } })),
      );
      const wrong: string[] = [];
      const slow: string[] = [];
      expect(cases).toHaveLength(119);
      for (const { id, title, token: jwt, jwks: variant, expect: expected } of cases) {
        if (jwt === undefined) throw new Error(`${id} has no token.`);
        documents[keySetUrl] = variant === undefined ? jwks : (jwksVariants[variant] ?? jwks);
        const seen = await seenSoon(stage, jwt, slow);
        const { isTaken, results } = await seenOnSocket(stage, jwt);
        // What is not certain is presented all the same: it must be answered one way or the other, on both the same.
        const ofKind = expected[column] === "accept?" ? isTaken : expected[column] === "accept";
        // To the letter nobody is taken whom the standards refuse, whatever the kind of provider.
        const wanted = ofKind && (profile !== "strict" || expected.strict === "accept");
        if (isNobody(seen) === wanted) wrong.push(`${id} ${title} (HTTP)`);
        // With leeway a token may be taken that is past its end: a socket notices that with the first query.
        if (isTaken !== (wanted && !isPast(jwt, meta.now))) wrong.push(`${id} ${title} (socket)`);
        if (!isTaken && results.flat().length > 0) wrong.push(`${id} ${title}: rows for nobody`);
      }
      expect(wrong).toEqual([]);
      expect(slow).toEqual([]);
      expect(stage.stuck).toBe(0);
    },
    120_000,
  );
});

const wycheproof = await readJws();

describe.skipIf(wycheproof.length === 0)("Wycheproof's JWS of ../shared (skipped where it is not)", () => {
  test.each(KINDS)(
    "%s, profile %s: none is anybody's identity, though the key set holds its very key",
    async (_, profile, authConfig) => {
      const documents: Documents = {
        [`${ISSUER}/.well-known/openid-configuration`]: {
          issuer: ISSUER,
          jwks_uri: `${ISSUER}/.well-known/jwks.json`,
        },
      };
      const stage = await opened({ CLERK_JWT_ISSUER_DOMAIN: ISSUER }, authConfig, documents, profile);
      stage.deployment.seed([{ table: "tasks", document: { user: "ada", text: "mine" } }]);
      const [accepted, slow]: [string[], string[]] = [[], []];
      for (const { name, key, jws } of wycheproof) {
        documents[`${ISSUER}/.well-known/jwks.json`] = { keys: [jwk, key] };
        if (!isNobody(await seenSoon(stage, jws, slow))) accepted.push(name);
      }
      expect(accepted).toEqual([]);
      expect(slow).toEqual([]);
      expect(stage.stuck).toBe(0);
    },
    120_000,
  );
});

/** Nothing of a token that cannot be read. */
function claimsOf(jwt: string): { readonly sub?: unknown; readonly exp?: unknown } {
  try {
    return JSON.parse(atob((jwt.split(".")[1] ?? "").replaceAll("-", "+").replaceAll("_", "/"))) as object;
  } catch {
    return {};
  }
}

function subjectOf(jwt: string): readonly string[] {
  const { sub } = claimsOf(jwt);
  return typeof sub === "string" && sub !== "" ? [sub] : [];
}

function isPast(jwt: string, nowSeconds: number): boolean {
  const { exp } = claimsOf(jwt);
  return typeof exp === "number" && exp < nowSeconds;
}

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ ";

/** A genuine token with one edit: a character another, one more, one less, two swapped, or the rest cut off. */
function mutantOf(jwt: string): fc.Arbitrary<string> {
  const at = fc.nat(jwt.length - 1);
  const character = fc.constantFrom(...ALPHABET.split(""));
  return fc
    .oneof(
      fc.tuple(at, character).map(([i, c]) => jwt.slice(0, i) + c + jwt.slice(i + 1)),
      fc.tuple(at, character).map(([i, c]) => jwt.slice(0, i) + c + jwt.slice(i)),
      at.map((i) => jwt.slice(0, i) + jwt.slice(i + 1)),
      at.map((i) => jwt.slice(0, i) + (jwt[i + 1] ?? "") + (jwt[i] ?? "") + jwt.slice(i + 2)),
      at.map((i) => jwt.slice(0, i)),
    )
    .filter((mutant) => mutant.trim() !== jwt);
}

/** Convex's OIDC path does not look at the bits of a last character that stand for no byte: the same bytes are the same token. */
function isSameBytes(mutant: string, genuine: string): boolean {
  const bytes = (jwt: string): string[] =>
    jwt.split(".").map((part) => Buffer.from(part, "base64url").toString("hex"));
  const isBase64Url = /^[\w-]+\.[\w-]+\.[\w-]+$/.test(mutant);
  return isBase64Url && JSON.stringify(bytes(mutant)) === JSON.stringify(bytes(genuine));
}

describe("one edit in a genuine token", () => {
  test.each(KINDS)(
    "makes it nobody's: %s, profile %s, 5,000 mutants, none accepted",
    async (column, profile, authConfig) => {
      const isGenuine = column === "convexOidc" ? isSameBytes : () => false;
      const stage = await opened({ CLERK_JWT_ISSUER_DOMAIN: ISSUER }, authConfig, undefined, profile);
      const genuine = await token("ada", NOW_MS);
      const rows = [{ text: "mine" }];
      stage.deployment.seed([{ table: "tasks", document: { user: "ada", text: "mine" } }]);
      const expectGenuine = async (): Promise<void> =>
        expect(await seenOverHttp(stage, genuine)).toMatchObject({ who: { subject: "ada" }, rows });
      await expectGenuine();
      expect(await seenOnSocket(stage, genuine)).toMatchObject({ isTaken: true, results: [rows] });

      let longestMs = 0;
      let count = 0;
      const slow: string[] = [];
      const mutants = mutantOf(genuine).filter((mutant) => !isGenuine(mutant, genuine));
      const verdict = await fc.check(
        fc.asyncProperty(mutants, async (mutant) => {
          const seen = await seenSoon(stage, mutant, slow);
          const isRefused = isNobody(seen);
          longestMs = Math.max(longestMs, seen.ms);
          count += 1;
          if (count % 50 > 0) return isRefused;
          const { isTaken, results } = await seenOnSocket(stage, mutant);
          return isRefused && !isTaken && results.flat().length === 0;
        }),
        { numRuns: 5000, seed: 20_270_115 },
      );
      console.log(`${count} mutants, the longest took ${longestMs.toFixed(0)} ms of processor time`);
      expect(verdict.counterexample).toBeNull();
      expect(slow).toEqual([]);
      expect(stage.stuck).toBe(0);
      // The deployment is as it was.
      await expectGenuine();
    },
    120_000,
  );
});

test("E26: a token with a claim of 1 MiB is read like any other, and as soon", async () => {
  const stage = await opened({ CLERK_JWT_ISSUER_DOMAIN: ISSUER });
  stage.deployment.seed([{ table: "tasks", document: { user: "ada", text: "mine" } }]);
  const claims = { note: "x".repeat(1024 * 1024) };
  const slow: string[] = [];
  const seen = await seenSoon(stage, await token("ada", NOW_MS, { claims }), slow);
  expect(seen).toMatchObject({ who: { subject: "ada" }, rows: [{ text: "mine" }] });
  expect(slow).toEqual([]);
});
