/** Tokens that name the right person and must still be refused, each for one reason. */
import { encodeBase64Url } from "../base/base64.ts";
import type { MintOptions } from "../wire/issuer.ts";
import type { TokenFault } from "../wire/referee.ts";
import { tokenParts, type Forger } from "./forged-token.ts";

/** Signs as the issuer does. */
export type Mint = (options?: MintOptions) => Promise<string>;

const HOUR_SECONDS = 3600;
/** Where somebody else has an instance of Clerk. */
export const STRANGER_HOST = "loud-heron-7.clerk.accounts.dev";

/**
 * A genuine token when `fault` is null. `mintByStranger`: as the stranger's instance signs, where it can be asked for its keys;
 * null: nobody is there, and a key signs that nobody can ask for.
 */
export async function tokenWith(
  fault: TokenFault | null,
  mint: Mint,
  forge: Forger,
  mintByStranger: Mint | null = null,
): Promise<string> {
  switch (fault) {
    case null:
      return mint();
    case "forged":
      return forge(await mint());
    case "expired":
      return mint({ ageSeconds: HOUR_SECONDS });
    case "wrong-audience":
      return mint({ audience: "another-app" });
    case "no-audience":
      return mint({ audience: null });
    case "other-issuer":
      return mintByStranger === null
        ? forge(await mint(), { iss: `https://${STRANGER_HOST}` })
        : mintByStranger();
    case "unsigned":
      return unsigned(await mint());
    default:
      return fault satisfies never;
  }
}

function unsigned(genuine: string): string {
  const { header, payloadBytes } = tokenParts(genuine);
  const bytes = new TextEncoder().encode(JSON.stringify({ ...header, alg: "none" }));
  return `${encodeBase64Url(bytes)}.${encodeBase64Url(payloadBytes)}.`;
}
