/**
 * A realm's code could not be loaded, so nothing that needs it can be done now; the next try loads it again. Comlink
 * keeps an error's name and message across realms, not its class: recognise it by {@link isRealmUnavailable}.
 */
export class RealmUnavailable extends Error {
  override readonly name = "RealmUnavailable";

  constructor() {
    super("A part of the exercise could not be loaded. Press Run again when you are online.");
  }
}

export function isRealmUnavailable(error: unknown): error is Error {
  return error instanceof Error && error.name === "RealmUnavailable";
}
