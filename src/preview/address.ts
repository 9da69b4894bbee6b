/** The app's `location`: a srcdoc frame's own is `about:srcdoc`, on which `new URL` and `pushState` fail. */

/** What learner code and packages see as `location` (the compiler replaces the name). */
export type Address = Pick<
  Location,
  "href" | "origin" | "protocol" | "host" | "hostname" | "port" | "pathname" | "search" | "hash"
> & {
  assign(url: string | URL): void;
  replace(url: string | URL): void;
  reload(): void;
  toString(): string;
};

/** Told where the app wanted to go; it goes nowhere, only its address changes. */
export type NavigationListener = (url: URL, how: "same-origin" | "leaving" | "reload") => void;

export function createAddress(start: string, onNavigate: NavigationListener): Address {
  let current = new URL(start);

  function go(to: string | URL): void {
    const target = new URL(to, current);
    const stays = target.origin === current.origin;
    if (stays) current = target;
    onNavigate(target, stays ? "same-origin" : "leaving");
  }

  const address = {
    assign: go,
    replace: go,
    reload: () => onNavigate(current, "reload"),
    toString: () => current.href,
    get href() {
      return current.href;
    },
    set href(to: string) {
      go(to);
    },
    get origin() {
      return current.origin;
    },
    get protocol() {
      return current.protocol;
    },
    get host() {
      return current.host;
    },
    get hostname() {
      return current.hostname;
    },
    get port() {
      return current.port;
    },
    get pathname() {
      return current.pathname;
    },
    get search() {
      return current.search;
    },
    set search(to: string) {
      go(to.startsWith("?") || to === "" ? `${current.pathname}${to}` : `?${to}`);
    },
    get hash() {
      return current.hash;
    },
    set hash(to: string) {
      go(to.startsWith("#") ? to : `#${to}`);
    },
  };
  return address;
}
