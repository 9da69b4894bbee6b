/** Waits for what the deployment recorded of the app: whom it takes it for, and what the app called. */
import {
  parseAppAuthentication,
  parseAppCalls,
  type AppAuthentication,
  type AppCall,
  type CheckPerson,
} from "../wire/referee.ts";
import type { Ask } from "./ask.ts";
import type { WaitState } from "./deadline.ts";

/** The real client tries once more with a fresh token, if it can get one; a connection without a token is its last. */
function hasGivenUp({ state, refusals }: AppAuthentication): boolean {
  return refusals.length > 1 || (refusals.length === 1 && state === "not authenticated");
}

export async function awaitAuthentication(ask: Ask, person: CheckPerson, state: WaitState): Promise<void> {
  for (let seen = 0; !state.over;) {
    const now = parseAppAuthentication(await ask({ op: "app-authentication", seen }));
    if (now.state === "authenticated" && now.subject === person.id) return;
    const refusal = now.refusals.at(-1);
    if (refusal !== undefined && hasGivenUp(now)) {
      throw new Error(`The deployment refused the app's token: ${refusal}`);
    }
    state.problem = `expected the deployment to take the app for ${person.firstName}; ${inWords(now)}`;
    seen = now.seen;
  }
}

export async function awaitAnonymity(ask: Ask, state: WaitState): Promise<void> {
  for (let seen = 0; !state.over;) {
    const now = parseAppAuthentication(await ask({ op: "app-authentication", seen }));
    if (now.state === "not authenticated") return;
    state.problem = `expected the deployment to take the app for nobody; ${inWords(now)}`;
    seen = now.seen;
  }
}

function inWords({ state, subject }: AppAuthentication): string {
  switch (state) {
    case "authenticated":
      return `it takes it for ${subject ?? "somebody"}`;
    case "not authenticated":
      return "the app has shown it no token";
    case "loading":
      return "the app has no connection on which somebody is known";
    default:
      return state satisfies never;
  }
}

export async function awaitCall(
  ask: Ask,
  functionPath: string,
  predicate: (call: AppCall) => boolean,
  expectation: string,
  state: WaitState,
): Promise<AppCall> {
  for (let seen = 0; ;) {
    const now = parseAppCalls(await ask({ op: "app-calls", functionPath, seen }));
    const found = now.calls.find(predicate);
    if (found !== undefined) return found;
    if (state.over) throw new Error(state.problem);
    state.problem = `expected ${expectation}; ${calledInWords(functionPath, now.calls)}`;
    seen = now.seen;
  }
}

export async function callsSoFar(ask: Ask, functionPath: string): Promise<readonly AppCall[]> {
  return parseAppCalls(await ask({ op: "app-calls", functionPath, seen: 0 })).calls;
}

function calledInWords(functionPath: string, calls: readonly AppCall[]): string {
  const last = calls.at(-1);
  if (last === undefined) return `the app never called ${functionPath}`;
  return `the last call of ${functionPath} ran for ${last.caller ?? "nobody"} and ${endInWords(last)}`;
}

function endInWords({ outcome, result }: AppCall): string {
  switch (outcome) {
    case "running":
      return "has not returned";
    case "success":
      return "succeeded";
    case "failure":
      return `failed: ${(result ?? "").trim()}`;
    default:
      return outcome satisfies never;
  }
}
