import { beforeEach, describe, expect, test } from "vitest";
import type { Instance } from "./instance.ts";
import { ADA, ask, at, GRACE, ISSUER, json, openTestInstance } from "./test-instance.ts";

const SIGN_INS = "/v1/client/sign_ins";
let instance: Instance;
let advance: (byMs: number) => void;

beforeEach(async () => {
  const opened = await openTestInstance();
  instance = opened.instance;
  advance = (byMs) => opened.clock.advance(byMs);
});

async function signIn(person = ADA): Promise<string> {
  const fields = { identifier: person.emailAddress, password: person.password };
  const { body } = await json(ask(instance, "POST", SIGN_INS, fields));
  return String(at(body, "response", "created_session_id"));
}

async function startSignIn(): Promise<string> {
  const { body } = await json(ask(instance, "POST", SIGN_INS, { identifier: ADA.emailAddress }));
  return `${SIGN_INS}/${String(at(body, "response", "id"))}`;
}

async function client(): Promise<unknown> {
  return at((await json(ask(instance, "GET", "/v1/client"))).body, "response");
}

function refusal(code: string, message: string, longMessage: string, meta = {}) {
  const clerk_trace_id = expect.stringMatching(/^[0-9a-f]{32}$/) as unknown;
  return { errors: [{ code, message, long_message: longMessage, meta }], clerk_trace_id };
}

describe("the discovery document", () => {
  test("names the issuer, its key set and every key that Clerk's specification requires", async () => {
    const { status, body } = await json(ask(instance, "GET", "/.well-known/openid-configuration"));
    expect(status).toBe(200);
    expect(body).toMatchObject({ issuer: ISSUER, jwks_uri: `${ISSUER}/.well-known/jwks.json` });
    expect(Object.keys(body ?? {}).toSorted()).toEqual(
      (
        "authorization_endpoint backchannel_logout_supported claims_supported code_challenge_methods_supported " +
        "frontchannel_logout_supported grant_types_supported id_token_signing_alg_values_supported " +
        "introspection_endpoint issuer jwks_uri response_modes_supported response_types_supported " +
        "revocation_endpoint scopes_supported subject_types_supported token_endpoint " +
        "token_endpoint_auth_methods_supported userinfo_endpoint"
      ).split(" "),
    );
  });

  test("is served as JSON, without a word about origins", async () => {
    const { headers } = await ask(instance, "GET", "/.well-known/openid-configuration");
    expect(headers).toEqual([["content-type", "application/json"]]);
  });
});

describe("the environment", () => {
  test("is the same however it is asked for", async () => {
    const { body } = await json(ask(instance, "GET", "/v1/environment"));
    expect(body).toMatchObject({ display_config: { application_name: "Lesson" } });
    expect((await json(ask(instance, "POST", "/v1/environment?_method=PATCH"))).body).toEqual(body);
  });
});

describe("a sign-in", () => {
  test("offers the factors of an account it knows", async () => {
    const { body } = await json(ask(instance, "POST", SIGN_INS, { identifier: "ADA@example.com" }));
    expect(body).toMatchObject({
      response: {
        status: "needs_first_factor",
        identifier: "ada@example.com",
        supported_first_factors: [
          { strategy: "password" },
          { strategy: "email_code", safe_identifier: "a**@example.com" },
        ],
      },
      client: { sign_in: { status: "needs_first_factor" }, sessions: [] },
    });
  });

  test("waits for an identifier when none is given", async () => {
    const { body } = await json(ask(instance, "POST", SIGN_INS));
    expect(body).toMatchObject({ response: { status: "needs_identifier", supported_first_factors: null } });
  });

  test("refuses an unknown identifier", async () => {
    const answer = await json(ask(instance, "POST", SIGN_INS, { identifier: "nobody@example.com" }));
    const sentence = "Couldn't find your account.";
    const meta = { param_name: "identifier" };
    expect(answer).toEqual({
      status: 422,
      body: refusal("form_identifier_not_found", sentence, sentence, meta),
    });
  });

  test("refuses a wrong password and lets one try again", async () => {
    const path = await startSignIn();
    const attempt = (password: string) =>
      json(ask(instance, "POST", `${path}/attempt_first_factor`, { strategy: "password", password }));
    const sentence = "Password is incorrect. Try again, or use another method.";
    const meta = { param_name: "password" };
    expect(await attempt("wrong")).toEqual({
      status: 422,
      body: refusal("form_password_incorrect", sentence, sentence, meta),
    });
    expect(await attempt(ADA.password)).toMatchObject({
      status: 200,
      body: {
        response: { status: "complete", first_factor_verification: { status: "verified", attempts: 2 } },
        client: { sign_in: null, sessions: [{ status: "active", user: { id: ADA.id } }] },
      },
    });
  });

  test("refuses a wrong code, and any code before one was sent", async () => {
    const path = await startSignIn();
    const attempt = (code: string) =>
      json(ask(instance, "POST", `${path}/attempt_first_factor`, { strategy: "email_code", code }));
    expect(await attempt("424242")).toMatchObject({
      status: 400,
      body: { errors: [{ code: "verification_not_sent" }] },
    });
    await ask(instance, "POST", `${path}/prepare_first_factor`, { strategy: "email_code" });
    expect(await attempt("000000")).toEqual({
      status: 422,
      body: refusal("form_code_incorrect", "is incorrect", "Incorrect code", { param_name: "code" }),
    });
    expect(await attempt("424242")).toMatchObject({
      status: 200,
      body: { response: { status: "complete" } },
    });
  });

  test("refuses a code after ten minutes", async () => {
    const path = await startSignIn();
    await ask(instance, "POST", `${path}/prepare_first_factor`, { strategy: "email_code" });
    advance(10 * 60_000);
    const fields = { strategy: "email_code", code: "424242" };
    expect(await json(ask(instance, "POST", `${path}/attempt_first_factor`, fields))).toEqual({
      status: 400,
      body: refusal(
        "verification_expired",
        "expired",
        "This verification has expired. You must create a new one.",
      ),
    });
  });

  test("refuses another one while somebody is signed in", async () => {
    await signIn();
    const answer = await json(ask(instance, "POST", SIGN_INS, { identifier: GRACE.emailAddress }));
    expect(answer).toEqual({
      status: 400,
      body: refusal("session_exists", "Session already exists", "You're already signed in."),
    });
  });

  test("refuses a strategy that the instance does not have", async () => {
    const answer = await json(ask(instance, "POST", SIGN_INS, { strategy: "oauth_google" }));
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ code: "strategy_for_user_invalid" }] } });
  });

  test("is not found under another id", async () => {
    await startSignIn();
    const answer = await json(ask(instance, "GET", `${SIGN_INS}/sia_other`));
    expect(answer).toEqual({
      status: 404,
      body: refusal("resource_not_found", "not found", "No sign in was found with id sia_other"),
    });
  });
});

describe("a session", () => {
  test("can be touched", async () => {
    const id = await signIn();
    advance(5000);
    const { body } = await json(ask(instance, "POST", `/v1/client/sessions/${id}/touch`));
    expect(body).toMatchObject({
      response: { id, status: "active" },
      client: { last_active_session_id: id },
    });
    const beside = at(body, "client", "sessions", "0", "last_active_token");
    expect(beside).toEqual(at(body, "response", "last_active_token"));
  });

  test.each(["end", "remove"])("is gone from the client after %s", async (verb) => {
    const id = await signIn();
    const { body } = await json(ask(instance, "POST", `/v1/client/sessions/${id}/${verb}`));
    expect(body).toMatchObject({
      response: { status: verb === "end" ? "ended" : "removed", last_active_token: null },
      client: { sessions: [], last_active_session_id: null },
    });
  });

  test("issues no token once it has ended", async () => {
    const id = await signIn();
    await ask(instance, "POST", "/v1/client/sessions?_method=DELETE");
    const answer = await json(ask(instance, "POST", `/v1/client/sessions/${id}/tokens/convex`));
    expect(answer).toEqual({ status: 401, body: refusal("signed_out", "Signed out", "You are signed out") });
  });

  test("expires after seven days", async () => {
    await signIn();
    advance(7 * 24 * 60 * 60 * 1000);
    expect(await client()).toMatchObject({ sessions: [], last_active_session_id: null });
  });

  test("issues no token to somebody who never signed in", async () => {
    const answer = await json(ask(instance, "POST", "/v1/client/sessions/sess_other/tokens"));
    const sentence = "Unable to authenticate the request, you need to supply an active session";
    expect(answer).toEqual({
      status: 401,
      body: refusal("authentication_invalid", "Invalid authentication", sentence),
    });
  });

  test("is not found under another id", async () => {
    await signIn();
    const answer = await json(ask(instance, "POST", "/v1/client/sessions/sess_other/tokens"));
    expect(answer).toEqual({
      status: 404,
      body: refusal("resource_not_found", "Session not found", "No session was found with id sess_other"),
    });
  });

  test("knows no other template than convex", async () => {
    const id = await signIn();
    const answer = await json(ask(instance, "POST", `/v1/client/sessions/${id}/tokens/hasura`));
    const sentence = "No JWT template exists with name: hasura";
    expect(answer).toEqual({
      status: 404,
      body: refusal("resource_not_found", "JWT template not found", sentence),
    });
  });
});

describe("the client", () => {
  test("stays when everybody signs out, and another person can sign in", async () => {
    await signIn();
    const { body } = await json(ask(instance, "POST", "/v1/client/sessions?_method=DELETE"));
    expect(body).toMatchObject({ response: { sessions: [] }, client: { sessions: [] } });
    const id = await signIn(GRACE);
    expect(await client()).toMatchObject({ sessions: [{ id, user: { id: GRACE.id } }] });
  });

  test("is a new one after it was deleted", async () => {
    await signIn();
    const before = at(await client(), "id");
    await ask(instance, "POST", "/v1/client?_method=DELETE");
    const after = await client();
    expect(after).toMatchObject({ sessions: [] });
    expect(at(after, "id")).not.toBe(before);
  });
});

test("Sign-up is closed", async () => {
  expect(await json(ask(instance, "POST", "/v1/client/sign_ups"))).toMatchObject({
    status: 403,
    body: { errors: [{ code: "sign_up_mode_restricted" }] },
  });
});

test("What does not exist is not found", async () => {
  const answer = await json(ask(instance, "GET", "/v1/nothing"));
  expect(answer).toEqual({
    status: 404,
    body: refusal("resource_not_found", "not found", "Resource not found"),
  });
});
