/** Between the page and the service worker, which keeps the site for use without network. */
import * as v from "valibot";

/** One file of a build. */
export type BuildFile = {
  /** From the site's root, such as `assets/index-3f2a.js`. */
  readonly path: string;
  /** SHA-256 of its bytes, in hexadecimal. */
  readonly sha256: string;
  /** Its length, not compressed. */
  readonly bytes: number;
};

/** Every file of one build but the service worker itself. */
export type Build = {
  /** Made from the files' paths and contents: the same files have the same version. */
  readonly version: string;
  readonly files: readonly BuildFile[];
  /** Header of the stored pages: whither they may open a connection. */
  readonly connectionAllowlist: string;
};

export function bytesOf(build: Build): number {
  return build.files.reduce((sum, { bytes }) => sum + bytes, 0);
}

const prefixOf = (scope: string): string => `handoff:${new URL(scope).pathname}:`;

/** Name of the cache that holds one build. Sites may share an origin, so it names the scope too. */
export function cacheNameOf(scope: string, version: string): string {
  return prefixOf(scope) + version;
}

/** Whether a cache holds a build, of whatever version, of the site at `scope` (a URL ending in a slash). */
export function isBuildCache(scope: string, name: string): boolean {
  return name.startsWith(prefixOf(scope));
}

const OfflineCommandSchema = v.variant("type", [
  /** Say whether everything is stored: answered by `stored` or `incomplete`. */
  v.object({ type: v.literal("tell") }),
  /** Store what is missing, though nothing is being installed. */
  v.object({ type: v.literal("store") }),
  /** Take over from the version before: a person has asked for it. */
  v.object({ type: v.literal("activate") }),
]);

/** Sent from the page to a service worker. */
export type OfflineCommand = v.InferOutput<typeof OfflineCommandSchema>;

export function parseOfflineCommand(message: unknown): OfflineCommand | null {
  const result = v.safeParse(OfflineCommandSchema, message);
  return result.success ? result.output : null;
}

/**
 * Why a build could not be stored. `no-network`: a file could not be fetched; `changed`: a file is not the one of this
 * build; `no-space`: the browser's room is used up; `denied`: the browser lets nothing be stored.
 */
const failureCode = v.picklist(["no-network", "changed", "no-space", "denied"]);
export type StoreFailure = v.InferOutput<typeof failureCode>;

const bytes = v.pipe(v.number(), v.integer(), v.minValue(0));

const OfflineReportSchema = v.variant("type", [
  v.object({ type: v.literal("storing"), done: bytes, total: bytes }),
  /** Every file is stored and is the right one. */
  v.object({ type: v.literal("stored"), bytes }),
  /** Something is missing that once was stored. */
  v.object({ type: v.literal("incomplete") }),
  v.object({ type: v.literal("failed"), code: failureCode }),
]);

/** Sent from a service worker to the pages of the site. */
export type OfflineReport = v.InferOutput<typeof OfflineReportSchema>;

export function parseOfflineReport(message: unknown): OfflineReport | null {
  const result = v.safeParse(OfflineReportSchema, message);
  return result.success ? result.output : null;
}

/**
 *   unknown ─▶ unsupported, or as it was left:
 *   absent ──store──▶ storing ─▶ ready ──a new build is stored──▶ update-ready ──accept──▶ (the page is loaded again)
 *     ▲                  └─▶ error ──store──▶ storing     │
 *     └──────────────────────── remove ────────────────────┘
 * Bytes are of the files as they are stored, not compressed.
 */
export type OfflineState =
  /** The browser has not been asked yet. */
  | { readonly type: "unknown" }
  /** The reason is a sentence. */
  | { readonly type: "unsupported"; readonly reason: string }
  | { readonly type: "absent" }
  /** `total` is 0 until the service worker has told it. */
  | { readonly type: "storing"; readonly done: number; readonly total: number }
  | { readonly type: "ready"; readonly bytes: number }
  /** `isAccepted`: asked for, and put off until the run is over. */
  | { readonly type: "update-ready"; readonly isAccepted: boolean }
  /** The message says what went wrong and what to do. */
  | { readonly type: "error"; readonly message: string };
