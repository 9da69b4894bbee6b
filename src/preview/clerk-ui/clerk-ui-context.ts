/** What every component is given. */
import type { Clerk } from "@clerk/shared/types";
import type { Person } from "../../wire/issuer.ts";
import type { Story } from "./narration.ts";

export type ClerkUiContext = {
  readonly clerk: Clerk;
  /** Ready-made people who sign in by one click. */
  readonly people: readonly Person[];
  /** Whether Clerk holds one session at most. */
  readonly isSingleSession: () => boolean;
  /** A new line of narration, in place of the last one. */
  readonly narrate: () => Story;
};

/** A component on the page; `dispose` ends what it listens to. */
export type Component = { readonly content: HTMLElement; readonly dispose: () => void };
