/** For tests: the attack corpus that stands beside the repository. */
type Verdict = "accept" | "reject" | "accept?";
export type AttackCorpus = {
  readonly meta: { readonly now: number; readonly issuer: string; readonly audience: string };
  readonly jwks: object;
  readonly jwksVariants: Readonly<Record<string, object>>;
  readonly cases: readonly {
    readonly id: string;
    readonly title: string;
    readonly token?: string;
    readonly jwks?: string;
    readonly expect: Readonly<Record<"strict" | "convexOidc" | "convexCustomJwt", Verdict>>;
  }[];
};

/** Beside the repository; tests run at its root. */
const PATH = "../shared/vectors/jwt-attacks.json";
const NODE_FILES = "node:fs/promises";

/** Null where that folder is not. */
export async function readAttacks(): Promise<AttackCorpus | null> {
  const files = (await import(/* @vite-ignore */ NODE_FILES)) as {
    readFile(path: string, encoding: "utf8"): Promise<string>;
  };
  try {
    return JSON.parse(await files.readFile(PATH, "utf8")) as AttackCorpus;
  } catch {
    return null;
  }
}
