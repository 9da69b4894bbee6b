import { describe, expect, test } from "vitest";
import { SignatureVerifier, type Algorithm } from "./signature.ts";
import { decodeObject, type JsonObject } from "./token.ts";
import { decodeBase64Url } from "../../base/base64.ts";

type Vectors = {
  readonly testGroups: readonly {
    readonly comment: string;
    readonly public?: JsonObject;
    readonly private?: JsonObject;
    readonly tests: readonly {
      readonly tcId: number;
      readonly comment: string;
      readonly jws: unknown;
      readonly result: "valid" | "invalid" | "acceptable";
    }[];
  }[];
};

/** Beside the repository; tests run at its root. */
const PATH = "../shared/vectors/wycheproof-jws.json";
const NODE_FILES = "node:fs/promises";

async function readVectors(): Promise<Vectors | null> {
  const files = (await import(/* @vite-ignore */ NODE_FILES)) as {
    readFile(path: string, encoding: "utf8"): Promise<string>;
  };
  try {
    return JSON.parse(await files.readFile(PATH, "utf8")) as Vectors;
  } catch {
    return null;
  }
}

const vectors = await readVectors();

const VERIFIABLE: readonly string[] = ["RS256", "ES256"] satisfies Algorithm[];

describe.skipIf(vectors === null)("Wycheproof's JWS vectors (skipped where ../shared is not)", () => {
  test("signatures of RS256 and ES256 get Wycheproof's verdict, and every other algorithm is refused", async () => {
    const verifier = new SignatureVerifier();
    const wrong: string[] = [];
    let verified = 0;
    for (const group of vectors?.testGroups ?? []) {
      const key = group.public ?? group.private ?? {};
      for (const { tcId, comment, jws, result } of group.tests) {
        if (typeof jws !== "string" || result === "acceptable") continue;
        const isAccepted = await accepts(verifier, jws, key);
        const isVerifiable = VERIFIABLE.includes(String(key["alg"]));
        if (isVerifiable) verified += 1;
        const wanted = isVerifiable && result === "valid";
        if (isAccepted !== wanted) {
          wrong.push(`${tcId} ${group.comment} ${comment}: ${isAccepted ? "accepted" : "refused"}`);
        }
      }
    }
    console.log(`${verified} vectors of RS256 and ES256`);
    expect(wrong).toEqual([]);
  });
});

/** As the deployment does: strict parts, the algorithm of the key and no other, then the signature. */
async function accepts(verifier: SignatureVerifier, jws: string, key: JsonObject): Promise<boolean> {
  const [encodedHeader = "", encodedPayload = "", encodedSignature = "", ...rest] = jws.split(".");
  const header = decodeObject(encodedHeader);
  const signature = decodeBase64Url(encodedSignature);
  if (rest.length > 0 || !header.ok || signature === null || decodeBase64Url(encodedPayload) === null)
    return false;
  const algorithm = (VERIFIABLE as readonly Algorithm[]).find((name) => name === key["alg"]);
  if (algorithm === undefined || header.value["alg"] !== algorithm) return false;
  const token = {
    partCount: 3,
    encodedHeader,
    encodedPayload,
    encodedSignature,
    signature,
    claims: {},
    issuer: null,
    audience: [],
  };
  return (await verifier.problem(token, key, algorithm)) === null;
}
