/** Third party: the real, unmodified clerk-js runs on the instance. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { LOAD_OPTIONS, openClerkJs, STATE, type ClerkJs, type ClerkOnInstance } from "./test-clerk-js.ts";
import { ADA, APP_ORIGIN } from "./test-instance.ts";

let on: ClerkOnInstance;
let clerk: ClerkJs;

beforeAll(async () => {
  on = await openClerkJs();
  clerk = on.clerk;
});
afterAll(() => on.close());

describe("clerk-js on the instance", () => {
  test("loads, and nobody is signed in", async () => {
    await clerk.load(LOAD_OPTIONS);
    expect(clerk.loaded).toBe(true);
    expect(clerk.user).toBe(null);
    expect(on.takeRequests().toSorted()).toEqual(["GET /v1/client", "GET /v1/environment"]);
  });

  test("turns a wrong password into its own error", async () => {
    const attempt = on.signIn().create({ identifier: ADA.emailAddress, password: "wrong" });
    await expect(attempt).rejects.toMatchObject({
      status: 422,
      errors: [{ code: "form_password_incorrect", meta: { paramName: "password" } }],
    });
  });

  test("turns an unknown identifier into its own error", async () => {
    const attempt = on.signIn().create({ identifier: "nobody@example.com" });
    await expect(attempt).rejects.toMatchObject({ errors: [{ code: "form_identifier_not_found" }] });
  });

  test("signs in with a password", async () => {
    const signIn = await on.signIn().create({ identifier: ADA.emailAddress, password: ADA.password });
    expect(signIn.status).toBe("complete");
    await clerk.setActive({ session: signIn.createdSessionId });
    expect(clerk.session?.id).toBe(signIn.createdSessionId);
    expect(clerk.user).toMatchObject({ id: ADA.id, fullName: "Ada Lovelace" });
  });

  test("has the first session token without a request of its own", async () => {
    on.takeRequests();
    const token = await clerk.session?.getToken();
    expect(on.takeRequests()).toEqual([]);
    expect(await on.verified(token)).toMatchObject({ sub: ADA.id, azp: APP_ORIGIN, sid: clerk.session?.id });
  });

  test("fetches a session token when the cache is to be skipped", async () => {
    const token = await clerk.session?.getToken({ skipCache: true });
    expect(on.takeRequests()).toEqual([`POST /v1/client/sessions/${clerk.session?.id}/tokens`]);
    expect(await on.verified(token)).toMatchObject({ sub: ADA.id });
  });

  test("fetches a token of the template named convex and keeps it", async () => {
    const token = await clerk.session?.getToken({ template: "convex" });
    expect(await clerk.session?.getToken({ template: "convex" })).toBe(token);
    expect(on.takeRequests()).toEqual([`POST /v1/client/sessions/${clerk.session?.id}/tokens/convex`]);
    expect(await on.verified(token, "convex")).toMatchObject({ sub: ADA.id, name: "Ada Lovelace" });
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
    on.takeRequests();
    await clerk.signOut();
    expect(on.takeRequests()).toEqual(["POST /v1/client/sessions"]);
    expect(clerk.user).toBe(null);
    expect(clerk.session).toBe(null);
  });

  test("signs in with an email code", async () => {
    const started = await on.signIn().create({ identifier: ADA.emailAddress });
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
    await on.opened.instance.change({ type: "set-sign-up-mode", mode: "public" });
    await expect(signUp.create({ emailAddress: ADA.emailAddress })).rejects.toMatchObject({
      errors: [{ code: "form_identifier_exists" }],
    });
    const started = await signUp.create({
      emailAddress,
      firstName: "Katherine",
      unsafeMetadata: { from: "Hampton" },
    });
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
    expect(clerk.user).toMatchObject({
      id: done.createdUserId,
      fullName: "Katherine",
      unsafeMetadata: { from: "Hampton" },
    });
    const token = await clerk.session?.getToken({ template: "convex" });
    expect(await on.verified(token, "convex")).toMatchObject({
      sub: done.createdUserId,
      email: emailAddress,
    });

    await clerk.signOut();
    const signIn = await on.signIn().create({ identifier: emailAddress, password: "trajectory" });
    expect(signIn.status).toBe("complete");
    await clerk.signOut();
  });
});
