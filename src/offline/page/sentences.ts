/** What the page says when it is not stored, and what a person can do about it. */
import type { StoreFailure } from "../../wire/offline.ts";

export const UNSUPPORTED =
  "The browser lets this page keep nothing here (a private window, blocked storage or a closed frame). With network, everything works.";

export const DEVELOPMENT = "The development server is never stored. Build the site to try it offline.";

export const INTERRUPTED =
  "Storing was interrupted. What is stored is kept: try again. With network, everything works.";

export function failureSentence(code: StoreFailure): string {
  switch (code) {
    case "no-network":
      return "Some files could not be fetched. What is stored is kept: try again when the network is back.";
    case "changed":
      return "The site changed while it was being stored. Reload the page, then try again.";
    case "no-space":
      return "The browser has no room left for this site. Free some space, then try again. With network, everything works.";
    case "denied":
      return "The browser refused to store files. Allow this site to store data, then try again. With network, everything works.";
    default:
      return code satisfies never;
  }
}
