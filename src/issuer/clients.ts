/**
 * The browsers of an instance. In development instances clerk-js names its browser in the query (`__clerk_db_jwt`),
 * because cookies of another site do not reach it. Requests without a name are those of one more browser.
 */
import type { RandomBytes } from "../base/random.ts";
import { ClientState, type Session } from "./client-state.ts";
import { createIdentifier } from "./identifiers.ts";

export class Clients {
  readonly #random: RandomBytes;
  readonly #unnamed: ClientState;
  readonly #byBrowser = new Map<string, ClientState>();

  constructor(random: RandomBytes, now: number) {
    this.#random = random;
    this.#unnamed = new ClientState(random, now);
  }

  /** Makes a browser and gives its name: `dvb_…`. */
  nameBrowser(now: number): string {
    const browser = createIdentifier("dvb", this.#random);
    this.#byBrowser.set(browser, new ClientState(this.#random, now));
    return browser;
  }

  /** Null for a name that was never given here. */
  of(browser: string | null): ClientState | null {
    return browser === null ? this.#unnamed : (this.#byBrowser.get(browser) ?? null);
  }

  get all(): readonly ClientState[] {
    return [this.#unnamed, ...this.#byBrowser.values()];
  }

  /** Sessions of any status, those of one browser together. */
  sessions(now: number): readonly Session[] {
    return this.all.flatMap((client) => {
      client.activeSessions(now);
      return client.sessions;
    });
  }

  /** Closes what is active of the sessions that match; tokens live on until they expire. */
  revoke(matches: (session: Session) => boolean, now: number): void {
    for (const client of this.all)
      for (const session of client.activeSessions(now))
        if (matches(session)) client.closeSession(session, "revoked", now);
  }
}
