/**
 * What a check may do, imported as `handoff/checks`: call the deployment as anyone, sign in and out in the app, and
 * see what the deployment sent to it. All of it runs against what is running; no check reads source text.
 */
import { ConvexHttpClient } from "convex/browser";
import { makeFunctionReference } from "convex/server";
import type { CheckPerson, RefereeRequest, TokenFault } from "../wire/referee.ts";

/** Asks the page; rejects with the page's sentence when it cannot. */
export type Ask = (request: RefereeRequest) => Promise<unknown>;

/** A client of the deployment that presents one token, or none. Rejects with the deployment's own error text. */
export type Caller = {
  query(functionPath: string, args?: Record<string, unknown>): Promise<unknown>;
  mutation(functionPath: string, args?: Record<string, unknown>): Promise<unknown>;
};

export type CheckApi = {
  /** The people of this run, by role. Ids, names and canaries are random. */
  readonly people: Readonly<Record<string, CheckPerson>>;
  /** A caller without a token. */
  readonly anonymous: Caller;
  /** A caller with the token that Clerk gives this person for Convex. */
  as(person: CheckPerson): Promise<Caller>;
  /** A caller with the same claims, signed by a key that is not the issuer's. */
  asForger(person: CheckPerson): Promise<Caller>;
  /** The compact form of the token that Clerk gives this person for Convex, or of one with a fault. */
  tokenOf(person: CheckPerson, fault?: TokenFault): Promise<string>;
  /** A caller with a token of `tokenOf`. */
  asBearer(token: string): Caller;
  readonly app: {
    signIn(person: CheckPerson): Promise<void>;
    signOut(): Promise<void>;
    /**
     * Waits until what the deployment last sent to the app for a query satisfies `predicate` (undefined while the app
     * has no result), and returns it. Rejects after `timeoutMs`, saying what the app has instead.
     */
    result(
      functionPath: string,
      predicate: (value: unknown) => boolean,
      expectation: string,
      timeoutMs?: number,
    ): Promise<unknown>;
  };
};

/** How long the app may take for what a click would start. */
const APP_TIMEOUT_MS = 2000;

export function createCheckApi(people: readonly CheckPerson[], deploymentUrl: string, ask: Ask): CheckApi {
  const tokenOf = async ({ key }: CheckPerson, fault: TokenFault | null = null): Promise<string> =>
    String(await ask({ op: "token", person: key, fault }));
  return {
    people: Object.fromEntries(people.map((person) => [person.key, person])),
    anonymous: caller(deploymentUrl, null),
    as: async (person) => caller(deploymentUrl, await tokenOf(person)),
    asForger: async (person) => caller(deploymentUrl, await tokenOf(person, "forged")),
    tokenOf,
    asBearer: (token) => caller(deploymentUrl, token),
    app: {
      signIn: async (person) => void (await ask({ op: "app-sign-in", person: person.key })),
      signOut: async () => void (await ask({ op: "app-sign-out" })),
      result: (functionPath, predicate, expectation, timeoutMs = APP_TIMEOUT_MS) =>
        withDeadline(timeoutMs, (state) => awaitResult(ask, functionPath, predicate, expectation, state)),
    },
  };
}

function caller(deploymentUrl: string, token: string | null): Caller {
  const client = new ConvexHttpClient(deploymentUrl, {
    logger: false,
    ...(token === null ? {} : { auth: token }),
  });
  return {
    query: (path, args = {}) => client.query(makeFunctionReference<"query">(path), args),
    mutation: (path, args = {}) =>
      client.mutation(makeFunctionReference<"mutation">(path), args, { skipQueue: true }),
  };
}

/** What a wait has seen so far: the sentence to fail with. */
type WaitState = { problem: string; over: boolean };

async function awaitResult(
  ask: Ask,
  functionPath: string,
  predicate: (value: unknown) => boolean,
  expectation: string,
  state: WaitState,
): Promise<unknown> {
  state.problem = `the app never asked the deployment for ${functionPath}`;
  for (let seen = 0; !state.over;) {
    const answer = (await ask({ op: "app-result", functionPath, seen })) as {
      seen: number;
      subscribed: boolean;
      value: unknown;
    };
    const value = answer.subscribed ? answer.value : undefined;
    if (predicate(value)) return value;
    seen = answer.seen;
    if (answer.subscribed) {
      state.problem = `expected ${expectation}; the deployment last sent ${JSON.stringify(answer.value)}`;
    }
  }
  return undefined;
}

async function withDeadline<T>(timeoutMs: number, work: (state: WaitState) => Promise<T>): Promise<T> {
  const state: WaitState = { problem: "nothing happened", over: false };
  let timer: ReturnType<typeof setTimeout> | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      state.over = true;
      reject(new Error(`Waited ${timeoutMs / 1000} s: ${state.problem}.`));
    }, timeoutMs);
  });
  try {
    return await Promise.race([work(state), deadline]);
  } finally {
    state.over = true;
    clearTimeout(timer);
  }
}
