/**
 * A frame shares the history of its tab: an app must neither fill it, so that nobody comes back out of the lesson, nor
 * leave the lesson by it. The app's own address is `src/preview/address.ts`.
 */
export function quietHistory({ prototype }: { readonly prototype: History }): void {
  const { replaceState } = prototype;
  const methods: Partial<History> = {
    pushState(this: History, data: unknown, unused: string, url?: string | URL | null) {
      replaceState.call(this, data, unused, url);
    },
    back: () => undefined,
    forward: () => undefined,
    go: () => undefined,
  };
  // Packages may put theirs in place of these: the platform's own are out of reach from here on.
  Object.assign(prototype, methods);
}
