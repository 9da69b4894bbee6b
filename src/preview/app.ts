/** Mounts the learner's app: the providers around the page, as Next's app router would. */
import type { ComponentType, ReactNode } from "react";
import type * as React from "react";
import type * as ReactDomClient from "react-dom/client";

/** What the app's entry exports. */
export type AppModule = {
  readonly Page?: ComponentType;
  readonly Providers?: ComponentType<{ children?: ReactNode }> | null;
};

export type AppEvents = {
  mounted(): void;
  /** An error that took the app off the screen. */
  fatal(error: unknown): void;
  /** An error that an error boundary of the app caught. */
  caught(error: unknown): void;
};

export function mountApp(
  app: AppModule,
  require: (name: string) => unknown,
  host: HTMLElement,
  events: AppEvents,
): void {
  const { createElement, StrictMode, useEffect } = require("react") as typeof React;
  const { createRoot } = require("react-dom/client") as typeof ReactDomClient;
  const { Page, Providers } = app;
  if (Page === undefined) {
    events.fatal(
      new Error("app/page.tsx has no default export. A page is `export default function Page() { … }`."),
    );
    return;
  }

  function Mounted({ children }: { children?: ReactNode }): ReactNode {
    useEffect(() => events.mounted(), []);
    return children;
  }

  const page = createElement(Page);
  const wrapped = Providers ? createElement(Providers, null, page) : page;
  const root = createRoot(host, {
    onUncaughtError: (error) => events.fatal(error),
    onCaughtError: (error) => events.caught(error),
  });
  root.render(createElement(StrictMode, null, createElement(Mounted, null, wrapped)));
}
