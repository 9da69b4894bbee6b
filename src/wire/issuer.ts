/** What the trusted page asks of the issuer realm, over Comlink. The learner's realm only has the network. */
import type { Result } from "../base/result.ts";
import type { Pace } from "../base/steerable-clock.ts";
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
  /** Default: restricted. */
  readonly signUpMode?: SignUpMode;
};

/** Whether anybody may join, or only whom the owner adds. */
export type SignUpMode = "public" | "restricted";

/** Whether a browser may have several people signed in at once. */
export type SessionMode = "single" | "multi";

/** What a member of an organization may do. */
export type Role = "org:admin" | "org:member";

/** Batches of hops, sent by a stand-in to the page in the order in which they were recorded. */
export type HopBatch = {
  readonly hops: readonly Hop[];
  /** The client sent more than anybody means to send, and is heard no more. */
  readonly isFlood?: true;
};

/** How a token that is really signed may still be of no use. Only the trusted page asks for such tokens, for the checks. */
export type MintOptions = {
  /** Another `aud` than the template's; null leaves the claim out. */
  readonly audience?: string | null;
  /** How long ago it was issued, in seconds. */
  readonly ageSeconds?: number;
};

/** A JWT template as it is shown and written. */
export type TemplateView = {
  readonly name: string;
  readonly lifetimeSeconds: number;
  /** How long before its issue a token is already valid. */
  readonly clockSkewSeconds: number;
  /** A JSON object; strings may hold shortcodes such as `{{user.full_name}}`. */
  readonly claimsJson: string;
};

/** How a way to the instance is: `slow` takes three seconds more, `failing` ends in status 503. */
export type Weather = "normal" | "slow" | "failing";

/** Instants are milliseconds since the epoch. */
export type InstanceView = {
  readonly issuer: string;
  readonly people: readonly {
    readonly id: string;
    readonly name: string;
    readonly emailAddress: string;
    /** Made up, and known to everyone. */
    readonly password: string;
    readonly isBanned: boolean;
  }[];
  /** Of any status, oldest first. */
  readonly sessions: readonly {
    readonly id: string;
    /** Id of the person. */
    readonly person: string;
    readonly status: "active" | "ended" | "removed" | "revoked" | "expired";
    readonly createdAt: number;
    readonly lastActiveAt: number;
  }[];
  /** Tickets that sign somebody in without a password, oldest first. `person` is an id. */
  readonly signInTokens: readonly {
    readonly id: string;
    readonly person: string;
    readonly ticket: string;
    readonly status: "pending" | "accepted" | "revoked";
  }[];
  readonly templates: readonly TemplateView[];
  readonly signUpMode: SignUpMode;
  readonly sessionMode: SessionMode;
  readonly sessionTokenLifetimeSeconds: number;
  readonly hasOrganizations: boolean;
  readonly organizations: readonly {
    readonly id: string;
    readonly name: string;
    readonly slug: string;
    /** `person` is an id. */
    readonly members: readonly { readonly person: string; readonly role: Role }[];
  }[];
  /** What `iss` of its tokens says, when that is not `issuer`. */
  readonly otherIssuer: string | null;
  /** For servers; known to everyone here. */
  readonly secretKey: string;
  /** The integration with Convex: `aud` and what else Convex reads stand in the session token, without a template. */
  readonly sessionTokenHasConvexClaims: boolean;
  /** Key ids: of the key that signs, and of all in the key set. */
  readonly signingKey: string;
  readonly servedKeys: readonly string[];
  /** How far Clerk's clock is ahead. */
  readonly clockSkewSeconds: number;
  /** Of the browser's way, and of the deployment's way to discovery and key set. */
  readonly weather: Readonly<Record<"app" | "deployment", Weather>>;
};

export type InstanceChange =
  /** `former`: name of the template that it replaces; null for a new one. */
  | { readonly type: "save-template"; readonly former: string | null; readonly template: TemplateView }
  | { readonly type: "delete-template"; readonly name: string }
  /** The preset, in place of one of that name. */
  | { readonly type: "add-convex-template" }
  | { readonly type: "put-convex-claims-into-session-token"; readonly isOn: boolean }
  /** From now on another key signs; the former ones stay in the key set or leave it. */
  | { readonly type: "rotate-key"; readonly keepsFormer: boolean }
  | { readonly type: "revoke-session"; readonly session: string }
  | { readonly type: "add-sign-in-token"; readonly person: string }
  | { readonly type: "ban-person"; readonly person: string; readonly isBanned: boolean }
  | {
      readonly type: "add-person";
      readonly firstName: string;
      readonly lastName: string;
      readonly emailAddress: string;
      readonly password: string;
    }
  | { readonly type: "set-sign-up-mode"; readonly mode: SignUpMode }
  | { readonly type: "set-session-mode"; readonly mode: SessionMode }
  | { readonly type: "set-session-token-lifetime"; readonly seconds: number }
  /** Tokens say that they are from another instance; null puts it right. */
  | { readonly type: "set-other-issuer"; readonly issuer: string | null }
  | { readonly type: "set-organizations"; readonly areOn: boolean }
  | { readonly type: "add-organization"; readonly name: string; readonly admin: string }
  | { readonly type: "delete-organization"; readonly organization: string }
  /** `role` null: the person leaves. */
  | {
      readonly type: "set-member";
      readonly organization: string;
      readonly person: string;
      readonly role: Role | null;
    }
  | { readonly type: "set-clock-skew"; readonly seconds: number }
  | { readonly type: "set-weather"; readonly caller: "app" | "deployment"; readonly weather: Weather };

export type IssuerApi = {
  /** Makes a fresh instance under `id` (keys, people, no sessions), replacing one of that name. */
  open(id: string, options: IssuerOptions): Promise<void>;
  /**
   * Connects a caller's network port to the instance; `hops` receives a `HopBatch` for what crosses it. `caller` is the
   * participant at the other end: the browser app, or the deployment or server that fetches the key set. `alsoId`: another
   * instance that is reached by the same port, under its own host.
   */
  connect(
    id: string,
    caller: "app" | "deployment" | "server",
    network: MessagePort,
    hops: MessagePort | null,
    alsoId?: string | null,
  ): Promise<void>;
  /**
   * A token of a JWT template for a person, without a session; `null`: a session token, of a session that nobody has.
   * For the checks and for the Convex pane, which act as people who never opened the app. Rejects when the instance,
   * the person or the template is unknown. `options` are for those of a template.
   */
  mint(id: string, personId: string, templateName: string | null, options?: MintOptions): Promise<string>;
  /** The instance as Clerk's dashboard shows it. */
  inspect(id: string): Promise<InstanceView>;
  /** Changes it as its owner; the failure is a sentence, and then nothing has changed. */
  change(id: string, change: InstanceChange): Promise<Result<null, string>>;
  /** How its time goes from now on. */
  setPace(id: string, pace: Pace): Promise<void>;
  /** Forgets the instance and closes its ports. */
  close(id: string): Promise<void>;
};
