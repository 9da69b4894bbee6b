import { expect, test } from "vitest";
import { ISSUER } from "./issuer.ts";
import { MODULES, Stage, URL_OF_DEPLOYMENT } from "./stage.ts";

const OUT = `
const { actionGeneric: action, queryGeneric: query } = require("convex/server");
const { v } = require("convex/values");
exports.get = action({ args: { url: v.string() }, handler: async (ctx, { url }) => {
  try {
    const response = await fetch(url);
    return { status: response.status, type: response.headers.get("content-type"), text: await response.text() };
  } catch (error) {
    return { name: error.name, message: error.message };
  }
} });
exports.post = action({ args: { url: v.string(), body: v.string() }, handler: async (ctx, { url, body }) => {
  const response = await fetch(new URL(url), { method: "POST", headers: { "x-own": "yes" }, body });
  return [response.status, response.ok, response.url, await response.json()];
} });
exports.inQuery = query({ args: {}, handler: async () => { await fetch("https://a.dev"); } });
`;

const HTTP = `
const { httpRouter, httpActionGeneric: httpAction } = require("convex/server");
const http = httpRouter();
http.route({ path: "/echo", method: "POST", handler: httpAction(async (ctx, request) =>
  Response.json({ said: await request.text(), own: request.headers.get("x-own") }, { status: 201 })) });
exports.default = http;
`;

async function call(kind: "action" | "query", path: string, args: object): Promise<unknown> {
  const stage = new Stage();
  expect(await stage.open({ ...MODULES, out: OUT, http: HTTP })).toBeNull();
  const response = await stage.fetch(`${URL_OF_DEPLOYMENT}/api/${kind}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ path, args, format: "json" }),
  });
  const answer = (await response.json()) as { value?: unknown; errorMessage?: string };
  return answer.value ?? answer.errorMessage;
}

test("an action reaches the deployment's own HTTP actions", async () => {
  const url = "https://swift-lemur-412.convex.site/echo";
  expect(await call("action", "out:post", { url, body: "Zoë" })).toEqual([
    201,
    true,
    url,
    { said: "Zoë", own: "yes" },
  ]);
});

test("an action reaches the issuer", async () => {
  const url = `${ISSUER}/.well-known/openid-configuration`;
  const answer = (await call("action", "out:get", { url })) as { status: number; text: string };
  expect(answer.status).toBe(200);
  expect(JSON.parse(answer.text)).toMatchObject({ issuer: ISSUER });
});

test("an action reaches nobody else, and is told so as the platform does", async () => {
  expect(await call("action", "out:get", { url: "https://example.com/" })).toEqual({
    name: "TypeError",
    message: "fetch failed: https://example.com/ cannot be reached, this sandbox has no internet",
  });
});

test("a query is refused in the product's words", async () => {
  expect(await call("query", "out:inQuery", {})).toContain("Can't use fetch() in queries and mutations.");
});
