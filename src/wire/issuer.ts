/** What the trusted page asks of the issuer realm, over Comlink. The learner's realm only has the network. */
import type { Hop } from "./handoff.ts";

/** A ready-made person of the Clerk instance. */
export type Person = {
  /** `user_…`: the subject of the person's tokens. */
  readonly id: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly emailAddress: string;
  readonly password: string;
};

export type IssuerOptions = {
  /** Host of the Frontend API, e.g. `calm-otter-42.clerk.accounts.dev`; `https://` + host is the issuer (`iss`). */
  readonly frontendApiHost: string;
  readonly applicationName: string;
  /** Origin that goes into `azp`: an opaque frame has none of its own. */
  readonly appOrigin: string;
  readonly people: readonly Person[];
};

/** Batches of hops, sent by a stand-in to the page in the order in which they were recorded. */
export type HopBatch = { readonly hops: readonly Hop[] };

/** How a token that is really signed may still be of no use. Only the trusted page asks for such tokens, for the checks. */
export type MintOptions = {
  /** Another `aud` than the template's; null leaves the claim out. */
  readonly audience?: string | null;
  /** How long ago it was issued, in seconds. */
  readonly ageSeconds?: number;
};

export type IssuerApi = {
  /** Makes a fresh instance under `id` (keys, people, no sessions), replacing one of that name. */
  open(id: string, options: IssuerOptions): Promise<void>;
  /**
   * Connects a caller's network port to the instance; `hops` receives a `HopBatch` for what crosses it. `caller` is the
   * participant at the other end: the browser app, or the deployment or server that fetches the key set.
   */
  connect(
    id: string,
    caller: "app" | "deployment" | "server",
    network: MessagePort,
    hops: MessagePort | null,
  ): Promise<void>;
  /**
   * A token of a JWT template for a person, without a session. For the checks, which act as people who never opened
   * the app. Rejects when the instance, the person or the template is unknown.
   */
  mint(id: string, personId: string, templateName: string, options?: MintOptions): Promise<string>;
  /** Deletes the instance's JWT template `convex`, or creates it again, as one does in Clerk's dashboard. */
  setConvexTemplate(id: string, exists: boolean): Promise<void>;
  /** Forgets the instance and closes its ports. */
  close(id: string): Promise<void>;
};
