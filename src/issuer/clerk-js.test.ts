/** Third party: the real, unmodified clerk-js runs on the instance. */
import { jwtVerify } from "jose";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import {
  ADA,
  APP_ORIGIN,
  HOST,
  ISSUER,
  openTestInstance,
  servedKeys,
  type TestInstance,
} from "./test-instance.ts";

/** The part of clerk-js that is driven here. */
type ClerkJs = {
  load(options: Readonly<Record<string, unknown>>): Promise<void>;
  setActive(options: { session: string | null }): Promise<void>;
  signOut(): Promise<void>;
  readonly loaded: boolean;
  readonly user: { readonly id: string; readonly fullName: string } | null;
  readonly session: {
    readonly id: string;
    getToken(options?: { template?: string; skipCache?: boolean }): Promise<string | null>;
  } | null;
  readonly client: { readonly signIn: SignInJs; readonly signUp: SignUpJs } | undefined;
  readonly [STATE]: { readonly signInSignal: SignInSignal };
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
  create(options: Readonly<Record<string, string>>): Promise<SignUpJs>;
  update(options: Readonly<Record<string, string>>): Promise<SignUpJs>;
  prepareEmailAddressVerification(options: { strategy: "email_code" }): Promise<SignUpJs>;
  attemptEmailAddressVerification(options: { code: string }): Promise<SignUpJs>;
};
type ClerkJsModule = { readonly default: { readonly Clerk: new (publishableKey: string) => ClerkJs } };

/** Where clerk-js keeps the signals behind `useSignIn`. */
const STATE = "__internal_state";
const navigate = () => Promise.resolve();

const CLERK_JS = new URL("../../node_modules/@clerk/clerk-js/dist/clerk.native.js", import.meta.url).href;

let opened: TestInstance;
let clerk: ClerkJs;
let requests: string[] = [];

/** The requests since the last call, without host and query. */
function takeRequests(): string[] {
  const taken = requests;
  requests = [];
  return taken;
}

function signInOf(): SignInJs {
  const signIn = clerk.client?.signIn;
  if (signIn === undefined) throw new Error("clerk-js has no client");
  return signIn;
}

beforeAll(async () => {
  opened = await openTestInstance();
  vi.useFakeTimers({ now: opened.clock.now(), toFake: ["Date"] });
  const location = new URL(`${APP_ORIGIN}/app`);
  const nowhere = { addEventListener: () => {}, removeEventListener: () => {} };
  vi.stubGlobal("location", location);
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
  clerk = new loaded.default.Clerk(`pk_test_${btoa(`${HOST}$`)}`);
});

afterAll(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

async function verified(token: string | null | undefined, audience?: string) {
  const { payload } = await jwtVerify(token ?? "", await servedKeys(opened.instance), {
    issuer: ISSUER,
    currentDate: new Date(opened.clock.now()),
    ...(audience === undefined ? {} : { audience }),
  });
  return payload;
}

describe("clerk-js on the instance", () => {
  test("loads, and nobody is signed in", async () => {
    await clerk.load({
      standardBrowser: false,
      telemetry: false,
      routerPush: navigate,
      routerReplace: navigate,
    });
    expect(clerk.loaded).toBe(true);
    expect(clerk.user).toBe(null);
    expect(takeRequests().toSorted()).toEqual(["GET /v1/client", "GET /v1/environment"]);
  });

  test("turns a wrong password into its own error", async () => {
    const attempt = signInOf().create({ identifier: ADA.emailAddress, password: "wrong" });
    await expect(attempt).rejects.toMatchObject({
      status: 422,
      errors: [{ code: "form_password_incorrect", meta: { paramName: "password" } }],
    });
  });

  test("turns an unknown identifier into its own error", async () => {
    const attempt = signInOf().create({ identifier: "nobody@example.com" });
    await expect(attempt).rejects.toMatchObject({ errors: [{ code: "form_identifier_not_found" }] });
  });

  test("signs in with a password", async () => {
    const signIn = await signInOf().create({ identifier: ADA.emailAddress, password: ADA.password });
    expect(signIn.status).toBe("complete");
    await clerk.setActive({ session: signIn.createdSessionId });
    expect(clerk.session?.id).toBe(signIn.createdSessionId);
    expect(clerk.user).toMatchObject({ id: ADA.id, fullName: "Ada Lovelace" });
  });

  test("has the first session token without a request of its own", async () => {
    takeRequests();
    const token = await clerk.session?.getToken();
    expect(takeRequests()).toEqual([]);
    expect(await verified(token)).toMatchObject({ sub: ADA.id, azp: APP_ORIGIN, sid: clerk.session?.id });
  });

  test("fetches a session token when the cache is to be skipped", async () => {
    const token = await clerk.session?.getToken({ skipCache: true });
    expect(takeRequests()).toEqual([`POST /v1/client/sessions/${clerk.session?.id}/tokens`]);
    expect(await verified(token)).toMatchObject({ sub: ADA.id });
  });

  test("fetches a token of the template named convex and keeps it", async () => {
    const token = await clerk.session?.getToken({ template: "convex" });
    expect(await clerk.session?.getToken({ template: "convex" })).toBe(token);
    expect(takeRequests()).toEqual([`POST /v1/client/sessions/${clerk.session?.id}/tokens/convex`]);
    expect(await verified(token, "convex")).toMatchObject({ sub: ADA.id, name: "Ada Lovelace" });
  });

  test("throws for a template that does not exist", async () => {
    await expect(clerk.session?.getToken({ template: "supabase" })).rejects.toMatchObject({
      status: 404,
      errors: [
        {
          code: "resource_not_found",
          message: "JWT template not found",
          longMessage: "No JWT template exists with name: supabase",
        },
      ],
    });
  });

  test("signs out", async () => {
    takeRequests();
    await clerk.signOut();
    expect(takeRequests()).toEqual(["POST /v1/client/sessions"]);
    expect(clerk.user).toBe(null);
    expect(clerk.session).toBe(null);
  });

  test("signs in with an email code", async () => {
    const started = await signInOf().create({ identifier: ADA.emailAddress });
    const factor = started.supportedFirstFactors.find(({ strategy }) => strategy === "email_code");
    const emailAddressId = factor?.emailAddressId ?? "";
    const prepared = await started.prepareFirstFactor({ strategy: "email_code", emailAddressId });
    const wrong = prepared.attemptFirstFactor({ strategy: "email_code", code: "000000" });
    await expect(wrong).rejects.toMatchObject({ errors: [{ code: "form_code_incorrect" }] });
    const right = await prepared.attemptFirstFactor({ strategy: "email_code", code: "424242" });
    expect(right.status).toBe("complete");
    await clerk.setActive({ session: right.createdSessionId });
    expect(clerk.user).toMatchObject({ id: ADA.id });
    await clerk.signOut();
  });

  test("signs in through the signals that useSignIn offers", async () => {
    const credentials = { identifier: ADA.emailAddress, password: ADA.password };
    expect(await clerk[STATE].signInSignal().signIn.password(credentials)).toEqual({ error: null });
    expect(await clerk[STATE].signInSignal().signIn.finalize()).toEqual({ error: null });
    expect(clerk.user).toMatchObject({ id: ADA.id });
    await clerk.signOut();
    expect(clerk.user).toBe(null);
  });

  test("signs up with a verified email address where that is open", async () => {
    const signUp = clerk.client?.signUp;
    if (signUp === undefined) throw new Error("clerk-js has no client");
    const emailAddress = "katherine@example.com";
    await expect(signUp.create({ emailAddress })).rejects.toMatchObject({
      status: 403,
      errors: [{ code: "sign_up_mode_restricted" }],
    });
    await opened.instance.change({ type: "set-sign-up-mode", mode: "public" });
    await expect(signUp.create({ emailAddress: ADA.emailAddress })).rejects.toMatchObject({
      errors: [{ code: "form_identifier_exists" }],
    });
    const started = await signUp.create({ emailAddress, firstName: "Katherine" });
    expect([started.status, started.missingFields, started.unverifiedFields]).toEqual([
      "missing_requirements",
      ["password"],
      ["email_address"],
    ]);
    await expect(started.update({ password: "short" })).rejects.toMatchObject({
      errors: [{ code: "form_password_length_too_short" }],
    });
    const filled = await started.update({ password: "trajectory" });
    expect(filled.missingFields).toEqual([]);
    await filled.prepareEmailAddressVerification({ strategy: "email_code" });
    await expect(filled.attemptEmailAddressVerification({ code: "000000" })).rejects.toMatchObject({
      errors: [{ code: "form_code_incorrect" }],
    });
    const done = await filled.attemptEmailAddressVerification({ code: "424242" });
    expect(done.status).toBe("complete");
    await clerk.setActive({ session: done.createdSessionId });
    expect(clerk.user).toMatchObject({ id: done.createdUserId, fullName: "Katherine" });
    const token = await clerk.session?.getToken({ template: "convex" });
    expect(await verified(token, "convex")).toMatchObject({ sub: done.createdUserId, email: emailAddress });

    await clerk.signOut();
    const signIn = await signInOf().create({ identifier: emailAddress, password: "trajectory" });
    expect(signIn.status).toBe("complete");
    await clerk.signOut();
  });
});
