/** Small corrections to the platform of an opaque frame, made before any package is evaluated. */

/** Clerk renews tokens only in a focused page that believes itself online; a frame beside an editor is neither. */
export function presentAsFocusedPage(page: Document, navigatorOf: Navigator): void {
  Object.defineProperty(page, "hasFocus", { value: () => true });
  // No network is needed here, so the machine's own state says nothing; `webdriver` makes Clerk doubt it too.
  Object.defineProperty(navigatorOf, "onLine", { get: () => true });
  Object.defineProperty(navigatorOf, "webdriver", { get: () => false });
}

/**
 * An app that focuses a field does not take the keyboard from who types elsewhere: only Chromium and Firefox let a frame
 * do that, and no attribute of the frame prevents it. To be called before {@link presentAsFocusedPage}.
 */
export function leaveFocusElsewhere(page: Document, realm: typeof globalThis): void {
  const hasFocus = page.hasFocus.bind(page);
  for (const { prototype } of [realm.HTMLElement, realm.SVGElement, realm.MathMLElement]) {
    const { focus } = prototype;
    prototype.focus = function (this: HTMLElement & SVGElement & MathMLElement, options?: FocusOptions) {
      if (hasFocus()) focus.call(this, options);
    };
  }
  const focusPage = realm.focus.bind(realm);
  realm.focus = () => {
    if (hasFocus()) focusPage();
  };
}

/** An empty script for Clerk's two script URLs: the code is here already, and nothing may be loaded. */
export function emptyScriptUrl(): string {
  return URL.createObjectURL(new Blob([""], { type: "text/javascript" }));
}
