/** Stands for `next/navigation` in an app of one page: navigations change the address and render nothing else. */

declare const handoffLocation: {
  assign(url: string): void;
  reload(): void;
  pathname: string;
  search: string;
};

// One object for the whole life of the app, as in Next: effects depend on its identity.
export const router = {
  push: (url: string): void => handoffLocation.assign(url),
  replace: (url: string): void => handoffLocation.assign(url),
  // Fetches server components again; there are none.
  refresh: (): void => undefined,
  prefetch: (): void => undefined,
  back: (): void => undefined,
  forward: (): void => undefined,
};

export function useRouter(): typeof router {
  return router;
}

export function usePathname(): string {
  return handoffLocation.pathname;
}

export function useParams(): Readonly<Record<string, string>> {
  return {};
}

export function useSearchParams(): URLSearchParams {
  return new URLSearchParams(handoffLocation.search);
}

export function redirect(url: string): void {
  handoffLocation.assign(url);
}
