import { Ajv, type ValidateFunction } from "ajv";
import { beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { FRONTEND_ROUTES } from "./frontend-api.ts";
import type { Instance } from "./instance.ts";
import { ADA, ask, askAsServer, at, GRACE, json, openTestInstance } from "./test-instance.ts";

/** Clerk's own description of the Frontend API (OpenAPI 3.0). */
const PATH = "../shared/clerk-fapi.yml";
const NODE_FILES = "node:fs/promises";

async function readSpecification(): Promise<unknown> {
  const files = (await import(/* @vite-ignore */ NODE_FILES)) as {
    readFile(path: string, encoding: "utf8"): Promise<string>;
  };
  try {
    return asJsonSchema(parse(await files.readFile(PATH, "utf8")));
  } catch {
    return null;
  }
}

/** OpenAPI 3.0 says `nullable` where JSON Schema has a type or an alternative. */
function asJsonSchema(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(asJsonSchema);
  if (typeof node !== "object" || node === null) return node;
  const { nullable, ...rest } = Object.fromEntries(
    Object.entries(node).map(([key, value]) => [key, asJsonSchema(value)]),
  );
  return nullable === true ? { anyOf: [rest, { type: "null" }] } : rest;
}

const specification = await readSpecification();

type Exchange = {
  readonly route: string;
  readonly method: string;
  readonly status: number;
  readonly body: unknown;
};

let instance: Instance;
const exchanges: Exchange[] = [];

/** Asks as clerk-js does and notes the answer; `route` is the path as the specification spells it. */
async function note(
  method: string,
  route: string,
  path = route,
  fields: Readonly<Record<string, string>> = {},
): Promise<unknown> {
  const { status, body } = await json(ask(instance, method, path, fields));
  exchanges.push({ route, method: method.toLowerCase(), status, body });
  return body;
}

const SIGN_INS = "/v1/client/sign_ins";
const SIGN_IN = `${SIGN_INS}/{sign_in_id}`;
const SESSION = "/v1/client/sessions/{session_id}";

/** Every route of the stand-in, in success and in each kind of refusal. */
async function everyFlow(): Promise<void> {
  await note("GET", "/.well-known/jwks.json");
  await note("GET", "/.well-known/openid-configuration");
  await note("GET", "/v1/environment");
  await note("PATCH", "/v1/environment");
  await note("POST", "/v1/dev_browser");
  await note("POST", "/v1/client");
  await note("PUT", "/v1/client");
  await note("GET", "/v1/client");
  await note("GET", "/v1/client", "/v1/client?__clerk_db_jwt=dvb_none");
  await note("POST", SIGN_INS, SIGN_INS, { identifier: "nobody@example.com" });
  await note("POST", SIGN_INS, SIGN_INS, { identifier: ADA.emailAddress, password: "wrong" });
  await note("POST", "/v1/client/sign_ups", "/v1/client/sign_ups", { email_address: "new@example.com" });

  await everySignUp();

  const started = await note("POST", SIGN_INS, SIGN_INS, { identifier: ADA.emailAddress });
  const signIn = `${SIGN_INS}/${String(at(started, "response", "id"))}`;
  await note("GET", SIGN_IN, signIn);
  await note("POST", `${SIGN_IN}/attempt_first_factor`, `${signIn}/attempt_first_factor`, {
    strategy: "email_code",
    code: "424242",
  });
  const emailAddressId = String(
    (at(started, "response", "supported_first_factors") as { email_address_id?: string }[]).find(
      (factor) => factor.email_address_id !== undefined,
    )?.email_address_id,
  );
  await note("POST", `${SIGN_IN}/prepare_first_factor`, `${signIn}/prepare_first_factor`, {
    strategy: "email_code",
    email_address_id: emailAddressId,
  });
  await note("POST", `${SIGN_IN}/attempt_first_factor`, `${signIn}/attempt_first_factor`, {
    strategy: "email_code",
    code: "111111",
  });
  await note("POST", `${SIGN_IN}/attempt_first_factor`, `${signIn}/attempt_first_factor`, {
    strategy: "email_code",
    code: "424242",
  });

  const client = await note("GET", "/v1/client");
  const session = `/v1/client/sessions/${String(at(client, "response", "last_active_session_id"))}`;
  await note("GET", SESSION, session);
  await note("POST", `${SESSION}/touch`, `${session}/touch`);
  await note("POST", `${SESSION}/tokens`, `${session}/tokens`);
  await note("POST", `${SESSION}/tokens/{template_name}`, `${session}/tokens/convex`);
  await note("POST", `${SESSION}/tokens/{template_name}`, `${session}/tokens/none`);
  await note("POST", SIGN_INS, SIGN_INS, { identifier: ADA.emailAddress, password: ADA.password });
  await note("POST", `${SESSION}/end`, `${session}/end`);
  await note("POST", `${SESSION}/tokens`, `${session}/tokens`);
  const again = await note("POST", SIGN_INS, SIGN_INS, {
    identifier: ADA.emailAddress,
    password: ADA.password,
  });
  const other = `/v1/client/sessions/${String(at(again, "response", "created_session_id"))}`;
  await note("GET", SESSION, "/v1/client/sessions/sess_none");
  await note("POST", `${SESSION}/remove`, `${other}/remove`);
  await note("POST", `${SESSION}/remove`, `${other}/remove`);
  await note("POST", SIGN_INS, SIGN_INS, { identifier: ADA.emailAddress, password: ADA.password });
  await note("DELETE", "/v1/client/sessions");
  await note("POST", SIGN_INS, SIGN_INS, { identifier: ADA.emailAddress, password: ADA.password });
  await everythingOfMine();
  await everyOrganization();
  await note("DELETE", "/v1/client");
  await everyTicket();
}

async function everyTicket(): Promise<void> {
  const made = await json(askAsServer(instance, "POST", "/v1/sign_in_tokens", { user_id: GRACE.id }));
  const ticket = { strategy: "ticket", ticket: String(at(made.body, "token")) };
  await note("POST", SIGN_INS, SIGN_INS, { strategy: "ticket", ticket: "none" });
  await note("POST", SIGN_INS, SIGN_INS, ticket);
  await instance.change({ type: "set-session-mode", mode: "multi" });
  await note("POST", SIGN_INS, SIGN_INS, ticket);
  await note("POST", SIGN_INS, SIGN_INS, { identifier: GRACE.emailAddress, password: GRACE.password });
  await note("POST", SIGN_INS, SIGN_INS, { identifier: ADA.emailAddress, password: ADA.password });
  await note("GET", "/v1/environment");
}

async function everythingOfMine(): Promise<void> {
  await note("GET", "/v1/me");
  await note("PATCH", "/v1/me", "/v1/me", { first_name: "Augusta" });
  const metadata = (text: string) =>
    note("PATCH", "/v1/me/metadata", "/v1/me/metadata", { unsafe_metadata: text });
  await metadata('{ "theme": { "name": "dark" } }');
  await metadata("[]");
  const passwords = { current_password: ADA.password, new_password: "correct horses" };
  await note("POST", "/v1/me/change_password", "/v1/me/change_password", passwords);
  await note("POST", "/v1/me/change_password", "/v1/me/change_password", passwords);
  await note("GET", "/v1/me/sessions/active");
  const revoke = "/v1/me/sessions/{session_id}/revoke";
  await note("POST", revoke, "/v1/me/sessions/sess_none/revoke");
  const sessions = await note("GET", "/v1/me/sessions/active");
  await note("POST", revoke, `/v1/me/sessions/${String(at(sessions, "0", "id"))}/revoke`);
  await note("GET", "/v1/me");
  await note("POST", SIGN_INS, SIGN_INS, { identifier: ADA.emailAddress, password: "correct horses" });
}

const ORGANIZATIONS = "/v1/organizations";
const ORGANIZATION = `${ORGANIZATIONS}/{organization_id}`;
const MEMBERS = `${ORGANIZATION}/memberships`;
const MEMBER = `${MEMBERS}/{user_id}`;

async function everyOrganization(): Promise<void> {
  await note("POST", ORGANIZATIONS, ORGANIZATIONS, { name: "Engines" });
  await instance.change({ type: "set-organizations", areOn: true });
  await note("POST", ORGANIZATIONS);
  const made = await note("POST", ORGANIZATIONS, ORGANIZATIONS, { name: "Engines" });
  const organization = `${ORGANIZATIONS}/${String(at(made, "response", "id"))}`;
  await note("GET", ORGANIZATION, organization);
  await note("GET", ORGANIZATION, `${ORGANIZATIONS}/org_none`);
  await note("PATCH", ORGANIZATION, organization, { name: "Analytical Engines" });
  await note("GET", `${ORGANIZATION}/roles`, `${organization}/roles`);
  const member = { user_id: GRACE.id, role: "org:member" };
  await note("POST", MEMBERS, `${organization}/memberships`, { ...member, role: "org:none" });
  await note("POST", MEMBERS, `${organization}/memberships`, member);
  await note("POST", MEMBERS, `${organization}/memberships`, member);
  await note("GET", MEMBERS, `${organization}/memberships?paginated=true`);
  await note("PATCH", MEMBER, `${organization}/memberships/${GRACE.id}`, { role: "org:admin" });
  await note("DELETE", MEMBER, `${organization}/memberships/${GRACE.id}`);
  await note("DELETE", MEMBER, `${organization}/memberships/${GRACE.id}`);
  await note("GET", "/v1/me/organization_memberships", "/v1/me/organization_memberships?paginated=true");
  await note("GET", "/v1/client");
  const touch = { active_organization_id: String(at(made, "response", "id")) };
  const client = await note("GET", "/v1/client");
  const session = `/v1/client/sessions/${String(at(client, "response", "last_active_session_id"))}`;
  await note("POST", `${SESSION}/touch`, `${session}/touch`, touch);
  await note("POST", `${SESSION}/touch`, `${session}/touch`, { active_organization_id: "org_none" });
  const mine = "/v1/me/organization_memberships";
  const id = String(at(made, "response", "id"));
  await note("DELETE", `${mine}/{organization_id}`, `${mine}/${id}`);
  await note("DELETE", `${mine}/{organization_id}`, `${mine}/${id}`);
  const other = await note("POST", ORGANIZATIONS, ORGANIZATIONS, { name: "Engines" });
  await note("DELETE", ORGANIZATION, `${ORGANIZATIONS}/${String(at(other, "response", "id"))}`);
}

const SIGN_UPS = "/v1/client/sign_ups";
const SIGN_UP = `${SIGN_UPS}/{sign_up_id}`;

async function everySignUp(): Promise<void> {
  await instance.change({ type: "set-sign-up-mode", mode: "public" });
  await note("POST", SIGN_UPS, SIGN_UPS, { email_address: ADA.emailAddress });
  await note("POST", SIGN_UPS, SIGN_UPS, { email_address: "nonsense" });
  const started = await note("POST", SIGN_UPS, SIGN_UPS, { email_address: "new@example.com" });
  const signUp = `${SIGN_UPS}/${String(at(started, "response", "id"))}`;
  await note("GET", SIGN_UP, signUp);
  await note("PATCH", SIGN_UP, signUp, { password: "trajectory", first_name: "New" });
  const verification = { strategy: "email_code" };
  await note("POST", `${SIGN_UP}/attempt_verification`, `${signUp}/attempt_verification`, { code: "424242" });
  await note("POST", `${SIGN_UP}/prepare_verification`, `${signUp}/prepare_verification`, verification);
  await note("POST", `${SIGN_UP}/attempt_verification`, `${signUp}/attempt_verification`, { code: "000000" });
  await note("GET", "/v1/client");
  await note("POST", `${SIGN_UP}/attempt_verification`, `${signUp}/attempt_verification`, { code: "424242" });
  await note("GET", SIGN_UP, signUp);
  await note("DELETE", "/v1/client/sessions");
}

/** Answers that the specification does not describe, and why they are given nevertheless. */
const UNDESCRIBED: Readonly<Record<string, string>> = {
  "post /v1/dev_browser 200": "the operation is there without a body; clerk-js reads `id` and `token` of it",
};

describe.skipIf(specification === null)("Clerk's OpenAPI (skipped where ../shared is not)", () => {
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
  /** By reference: compiling one of Clerk's larger resources takes a while. */
  const validators = new Map<string, ValidateFunction>();

  beforeAll(async () => {
    ajv.addSchema({ ...(specification as object), $id: "fapi" });
    instance = (await openTestInstance()).instance;
    await everyFlow();
  });

  /** Null where the specification names no such operation, status or body. */
  function validatorOf({ route, method, status }: Exchange): ValidateFunction | null {
    const operation = at(specification, "paths", route, method);
    let response = at(operation, "responses", String(status));
    let pointer = `#/paths/${escaped(route)}/${method}/responses/${status}`;
    const shared = at(response, "$ref");
    if (typeof shared === "string") {
      response = at(specification, ...shared.slice(2).split("/"));
      pointer = shared;
    }
    if (at(response, "content", "application/json", "schema") === undefined) return null;
    const reference = `fapi${pointer}/content/application~1json/schema`;
    const validator = validators.get(reference) ?? ajv.compile({ $ref: reference });
    validators.set(reference, validator);
    return validator;
  }

  const nameOf = ({ method, route, status }: Exchange): string => `${method} ${route} ${status}`;

  function faultsOf(exchange: Exchange): string[] {
    const validate = validatorOf(exchange);
    if (validate === null || validate(exchange.body)) return [];
    return (validate.errors ?? []).map(
      ({ instancePath, message }) => `${nameOf(exchange)}: ${instancePath} ${message ?? ""}`,
    );
  }

  // Half a hundred schemas are compiled, some of them large.
  test("describes every answer of the stand-in, and each is as described", { timeout: 30_000 }, () => {
    expect(exchanges.flatMap(faultsOf)).toEqual([]);
    const undescribed = exchanges.filter((exchange) => validatorOf(exchange) === null).map(nameOf);
    expect(undescribed).toEqual(Object.keys(UNDESCRIBED));
  });

  test("names every operation that the stand-in answers, and none was left unasked", () => {
    const done = exchanges.filter(({ status }) => status < 300);
    expect(new Set(done.map(({ method, route }) => operation(method, route)))).toEqual(
      new Set(FRONTEND_ROUTES.map(({ method, pattern }) => operation(method, pattern))),
    );
    const unnamed = done.filter(
      ({ method, route }) => at(specification, "paths", route, method) === undefined,
    );
    expect(unnamed.map(nameOf)).toEqual([]);
  });

  test.each([
    ["get", "/v1/client", ["response", "sessions"]],
    ["post", `${SESSION}/touch`, ["response", "status"]],
    ["post", SIGN_INS, ["errors", "0", "code"]],
  ])("finds fault with an answer to %s %s whose %j is of the wrong type", (method, route, path) => {
    const exchange = exchanges.find((one) => one.method === method && one.route === route);
    const body = structuredClone(exchange?.body);
    const parent = at(body, ...path.slice(0, -1)) as Record<string, unknown>;
    parent[path.at(-1) ?? ""] = 7;
    expect(exchange && faultsOf({ ...exchange, body })).not.toEqual([]);
  });
});

/** Without the names of its parameters, which the two spell differently. */
const operation = (method: string, path: string): string =>
  `${method.toLowerCase()} ${path.replaceAll(/:\w+|\{\w+\}/g, "*")}`;
const escaped = (part: string): string =>
  encodeURIComponent(part.replaceAll("~", "~0").replaceAll("/", "~1"));
