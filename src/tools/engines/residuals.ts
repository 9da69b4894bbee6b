/** What gets out all the same, by name. README's limits say so in words; a test holds it to this list. */
import type { EngineName } from "./engine.ts";

export type Residual = {
  readonly engine: EngineName;
  /** Rows of the matrix. Of them nothing may arrive but a bare connection or the lookup of a name. */
  readonly rows: readonly string[];
  /** Whether nothing of it is left where the site has the headers of `public/_headers`, or comes from its own store. */
  readonly isClosedByHeaders: boolean;
  /** What README says of it. */
  readonly inReadme: string;
};

export const RESIDUALS: readonly Residual[] = [
  {
    engine: "chromium",
    rows: ["link_preconnect", "preconnect_dns", "link_dns_prefetch"],
    isClosedByHeaders: true,
    inReadme: "`preconnect` and `dns-prefetch` in Chromium",
  },
  {
    engine: "chromium",
    // It connects ahead of a navigation, and then finds that it is not allowed.
    rows: [
      "iframe_src",
      "form_get",
      "form_post_target_self",
      "location_href",
      "location_replace",
      "meta_refresh",
      "a_click_self",
      "navigation_api",
      "download_click",
    ],
    isClosedByHeaders: true,
    inReadme: "a refused navigation in Chromium",
  },
  {
    engine: "firefox",
    rows: ["link_preconnect", "preconnect_dns"],
    isClosedByHeaders: false,
    inReadme: "`preconnect` in Firefox",
  },
  {
    engine: "webkit",
    rows: ["link_preconnect", "preconnect_dns", "link_dns_prefetch"],
    isClosedByHeaders: false,
    inReadme: "`preconnect` and `dns-prefetch` in WebKit",
  },
  {
    engine: "webkit",
    // As in Chromium, though the sandbox opens no window.
    rows: ["a_blank"],
    isClosedByHeaders: false,
    inReadme: "a refused new window in WebKit",
  },
];

/** `caught`: the beginnings of what arrived. */
export function isResidual(
  engine: EngineName,
  row: string,
  caught: readonly string[],
  hasHeaders: boolean,
): boolean {
  if (!caught.every((what) => what === "connection" || what.startsWith("lookup of "))) return false;
  return RESIDUALS.some(
    (residual) =>
      residual.engine === engine &&
      residual.rows.includes(row) &&
      !(hasHeaders && residual.isClosedByHeaders),
  );
}
