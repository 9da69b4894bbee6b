import { decodeJwt } from "jose";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ManualClock } from "../base/clock.ts";
import type { Hop } from "../wire/handoff.ts";
import type { HopBatch } from "../wire/issuer.ts";
import { parseNetworkEvent, type NetworkCall, type NetworkEvent } from "../wire/network.ts";
import { Issuer } from "./issuer.ts";
import { ADA, countingRandom, ISSUER, OPTIONS, sharedKeys, START } from "./test-instance.ts";

let issuer: Issuer;
let clock: ManualClock;
let ports: MessagePort[];

beforeEach(async () => {
  ports = [];
  clock = new ManualClock(START);
  issuer = new Issuer(() => sharedKeys, { clock, timers: clock, random: countingRandom() });
  await issuer.open("run", OPTIONS);
});

afterEach(() => {
  for (const port of ports) port.close();
});

function channel(): MessageChannel {
  const pair = new MessageChannel();
  ports.push(pair.port1, pair.port2);
  return pair;
}

function next(port: MessagePort): Promise<NetworkEvent | null> {
  return new Promise((resolve) => {
    port.addEventListener("message", ({ data }) => resolve(parseNetworkEvent(data)), { once: true });
    port.start();
  });
}

/** Connects a caller; `say` resolves to the next event, `hops` fills up. */
async function connect(caller: "app" | "deployment", alsoId: string | null = null) {
  const network = channel();
  const recorded = channel();
  const hops: Hop[] = [];
  recorded.port1.addEventListener("message", ({ data }: MessageEvent<HopBatch>) => hops.push(...data.hops));
  recorded.port1.start();
  await issuer.connect("run", caller, network.port2, recorded.port2, alsoId);
  const say = (call: NetworkCall) => {
    const answer = next(network.port1);
    network.port1.postMessage(call, []);
    return answer;
  };
  return { say, hops, network: network.port1 };
}

function request(exchange: number, method: string, path: string, body: string | null = null): NetworkCall {
  return { type: "request", exchange, method, url: `${ISSUER}${path}`, headers: [], body };
}

describe("a connection", () => {
  test("answers a request under its number and records both ways", async () => {
    const { say, hops } = await connect("deployment");
    expect(await say(request(7, "GET", "/.well-known/jwks.json"))).toMatchObject({
      type: "response",
      exchange: 7,
      status: 200,
      body: expect.stringContaining('"keys"') as unknown,
    });
    await expect.poll(() => hops.length).toBe(2);
    const url = `${ISSUER}/.well-known/jwks.json`;
    expect(hops).toMatchObject([
      {
        id: "c1",
        at: START,
        from: "deployment",
        to: "clerk",
        content: { type: "request", method: "GET", url, body: null },
      },
      { id: "c2", from: "clerk", to: "deployment", content: { type: "response", status: 200 }, tokens: [] },
    ]);
    expect(hops[0]?.content).toMatchObject({ exchange: "c1" });
    expect(hops[1]?.content).toMatchObject({ exchange: "c1" });
  });

  test("lists the token that a response carries, once and unverified", async () => {
    const { say, hops } = await connect("app");
    const fields = new URLSearchParams({ identifier: ADA.emailAddress, password: ADA.password });
    await say(request(1, "POST", "/v1/client/sign_ins", fields.toString()));
    await expect.poll(() => hops.length).toBe(2);
    const jwt = expect.stringMatching(/^eyJ[\w-]+\.[\w-]+\.[\w-]+$/) as unknown;
    expect(hops[1]?.tokens).toEqual([{ jwt, verification: { status: "unverified" } }]);
  });

  test("gives every hop of the realm its own id", async () => {
    const app = await connect("app");
    const deployment = await connect("deployment");
    await app.say(request(1, "GET", "/v1/client"));
    await deployment.say(request(1, "GET", "/.well-known/jwks.json"));
    await expect.poll(() => app.hops.length + deployment.hops.length).toBe(4);
    expect(new Set([...app.hops, ...deployment.hops].map(({ id }) => id)).size).toBe(4);
  });

  test("fails a request for another host, and records nothing", async () => {
    const { say, hops } = await connect("app");
    const url = "https://elsewhere.test/v1/client";
    const call: NetworkCall = { type: "request", exchange: 1, method: "GET", url, headers: [], body: null };
    expect(await say(call)).toMatchObject({ type: "failed", exchange: 1 });
    expect(hops).toEqual([]);
  });

  test("reaches another instance by the same port, under its own host", async () => {
    await issuer.open("other", { ...OPTIONS, frontendApiHost: "loud-heron-7.clerk.accounts.dev" });
    const { say, hops } = await connect("deployment", "other");
    for (const issued of [ISSUER, "https://loud-heron-7.clerk.accounts.dev"]) {
      const url = `${issued}/.well-known/openid-configuration`;
      const call: NetworkCall = { type: "request", exchange: 1, method: "GET", url, headers: [], body: null };
      const answer = await say(call);
      expect(answer).toMatchObject({ type: "response", status: 200 });
      expect(answer).toHaveProperty("body", expect.stringContaining(`"issuer":"${issued}"`));
    }
    await expect.poll(() => hops.length).toBe(4);
  });

  test("refuses sockets", async () => {
    const { say } = await connect("app");
    const url = `wss://${OPTIONS.frontendApiHost}/`;
    expect(await say({ type: "open", socket: 3, url })).toEqual({
      type: "closed",
      socket: 3,
      code: 1006,
      reason: "",
    });
  });

  test("ignores what is not a call", async () => {
    const { say, network } = await connect("app");
    network.postMessage({ type: "request", exchange: -1 }, []);
    network.postMessage("hello", []);
    expect(await say(request(2, "GET", "/v1/client"))).toMatchObject({ type: "response", exchange: 2 });
  });

  test("needs an open instance", async () => {
    await issuer.close("run");
    await expect(issuer.connect("run", "app", channel().port2, null)).rejects.toThrow(
      "No instance is open under run",
    );
  });
});

test("Opening an instance again begins with nobody signed in", async () => {
  const before = await connect("app");
  const fields = new URLSearchParams({ identifier: ADA.emailAddress, password: ADA.password });
  await before.say(request(1, "POST", "/v1/client/sign_ins", fields.toString()));
  await issuer.open("run", OPTIONS);
  const after = await connect("app");
  const answer = await after.say(request(1, "GET", "/v1/client"));
  expect(answer).toMatchObject({
    type: "response",
    body: expect.stringContaining('"sessions":[]') as unknown,
  });
});

describe("minting", () => {
  test("gives a token of the template for a person who never signed in", async () => {
    expect(decodeJwt(await issuer.mint("run", ADA.id, "convex"))).toMatchObject({
      sub: ADA.id,
      aud: "convex",
    });
  });

  test("gives a session token of a session that nobody has, for whom the integration serves", async () => {
    await issuer.change("run", { type: "put-convex-claims-into-session-token", isOn: true });
    const claims = decodeJwt(await issuer.mint("run", ADA.id, null));
    expect(claims).toMatchObject({
      sub: ADA.id,
      aud: "convex",
      v: 2,
      sid: expect.stringMatching(/^sess_/) as string,
    });
    expect((await issuer.inspect("run")).sessions).toEqual([]);
  });

  test.each([
    ["an unknown instance", "other", ADA.id, "convex"],
    ["an unknown person", "run", "user_nobody", "convex"],
    ["an unknown template", "run", ADA.id, "hasura"],
  ])("rejects for %s", async (_, id, personId, templateName) => {
    await expect(issuer.mint(id, personId, templateName)).rejects.toThrow(Error);
  });
});
