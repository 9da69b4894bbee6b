/** One start of the learner's app: everything it meets is put in place, then its script is loaded. */
import type { NetworkPort } from "../network/network-port.ts";
import { createFetch } from "../network/fetch.ts";
import { routes } from "../network/routes.ts";
import { createWebSocket } from "../network/web-socket.ts";
import type { PreviewCommand, PreviewReport } from "../wire/preview.ts";
import { DEFINE_APP, LOCATION_NAME } from "../wire/scripts.ts";
import { createAddress, type Address } from "./address.ts";
import { mountApp, type AppModule } from "./app.ts";
import { installBrowserStorage } from "./browser-storage/install.ts";
import { provideClerk } from "./clerk.ts";
import { clerkUiFor } from "./clerk-ui/clerk-ui.ts";
import { limited } from "../base/console.ts";
import { showFailure } from "./failure-notice.ts";
import { errorText } from "../base/format.ts";
import type { PackageRegistry } from "./registry.ts";

export type StartParts = {
  readonly issuer: NetworkPort;
  readonly deployment: NetworkPort;
  readonly registry: PackageRegistry;
  readonly environment: Record<string, string | undefined>;
  readonly host: HTMLElement;
  readonly report: (message: PreviewReport) => void;
  /** Bounds how much is told. */
  readonly tell: (line: () => void) => void;
  /** Tells of an error that leaves the app on the screen. */
  readonly complain: (text: () => string) => void;
  readonly afterTask: (task: () => void) => void;
  readonly loadScript: (code: string) => void;
};

type Start = Extract<PreviewCommand, { type: "start" }>;
type AppFactory = (
  require: (name: string) => unknown,
  module: { exports: AppModule },
  exports: AppModule,
) => void;

export function startApp(start: Start, parts: StartParts): void {
  const { report, tell } = parts;
  const say = (level: "info" | "warn", text: string): void =>
    tell(() => report({ type: "console", level, source: "sandbox", text: limited(text) }));

  let isAddressTold = true;
  const address = createAddress(`${start.appOrigin}/`, (url, how) => {
    // Only where it is in the end.
    if (isAddressTold) {
      parts.afterTask(() => {
        isAddressTold = true;
        report({ type: "address", url: limited(address.href) });
      });
    }
    isAddressTold = false;
    if (how === "leaving") leave(url, start.frontendApiHost, say);
  });
  Object.assign(parts.environment, start.environment);
  // The packages, which are evaluated already, look for them when Clerk is made.
  if (start.standardBrowser) installBrowserStorage(window);
  installNetwork(start, parts, address, say);
  provideClerk(window, {
    publishableKey: parts.environment["NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY"],
    clerkJs: parts.registry.require("@clerk/clerk-js"),
    clerkUi: start.clerkUiScript === null ? clerkUiFor(start.people) : null,
    address,
    standardBrowser: start.standardBrowser,
  });

  Object.defineProperty(globalThis, DEFINE_APP, {
    configurable: true,
    value: (factory: AppFactory) => {
      const module = { exports: {} as AppModule };
      try {
        factory((name) => parts.registry.require(name), module, module.exports);
        mountApp(module.exports, (name) => parts.registry.require(name), parts.host, {
          mounted: () => report({ type: "mounted" }),
          fatal: (error) => fall(error),
          caught: (error) => parts.complain(() => errorText(error)),
        });
      } catch (error) {
        fall(error);
      }
    },
  });
  // In this order: scripts that are inserted wait for those before them.
  if (start.clerkUiScript !== null) parts.loadScript(start.clerkUiScript);
  parts.loadScript(start.clientScript);

  function fall(error: unknown): void {
    showFailure(parts.host, error);
    report({ type: "error", fatal: true, text: limited(errorText(error)) });
  }
}

function installNetwork(
  start: Start,
  parts: StartParts,
  address: Address,
  say: (level: "warn", text: string) => void,
): void {
  const table = routes({
    [start.frontendApiHost]: parts.issuer,
    ...Object.fromEntries(start.deploymentHosts.map((host) => [host, parts.deployment])),
  });
  const onUnreachable = (message: string): void => say("warn", message);
  globalThis.fetch = createFetch({
    routes: table,
    baseUrl: () => address.href,
    origin: () => address.origin,
    onUnreachable,
  });
  globalThis.WebSocket = createWebSocket(table, onUnreachable);
  Object.defineProperty(globalThis, LOCATION_NAME, {
    configurable: true,
    get: () => address,
    // `location = url` navigates.
    set(to: string) {
      address.assign(to);
    },
  });
}

/** Clerk's hosted pages are not here; those for signing in and up are answered by the forms. */
function leave(url: URL, frontendApiHost: string, say: (level: "info", text: string) => void): void {
  const isClerkPage = url.host === frontendApiHost || url.host.endsWith(".accounts.dev");
  const page = isClerkPage ? /^\/sign-(in|up)(?=\/|$)/.exec(url.pathname)?.[1] : undefined;
  const place = `${url.origin}${url.pathname}`;
  if (page === undefined) {
    say("info", `The app would leave for ${place} now. The sandbox stays where it is.`);
    return;
  }
  say("info", `The app would go to ${place} now. Here the sign-${page} form opens instead.`);
  if (page === "in") window.Clerk?.openSignIn();
  else window.Clerk?.openSignUp();
}
