/**
 * What a check may do, imported as `handoff/checks`: call the deployment as anyone, sign in and out in the app, and
 * see what the deployment sent to it. All of it runs against what is running; no check reads source text.
 */
import { ConvexHttpClient } from "convex/browser";
import { makeFunctionReference } from "convex/server";
import type { AppCall, CheckPerson, ClientRun, TokenFault } from "../wire/referee.ts";
import { awaitAnonymity, awaitAuthentication, awaitCall, callsSoFar } from "./app-waits.ts";
import type { Ask } from "./ask.ts";
import { APP_TIMEOUT_MS, withDeadline, type WaitState } from "./deadline.ts";

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
  /** The Clerk instance, as its owner sees it in the dashboard. */
  readonly clerk: {
    /** From now on Clerk has no token for Convex: people are signed in at Clerk alone. */
    deleteConvexTemplate(): Promise<void>;
    createConvexTemplate(): Promise<void>;
  };
  readonly script: {
    /** Calls the script's `client` as this person, or as nobody, and tells what came of it. */
    client(person: CheckPerson | null): Promise<ClientRun>;
  };
  readonly app: {
    signIn(person: CheckPerson): Promise<void>;
    signOut(): Promise<void>;
    /**
     * Waits until the app has done what follows from a sign-in: Convex has verified a token and a fresh one, or the app has
     * had time enough for it. Never rejects for that: whether it is authenticated is asked by `authenticatedAs`.
     */
    settled(): Promise<void>;
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
    /**
     * Waits until the deployment has accepted this person's token on the app's connection and told the app so. Rejects
     * with Convex's words when it refuses the app's tokens, and after 2 s with what is there instead.
     */
    authenticatedAs(person: CheckPerson): Promise<void>;
    /** Waits until the deployment takes the app's connection for nobody's. Rejects after 2 s with whose it is. */
    anonymous(): Promise<void>;
    /**
     * Waits until the deployment has received a call of the function from the app that satisfies `predicate`, and
     * returns it. Rejects after 2 s, saying which calls came instead.
     */
    call(functionPath: string, predicate: (call: AppCall) => boolean, expectation: string): Promise<AppCall>;
    /** The calls of a function that the deployment has received from the app so far, each with its verified caller. */
    calls(functionPath: string): Promise<readonly AppCall[]>;
  };
};

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
    clerk: {
      deleteConvexTemplate: async () => void (await ask({ op: "convex-template", exists: false })),
      createConvexTemplate: async () => void (await ask({ op: "convex-template", exists: true })),
    },
    script: {
      client: async (person) =>
        (await ask({ op: "script-client", person: person?.key ?? null })) as ClientRun,
    },
    app: {
      signIn: async (person) => void (await ask({ op: "app-sign-in", person: person.key })),
      signOut: async () => void (await ask({ op: "app-sign-out" })),
      settled: async () => void (await ask({ op: "app-settled" })),
      result: (functionPath, predicate, expectation, timeoutMs = APP_TIMEOUT_MS) =>
        withDeadline(timeoutMs, (state) => awaitResult(ask, functionPath, predicate, expectation, state)),
      authenticatedAs: (person) =>
        withDeadline(APP_TIMEOUT_MS, (state) => awaitAuthentication(ask, person, state)),
      anonymous: () => withDeadline(APP_TIMEOUT_MS, (state) => awaitAnonymity(ask, state)),
      call: (functionPath, predicate, expectation) =>
        withDeadline(APP_TIMEOUT_MS, (state) => awaitCall(ask, functionPath, predicate, expectation, state)),
      calls: (functionPath) => callsSoFar(ask, functionPath),
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
