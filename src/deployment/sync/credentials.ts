/** Who is behind a socket: nobody, a person with a token, or the holder of the deployment's key. */
import type { CarriedToken } from "../../wire/handoff.ts";
import type { AuthenticateMessage } from "../../wire/sync-protocol.ts";
import type { Admin } from "../authentication/admin-key.ts";
import { BAD_ADMIN_KEY } from "../authentication/refusal.ts";
import type { Authenticator } from "../authentication/verify.ts";
import type { VerifiedIdentity } from "../authentication/verification.ts";
import type { Caller } from "../functions/execution.ts";
import { carriedToken } from "../tokens.ts";

/** Receives what is known of the token in a frame, once it is known. */
export type TokenReport = (tokens: readonly CarriedToken[]) => void;

/** Each ends the socket in a way of its own. `internal`: the product takes it for a fault of its own. */
export type CredentialRefusal = {
  readonly how: "refused" | "unreadable" | "internal";
  readonly message: string;
};

export class Credentials {
  readonly #authenticator: Authenticator;
  #who: VerifiedIdentity | null = null;
  #admin: Admin | null = null;

  constructor(authenticator: Authenticator) {
    this.#authenticator = authenticator;
  }

  /** Calls `report` once. `null` when they are in force from now on. */
  async present(message: AuthenticateMessage, report: TokenReport): Promise<CredentialRefusal | null> {
    if (message.tokenType === "User") return this.#presentToken(message.value, report);
    report([]);
    this.#who = null;
    this.#admin = null;
    if (message.tokenType === "None") return null;
    const admin = this.#authenticator.admin(message.value, message.impersonating);
    if (admin === "malformed") return { how: "unreadable", message: "impersonating" };
    if (admin === null) return { how: "refused", message: BAD_ADMIN_KEY };
    this.#admin = admin;
    return null;
  }

  async #presentToken(token: string, report: TokenReport): Promise<CredentialRefusal | null> {
    const verified = await this.#authenticator.verify(token);
    report([carriedToken(token, verified)]);
    if (!verified.ok) {
      const { code, message } = verified.error;
      return { how: code === "InternalServerError" ? "internal" : "refused", message };
    }
    this.#who = verified.value;
    this.#admin = null;
    return null;
  }

  /** Nobody looks before something needs them. */
  get hasExpired(): boolean {
    return this.#who !== null && this.#authenticator.hasExpired(this.#who);
  }

  get caller(): Pick<Caller, "identity" | "from"> {
    if (this.#admin !== null) return { identity: this.#admin.identity, from: "admin" };
    return { identity: this.#who?.identity ?? null, from: "client" };
  }
}
