/**
 * Keeps the focus where a person types. A sandbox frame can take it without being asked (measured in Chromium and
 * Firefox, where neither `inert` nor a permissions policy prevents it), and keystrokes would go there. The preview realm
 * sees to `focus()` itself (`src/preview/platform.ts`); this is for what gets round it.
 */

/**
 * Somebody who typed so lately types on, unless a Tab or a pointer led elsewhere. Not for long: a screen reader leads into
 * a frame without either.
 */
const TYPING_MS = 1000;

/** A hidden frame never keeps the focus; one that is shown does when a person may have led it there. */
export function keepFocus(page: Window): void {
  const { document } = page;
  let focused: HTMLElement | null = null;
  let typedAt = -Infinity;

  document.addEventListener("focusin", ({ target }) => {
    if (target instanceof HTMLElement && !isSandboxFrame(target)) focused = target;
  });
  document.addEventListener(
    "keydown",
    ({ key, timeStamp }) => {
      typedAt = key === "Tab" || key === "F6" ? -Infinity : timeStamp;
    },
    true,
  );
  document.addEventListener(
    "pointerover",
    ({ target }) => {
      if (isSandboxFrame(target)) typedAt = -Infinity;
    },
    true,
  );
  page.addEventListener("blur", () => {
    // The element in focus is another one only after this event.
    page.setTimeout(() => {
      const { activeElement } = document;
      if (!isSandboxFrame(activeElement)) return;
      const isTyping = page.performance.now() - typedAt < TYPING_MS;
      if (!isTyping && !activeElement.inert) return;
      if (focused?.isConnected === true) focused.focus({ preventScroll: true });
      else activeElement.blur();
    }, 0);
  });
}

function isSandboxFrame(target: EventTarget | null): target is HTMLIFrameElement {
  return target instanceof HTMLIFrameElement && target.classList.contains("sandbox-frame");
}
