/** Between the page and the preview realm (the learner's app), over the preview's control port. */
import * as v from "valibot";
import { CONSOLE_TEXT_LIMIT } from "../base/console.ts";
import type { Pace } from "../base/steerable-clock.ts";
import type { Person } from "./issuer.ts";

/** Sent from the page to the preview. */
export type PreviewCommand =
  /** Evaluate the learner's app and mount it. Once per frame: every run has a fresh one. */
  | {
      readonly type: "start";
      readonly clientScript: string;
      /** The app's `process.env`: what `.env.local` holds. */
      readonly environment: Readonly<Record<string, string>>;
      readonly appOrigin: string;
      readonly frontendApiHost: string;
      readonly deploymentHosts: readonly string[];
      /** Shown by the sign-in form, so that nobody has to type a password to learn about tokens. */
      readonly people: readonly Person[];
      /** Clerk's own components, to be loaded before the app; null for our stand-ins. */
      readonly clerkUiScript: string | null;
      /** Whether Clerk runs as in a browser that has cookies; it then has them, and storages and locks, in memory. */
      readonly standardBrowser: boolean;
    }
  /** How the app's time goes from now on. Any number of times, before `start` too. */
  | { readonly type: "pace"; readonly pace: Pace }
  /** The look of an app that brings none; null follows the system. Any number of times, before `start` too. */
  | { readonly type: "theme"; readonly theme: "light" | "dark" | null }
  /** Sign in through the app's own Clerk, as its sign-in form would; answered by `done`. */
  | {
      readonly type: "sign-in";
      readonly task: number;
      readonly emailAddress: string;
      readonly password: string;
    }
  /** Sign out through the app's own Clerk; answered by `done`. */
  | { readonly type: "sign-out"; readonly task: number };

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const level = v.picklist(["debug", "log", "info", "warn", "error"]);
/** Longer ones are cut at the sender and refused at the receiver. */
const text = v.pipe(v.string(), v.maxLength(CONSOLE_TEXT_LIMIT + 1));

const PreviewReportSchema = v.variant("type", [
  /** The packages are evaluated; `start` may come. */
  v.object({ type: v.literal("ready") }),
  /** The app's first render has been committed. */
  v.object({ type: v.literal("mounted") }),
  v.object({ type: v.literal("console"), level, source: v.picklist(["app", "sandbox"]), text }),
  /** An uncaught error; `fatal` when the app was taken off the screen by it. */
  v.object({ type: v.literal("error"), fatal: v.boolean(), text }),
  /** The app's address as it would stand in the address bar. */
  v.object({ type: v.literal("address"), url: text }),
  /** A loop of the app held the page for too long and was ended: `app/page.tsx:9`. */
  v.object({ type: v.literal("loop"), place: v.pipe(v.string(), v.maxLength(300)) }),
  /** The app sends so much that it will never all be sent. */
  v.object({ type: v.literal("flood") }),
  v.object({ type: v.literal("done"), task: count, error: v.nullable(text) }),
]);

/** Sent from the preview to the page; from learner code's realm, so never believed, only shown. */
export type PreviewReport = v.InferOutput<typeof PreviewReportSchema>;

export function parsePreviewReport(message: unknown): PreviewReport | null {
  const result = v.safeParse(PreviewReportSchema, message);
  return result.success ? result.output : null;
}
