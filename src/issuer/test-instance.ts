/** What the tests of this folder share: one instance with a fixed clock, and how to ask it. */
import { createLocalJWKSet, type JSONWebKeySet } from "jose";
import { ManualClock } from "../base/clock.ts";
import type { RandomBytes } from "../base/random.ts";
import type { IssuerOptions, Person } from "../wire/issuer.ts";
import type { HttpResponse } from "../wire/network.ts";
import { createInstance, type Instance } from "./instance.ts";
import { createSigningKeys } from "./signing-keys.ts";

export const HOST = "calm-otter-42.clerk.accounts.dev";
export const ISSUER = `https://${HOST}`;
export const APP_ORIGIN = "https://lesson.test";
/** Milliseconds; carries a fraction, as the clock of a realm does. */
export const START = 1_713_158_400_000.25;
export const START_SECONDS = 1_713_158_400;

export const ADA: Person = {
  id: "user_2ada",
  firstName: "Ada",
  lastName: "Lovelace",
  emailAddress: "ada@example.com",
  password: "correct horse",
};
export const GRACE: Person = {
  id: "user_2grace",
  firstName: "Grace",
  lastName: "Hopper",
  emailAddress: "grace@example.com",
  password: "nanosecond",
};

export const OPTIONS: IssuerOptions = {
  frontendApiHost: HOST,
  applicationName: "Lesson",
  appOrigin: APP_ORIGIN,
  people: [ADA, GRACE],
};

/** Bytes that differ from call to call and are the same in every run. */
export function countingRandom(): RandomBytes {
  let seed = 1;
  return (length) =>
    Uint8Array.from({ length }, () => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return (seed >> 16) & 255;
    });
}

export const sharedKeys = createSigningKeys("ins_of_the_tests");

export type TestInstance = { readonly instance: Instance; readonly clock: ManualClock };

export async function openTestInstance(): Promise<TestInstance> {
  const clock = new ManualClock(START);
  const keys = await sharedKeys;
  const instance = await createInstance(OPTIONS, async () => keys, {
    clock,
    timers: clock,
    random: countingRandom(),
  });
  return { instance, clock };
}

/** Sends a request as clerk-js writes it; the fields go form-encoded. */
export function ask(
  instance: Instance,
  method: string,
  path: string,
  fields: Readonly<Record<string, string>> = {},
): Promise<HttpResponse> {
  const body = method === "GET" ? null : new URLSearchParams(fields).toString();
  const headers = [["content-type", "application/x-www-form-urlencoded"]] as const;
  return instance.respond({ method, url: `${ISSUER}${path}`, headers, body });
}

/** Sends a request as `@clerk/backend` does: JSON, with the instance's secret key. */
export function askAsServer(
  instance: Instance,
  method: string,
  path: string,
  body: unknown = null,
  secretKey = instance.inspect().secretKey,
): Promise<HttpResponse> {
  const headers: [string, string][] = [
    ["authorization", `Bearer ${secretKey}`],
    ["content-type", "application/json"],
  ];
  return instance.respond({
    method,
    url: `${ISSUER}${path}`,
    headers,
    body: body === null ? null : JSON.stringify(body),
  });
}

/** The status and the JSON of a response. */
export async function json(response: Promise<HttpResponse>): Promise<{ status: number; body: unknown }> {
  const { status, body } = await response;
  return { status, body: typeof body === "string" ? JSON.parse(body) : null };
}

/** A value inside a JSON value, undefined when there is none. */
export function at(value: unknown, ...path: readonly string[]): unknown {
  let found = value;
  for (const key of path) {
    found = typeof found === "object" && found !== null ? (Reflect.get(found, key) as unknown) : undefined;
  }
  return found;
}

/** The key set that the instance serves, ready for `jwtVerify`. */
export async function servedKeys(instance: Instance): Promise<ReturnType<typeof createLocalJWKSet>> {
  const { body } = await json(ask(instance, "GET", "/.well-known/jwks.json"));
  if (!isKeySet(body)) throw new Error("The instance serves no key set");
  return createLocalJWKSet(body);
}

function isKeySet(body: unknown): body is JSONWebKeySet {
  return Array.isArray(at(body, "keys"));
}
