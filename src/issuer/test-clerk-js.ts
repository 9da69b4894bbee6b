/** What tests of the real clerk-js share: the unmodified package in this process, on an instance of their own. */
import { jwtVerify, type JWTPayload } from "jose";
import { vi } from "vitest";
import {
  APP_ORIGIN,
  HOST,
  ISSUER,
  openTestInstance,
  servedKeys,
  type TestInstance,
} from "./test-instance.ts";

/** The part of clerk-js that is driven here. */
export type ClerkJs = {
  load(options: Readonly<Record<string, unknown>>): Promise<void>;
  setActive(options: { session?: string | null; organization?: string | null }): Promise<void>;
  signOut(options?: { sessionId: string }): Promise<void>;
  readonly loaded: boolean;
  readonly user: UserJs | null;
  readonly organization: { readonly id: string; readonly name: string } | null;
  createOrganization(options: { name: string }): Promise<OrganizationJs>;
  readonly session: {
    readonly id: string;
    getToken(options?: { template?: string; skipCache?: boolean }): Promise<string | null>;
  } | null;
  readonly client: ClientJs | undefined;
  readonly [STATE]: { readonly signInSignal: SignInSignal };
};
type ClientJs = {
  readonly signIn: SignInJs;
  readonly signUp: SignUpJs;
  readonly sessions: readonly { readonly id: string; readonly user: { readonly id: string } }[];
};
type UserJs = {
  readonly id: string;
  readonly fullName: string;
  readonly organizationMemberships: readonly MembershipJs[];
  readonly unsafeMetadata: object;
  update(options: { firstName?: string; unsafeMetadata?: object }): Promise<unknown>;
  getSessions(): Promise<readonly { readonly id: string; revoke(): Promise<unknown> }[]>;
  leaveOrganization(organizationId: string): Promise<unknown>;
};
type MembershipJs = {
  readonly role: string;
  readonly organization: OrganizationJs;
  readonly publicUserData?: { readonly userId: string };
  update(options: { role: string }): Promise<unknown>;
  destroy(): Promise<unknown>;
};
type OrganizationJs = {
  readonly id: string;
  readonly name: string;
  readonly slug: string;
  update(options: { name: string }): Promise<OrganizationJs>;
  destroy(): Promise<unknown>;
  addMember(options: { userId: string; role: string }): Promise<MembershipJs>;
  getMemberships(): Promise<{ readonly data: readonly MembershipJs[]; readonly total_count: number }>;
};
type SignInSignal = () => { readonly signIn: SignInFuture };
type SignInFuture = {
  readonly status: string;
  password(options: { identifier: string; password: string }): Promise<{ error: unknown }>;
  finalize(): Promise<{ error: unknown }>;
};
type SignInJs = {
  readonly id: string;
  readonly status: string;
  readonly createdSessionId: string | null;
  readonly supportedFirstFactors: readonly { strategy: string; emailAddressId?: string }[];
  create(options: Readonly<Record<string, string>>): Promise<SignInJs>;
  prepareFirstFactor(options: Readonly<Record<string, string>>): Promise<SignInJs>;
  attemptFirstFactor(options: Readonly<Record<string, string>>): Promise<SignInJs>;
};
type SignUpJs = {
  readonly status: string;
  readonly missingFields: readonly string[];
  readonly unverifiedFields: readonly string[];
  readonly createdSessionId: string | null;
  readonly createdUserId: string | null;
  create(options: Readonly<Record<string, string | object>>): Promise<SignUpJs>;
  update(options: Readonly<Record<string, string>>): Promise<SignUpJs>;
  prepareEmailAddressVerification(options: { strategy: "email_code" }): Promise<SignUpJs>;
  attemptEmailAddressVerification(options: { code: string }): Promise<SignUpJs>;
};
type ClerkJsModule = { readonly default: { readonly Clerk: new (publishableKey: string) => ClerkJs } };

/** Where clerk-js keeps the signals behind `useSignIn`. */
export const STATE = "__internal_state";
const navigate = () => Promise.resolve();

const CLERK_JS = new URL("../../node_modules/@clerk/clerk-js/dist/clerk.native.js", import.meta.url).href;

export type ClerkOnInstance = {
  readonly opened: TestInstance;
  /** Not loaded yet. */
  readonly clerk: ClerkJs;
  /** The requests since the last call, without host and query. */
  takeRequests(): string[];
  signIn(): SignInJs;
  /** The claims of a token that verifies against the key set; rejects for every other. */
  verified(token: string | null | undefined, audience?: string): Promise<JWTPayload>;
  close(): void;
};

/** Loads without a browser's means, as in the sandbox. */
export const LOAD_OPTIONS = {
  standardBrowser: false,
  telemetry: false,
  routerPush: navigate,
  routerReplace: navigate,
};

/** Replaces globals until it is closed. */
export async function openClerkJs(): Promise<ClerkOnInstance> {
  const opened = await openTestInstance();
  let requests: string[] = [];
  vi.useFakeTimers({ now: opened.clock.now(), toFake: ["Date"] });
  const nowhere = { addEventListener: () => {}, removeEventListener: () => {} };
  vi.stubGlobal("location", new URL(`${APP_ORIGIN}/app`));
  vi.stubGlobal("document", { ...nowhere, hasFocus: () => false, visibilityState: "visible", cookie: "" });
  vi.stubGlobal("window", Object.assign(globalThis, { ...nowhere }));
  vi.stubGlobal("fetch", async (input: string | URL, init: RequestInit = {}) => {
    const url = String(input);
    const method = init.method ?? "GET";
    requests.push(`${method} ${new URL(url).pathname}`);
    const body = init.body === undefined ? null : await new Response(init.body).text();
    const response = await opened.instance.respond({ method, url, headers: [], body });
    return new Response(typeof response.body === "string" ? response.body : null, {
      status: response.status,
      headers: response.headers.map(([name, value]) => [name, value] as [string, string]),
    });
  });
  const loaded: ClerkJsModule = await import(/* @vite-ignore */ CLERK_JS);
  const clerk = new loaded.default.Clerk(`pk_test_${btoa(`${HOST}$`)}`);
  return {
    opened,
    clerk,
    takeRequests() {
      const taken = requests;
      requests = [];
      return taken;
    },
    signIn() {
      const signIn = clerk.client?.signIn;
      if (signIn === undefined) throw new Error("clerk-js has no client");
      return signIn;
    },
    async verified(token, audience) {
      const { payload } = await jwtVerify(token ?? "", await servedKeys(opened.instance), {
        issuer: ISSUER,
        currentDate: new Date(opened.clock.now()),
        ...(audience === undefined ? {} : { audience }),
      });
      return payload;
    },
    close() {
      vi.useRealTimers();
      vi.unstubAllGlobals();
    },
  };
}
