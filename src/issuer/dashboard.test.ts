import { decodeJwt, decodeProtectedHeader, jwtVerify } from "jose";
import { beforeEach, describe, expect, test } from "vitest";
import { ManualClock } from "../base/clock.ts";
import { success } from "../base/result.ts";
import type { InstanceChange, TemplateView } from "../wire/issuer.ts";
import { createInstance, type Instance } from "./instance.ts";
import { createSigningKeys } from "./signing-keys.ts";
import {
  ADA,
  ask,
  at,
  countingRandom,
  GRACE,
  json,
  OPTIONS,
  servedKeys,
  START,
  START_SECONDS,
} from "./test-instance.ts";
import { throughWeather } from "./weather.ts";

let clock: ManualClock;
let instance: Instance;

beforeEach(async () => {
  clock = new ManualClock(START);
  instance = await createInstance(OPTIONS, createSigningKeys, {
    clock,
    timers: clock,
    random: countingRandom(),
  });
});

const change = async (wanted: InstanceChange): Promise<void> =>
  expect(await instance.change(wanted)).toEqual(success(null));

async function signIn({ emailAddress, password }: typeof ADA): Promise<string> {
  const { body } = await json(
    ask(instance, "POST", "/v1/client/sign_ins", { identifier: emailAddress, password }),
  );
  return String(at(body, "response", "created_session_id"));
}

const tokenOf = async (session: string, template = "/convex"): Promise<string> => {
  const { body } = await json(ask(instance, "POST", `/v1/client/sessions/${session}/tokens${template}`));
  return String(at(body, "jwt"));
};

const CONVEX: TemplateView = {
  name: "convex",
  lifetimeSeconds: 60,
  clockSkewSeconds: 5,
  claimsJson: '{ "aud": "convex" }',
};

describe("a JWT template", () => {
  test("that is changed shapes the next token", async () => {
    const session = await signIn(ADA);
    const claimsJson = '{ "aud": "somebody-else", "greeting": "Hello {{user.first_name}}" }';
    const template = { ...CONVEX, lifetimeSeconds: 10, claimsJson };
    await change({ type: "save-template", former: "convex", template });
    expect(decodeJwt(await tokenOf(session))).toMatchObject({
      aud: "somebody-else",
      greeting: "Hello Ada",
      iat: START_SECONDS,
      exp: START_SECONDS + 10,
    });
  });

  test("that is renamed or deleted is missing in Clerk's words, and the preset brings it back", async () => {
    const session = await signIn(ADA);
    await change({ type: "save-template", former: "convex", template: { ...CONVEX, name: "Convex" } });
    const missing = await json(ask(instance, "POST", `/v1/client/sessions/${session}/tokens/convex`));
    expect([missing.status, at(missing.body, "errors", "0", "long_message")]).toEqual([
      404,
      "No JWT template exists with name: convex",
    ]);
    await change({ type: "delete-template", name: "Convex" });
    await change({ type: "add-convex-template" });
    expect(instance.inspect().templates.map(({ name }) => name)).toEqual(["convex"]);
    expect(decodeJwt(await tokenOf(session))).toMatchObject({ aud: "convex", name: "Ada Lovelace" });
  });

  test.each<[string, Partial<TemplateView>]>([
    ["Clerk sets these claims itself: sub, sid.", { claimsJson: '{ "sub": "me", "sid": "x" }' }],
    ["The claims are one JSON object.", { claimsJson: "[]" }],
    ["The claims are not JSON.", { claimsJson: "{ aud }" }],
    ["The lifetime is a whole number of seconds, at least 1.", { lifetimeSeconds: 0 }],
    ["A template's name has letters, digits, - and _ only.", { name: "a b" }],
  ])("is refused with a sentence: %s", async (sentence, changes) => {
    const refused = await instance.change({
      type: "save-template",
      former: "convex",
      template: { ...CONVEX, ...changes },
    });
    expect(refused).toEqual({ ok: false, error: expect.stringContaining(sentence) });
    expect(instance.inspect().templates).toHaveLength(1);
  });

  test("may not take another's name", async () => {
    const other = { ...CONVEX, name: "other" };
    await change({ type: "save-template", former: null, template: other });
    const refused = await instance.change({ type: "save-template", former: "other", template: CONVEX });
    expect(refused).toEqual({ ok: false, error: "There is a template convex already." });
  });
});

test("the integration with Convex puts its claims into the session token", async () => {
  const session = await signIn(ADA);
  expect(decodeJwt(await tokenOf(session, ""))["aud"]).toBeUndefined();
  await change({ type: "put-convex-claims-into-session-token", isOn: true });
  expect(decodeJwt(await tokenOf(session, ""))).toMatchObject({
    aud: "convex",
    email: ADA.emailAddress,
    sid: session,
    sub: ADA.id,
  });
  await change({ type: "put-convex-claims-into-session-token", isOn: false });
  expect(decodeJwt(await tokenOf(session, ""))["aud"]).toBeUndefined();
});

describe("a key that is rotated", () => {
  test("signs no more, and what it signed is verified while it stays in the key set", async () => {
    const session = await signIn(ADA);
    const before = await tokenOf(session);
    await change({ type: "rotate-key", keepsFormer: true });
    const after = await tokenOf(session);
    const { signingKey, servedKeys: ids } = instance.inspect();
    expect(decodeProtectedHeader(after).kid).toBe(signingKey);
    expect(ids).toEqual([signingKey, decodeProtectedHeader(before).kid]);
    const keys = await servedKeys(instance);
    const currentDate = new Date(START);
    await jwtVerify(before, keys, { currentDate });
    await jwtVerify(after, keys, { currentDate });
  });

  test("takes what it signed with it when it leaves the key set", async () => {
    const before = await tokenOf(await signIn(ADA));
    await change({ type: "rotate-key", keepsFormer: false });
    await expect(
      jwtVerify(before, await servedKeys(instance), { currentDate: new Date(START) }),
    ).rejects.toMatchObject({ code: "ERR_JWKS_NO_MATCHING_KEY" });
  });
});

describe("people and sessions", () => {
  test("a revoked session gets no token", async () => {
    const session = await signIn(ADA);
    await change({ type: "revoke-session", session });
    const answer = await json(ask(instance, "POST", `/v1/client/sessions/${session}/tokens/convex`));
    expect([answer.status, at(answer.body, "errors", "0", "code")]).toEqual([401, "signed_out"]);
    expect(instance.inspect().sessions).toMatchObject([{ id: session, person: ADA.id, status: "revoked" }]);
  });

  test("somebody who is banned loses their sessions and cannot sign in, until they may again", async () => {
    const session = await signIn(ADA);
    await change({ type: "ban-person", person: ADA.id, isBanned: true });
    expect(instance.inspect().sessions).toMatchObject([{ id: session, status: "revoked" }]);
    const { emailAddress, password } = ADA;
    const refused = await json(
      ask(instance, "POST", "/v1/client/sign_ins", { identifier: emailAddress, password }),
    );
    expect([refused.status, at(refused.body, "errors", "0", "code")]).toEqual([403, "user_banned"]);
    await change({ type: "ban-person", person: ADA.id, isBanned: false });
    expect(decodeJwt(await tokenOf(await signIn(ADA))).sub).toBe(ADA.id);
  });

  test("somebody who is added can sign in", async () => {
    const added = {
      firstName: "Katherine",
      lastName: "Johnson",
      emailAddress: "katherine@example.com",
      password: "trajectory",
    };
    await change({ type: "add-person", ...added });
    const person = instance.inspect().people.find(({ name }) => name === "Katherine Johnson");
    const { sub, name } = decodeJwt(await tokenOf(await signIn({ id: "", ...added })));
    expect([sub, name]).toEqual([person?.id, "Katherine Johnson"]);
    const twice = await instance.change({ type: "add-person", ...added, emailAddress: GRACE.emailAddress });
    expect(twice).toEqual({ ok: false, error: "That email address is taken." });
  });
});

test("a clock that is ahead shows in every token", async () => {
  await change({ type: "set-clock-skew", seconds: 120 });
  expect(decodeJwt(await tokenOf(await signIn(ADA))).iat).toBe(START_SECONDS + 120);
});

describe("the way to the instance", () => {
  const askThrough = (caller: "app" | "deployment") =>
    throughWeather(instance, caller, clock).respond({
      method: "GET",
      url: `https://${instance.host}/.well-known/jwks.json`,
      headers: [],
      body: null,
    });

  test("fails for one caller and not for another", async () => {
    await change({ type: "set-weather", caller: "deployment", weather: "failing" });
    expect((await askThrough("deployment")).status).toBe(503);
    expect((await askThrough("app")).status).toBe(200);
  });

  test("takes three seconds more when it is slow", async () => {
    await change({ type: "set-weather", caller: "app", weather: "slow" });
    let isThere = false;
    const answer = askThrough("app").finally(() => (isThere = true));
    clock.advance(2999);
    await Promise.resolve();
    expect(isThere).toBe(false);
    clock.advance(1);
    expect((await answer).status).toBe(200);
  });
});
