/** Small corrections to the platform of an opaque frame, made before any package is evaluated. */

/** Clerk renews tokens only in a focused page that believes itself online; a frame beside an editor is neither. */
export function presentAsFocusedPage(page: Document, navigatorOf: Navigator): void {
  Object.defineProperty(page, "hasFocus", { value: () => true });
  // No network is needed here, so the machine's own state says nothing; `webdriver` makes Clerk doubt it too.
  Object.defineProperty(navigatorOf, "onLine", { get: () => true });
  Object.defineProperty(navigatorOf, "webdriver", { get: () => false });
}

/** An empty script for Clerk's two script URLs: the code is here already, and nothing may be loaded. */
export function emptyScriptUrl(): string {
  return URL.createObjectURL(new Blob([""], { type: "text/javascript" }));
}
