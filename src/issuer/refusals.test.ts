/** Refusals that the flows of the other tests do not meet, in Clerk's own words. */
import { beforeEach, expect, test } from "vitest";
import type { Instance } from "./instance.ts";
import { ADA, ask, at, GRACE, json, openTestInstance } from "./test-instance.ts";

let instance: Instance;

beforeEach(async () => {
  instance = (await openTestInstance()).instance;
  await instance.change({ type: "set-sign-up-mode", mode: "public" });
  await instance.change({ type: "set-organizations", areOn: true });
});

/** Status, code, both sentences and what goes with them. */
async function refusal(method: string, path: string, fields: Readonly<Record<string, string>> = {}) {
  const { status, body } = await json(ask(instance, method, path, fields));
  const error = at(body, "errors", "0");
  return [status, ...["code", "message", "long_message", "meta"].map((name) => at(error, name))];
}

const SIGN_UPS = "/v1/client/sign_ups";
async function signUp(fields: Readonly<Record<string, string>>): Promise<string> {
  const { body } = await json(ask(instance, "POST", SIGN_UPS, fields));
  return `${SIGN_UPS}/${String(at(body, "response", "id"))}`;
}

const signIn = ({ emailAddress: identifier, password } = ADA) =>
  ask(instance, "POST", "/v1/client/sign_ins", { identifier, password });

test("whoever is banned is told so", async () => {
  await instance.change({ type: "ban-person", person: ADA.id, isBanned: true });
  const sentence = "You have been banned. If you think this was by mistake, please contact support.";
  expect(await refusal("POST", "/v1/client/sign_ins", { identifier: ADA.emailAddress })).toEqual([
    403,
    "user_banned",
    "User banned",
    sentence,
    {},
  ]);
});

test("a sign-up that is not there is not found", async () => {
  expect(await refusal("GET", `${SIGN_UPS}/sua_none`)).toEqual([
    404,
    "resource_not_found",
    "Sign up not found",
    "No sign up was found with id sua_none",
    {},
  ]);
});

test("an email address is verified once", async () => {
  const path = await signUp({ email_address: "new@example.com" });
  await ask(instance, "POST", `${path}/prepare_verification`, { strategy: "email_code" });
  await ask(instance, "POST", `${path}/attempt_verification`, { code: "424242" });
  expect(await refusal("POST", `${path}/attempt_verification`, { code: "424242" })).toEqual([
    400,
    "verification_already_verified",
    "already verified",
    "This verification has already been verified.",
    {},
  ]);
});

test.each([
  ["short", "form_password_length_too_short", "Passwords must be 8 characters or more."],
  ["x".repeat(73), "form_password_length_too_long", "Passwords must be less than 72 characters."],
])("the password %s is refused", async (password, code, sentence) => {
  const meta = { param_name: "password" };
  expect(await refusal("POST", SIGN_UPS, { email_address: "new@example.com", password })).toEqual([
    422,
    code,
    sentence,
    sentence,
    meta,
  ]);
});

test("whose role does not allow it is told which permission is missing", async () => {
  await instance.change({ type: "add-organization", name: "Engines", admin: GRACE.id });
  const organization = instance.inspect().organizations[0]?.id ?? "";
  await instance.change({ type: "set-member", organization, person: ADA.id, role: "org:member" });
  await signIn();
  expect(await refusal("PATCH", `/v1/organizations/${organization}`, { name: "Mine" })).toEqual([
    403,
    "missing_organization_permission",
    "missing permission",
    "Current user is missing an organization permission.",
    { permissions: ["org:sys_profile:manage"] },
  ]);
});

test("somebody who is not there cannot become a member", async () => {
  await instance.change({ type: "add-organization", name: "Engines", admin: ADA.id });
  const organization = instance.inspect().organizations[0]?.id ?? "";
  await signIn();
  const fields = { user_id: "user_none", role: "org:member" };
  expect(await refusal("POST", `/v1/organizations/${organization}/memberships`, fields)).toEqual([
    404,
    "resource_not_found",
    "not found",
    "No user was found with id user_none",
    {},
  ]);
});
