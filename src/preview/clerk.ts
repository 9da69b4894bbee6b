/**
 * Puts the real `@clerk/clerk-js` where `ClerkProvider` looks for it: an instance on `window.Clerk`, not yet loaded, so
 * that learner code needs no special props and sees the true change from loading to ready.
 */
import type { Clerk as ClerkInstance, ClerkOptions, ClientResource } from "@clerk/shared/types";
import type { Address } from "./address.ts";

/** `load` is public on the class and left out of the interface. */
type LoadableClerk = ClerkInstance & { load(options?: ClerkOptions): Promise<void> };
type ClerkConstructor = new (publishableKey: string) => LoadableClerk;

declare global {
  interface Window {
    Clerk?: ClerkInstance;
    __internal_ClerkUICtor?: unknown;
  }
}

export type ClerkSetup = {
  readonly publishableKey: string | undefined;
  readonly clerkJs: unknown;
  readonly clerkUi: unknown;
  readonly address: Address;
  /** Whether the page has cookies, storages and locks, be they in memory: an opaque frame has none of its own. */
  readonly standardBrowser: boolean;
};

/** Leaves `window.Clerk` alone when the key is missing or wrong: the provider then says so in its own words. */
export function provideClerk(page: Window, setup: ClerkSetup): void {
  page.__internal_ClerkUICtor = setup.clerkUi;
  const { Clerk } = setup.clerkJs as { Clerk: ClerkConstructor };
  let clerk: LoadableClerk;
  try {
    if (setup.publishableKey === undefined) return;
    clerk = new Clerk(setup.publishableKey);
  } catch {
    return;
  }
  const load = clerk.load.bind(clerk);
  const navigate = (to: string): void => setup.address.assign(to);
  clerk.load = (options) => {
    begun.add(clerk);
    return load({
      routerPush: navigate,
      routerReplace: navigate,
      ...options,
      standardBrowser: setup.standardBrowser,
      // Nothing is measured here.
      telemetry: false,
    });
  };
  page.Clerk = clerk;
}

/** Signs in with a password through the app's own Clerk, as its form would. */
export async function signIn(
  clerk: ClerkInstance | undefined,
  emailAddress: string,
  password: string,
): Promise<void> {
  const client = await loadedClient(clerk);
  const attempt = await client.signIn.create({ identifier: emailAddress, password });
  if (attempt.status !== "complete" || attempt.createdSessionId === null) {
    throw new Error(`The sign-in stopped at ${String(attempt.status)}.`);
  }
  await clerk?.setActive({ session: attempt.createdSessionId });
}

/** Signs out without leaving the page. */
export async function signOut(clerk: ClerkInstance | undefined): Promise<void> {
  await loadedClient(clerk);
  await clerk?.signOut();
}

// Kept before the page's clock is put in their place: time may stand still, and who signs somebody in waits.
const setTimer = globalThis.setTimeout.bind(globalThis);
const clearTimer = globalThis.clearTimeout.bind(globalThis);

/** Those that a provider has told to load. */
const begun = new WeakSet<ClerkInstance>();

/** How long an app may take from its start until it has its Clerk load, and how long that may take when Clerk is slow. */
const BEGIN_TIMEOUT_MS = 3000;
const LOAD_TIMEOUT_MS = 15_000;

/** The client once the app's provider has loaded Clerk; rejects when there is no provider that would. */
export async function loadedClient(clerk: ClerkInstance | undefined): Promise<ClientResource> {
  if (clerk === undefined) throw new Error("The app has no Clerk: its publishable key is missing or wrong.");
  if (!clerk.loaded) await whenReady(clerk);
  if (!clerk.client) throw new Error("Clerk has no client in the app.");
  return clerk.client;
}

function whenReady(clerk: ClerkInstance): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (settle: () => void): void => {
      clearTimer(timer);
      clerk.off("status", onStatus);
      settle();
    };
    const fail = (sentence: string): void => end(() => reject(new Error(sentence)));
    let timer = setTimer(() => {
      if (!begun.has(clerk)) fail("Clerk has not loaded in the app. Is <ClerkProvider> around the page?");
      else timer = setTimer(() => fail("Clerk is still loading in the app."), LOAD_TIMEOUT_MS);
    }, BEGIN_TIMEOUT_MS);
    const onStatus = (status: string): void => {
      if (status === "error") fail("Clerk could not load in the app: its instance did not answer.");
      if (status === "ready" || status === "degraded") end(resolve);
    };
    clerk.on("status", onStatus, { notify: true });
  });
}
