/**
 * Keeps the focus where a person types. A sandbox frame can take it without being asked (measured in Chromium and
 * Firefox, where neither `inert` nor a permissions policy prevents it), and keystrokes would go there. The preview realm
 * sees to `focus()` itself (`src/preview/platform.ts`); this is for what gets round it.
 */

/**
 * Somebody who typed so lately types on, unless a Tab or a pointer led elsewhere. Not for long: a screen reader leads into
 * a frame without either.
 */
export const TYPING_MS = 1000;

/** A hidden frame never keeps the focus; one that is shown does when a person may have led it there. */
export function keepFocus(page: Window): void {
  const { document } = page;
  let focused: HTMLElement | null = null;
  let typedAt = -Infinity;
  const cover = createCover(page);

  const leadAway = (): void => {
    typedAt = -Infinity;
    cover.lift();
  };
  document.addEventListener("focusin", ({ target }) => {
    if (target instanceof HTMLElement && !isSandboxFrame(target)) focused = target;
  });
  document.addEventListener(
    "keydown",
    ({ key, timeStamp }) => {
      if (key === "Tab" || key === "F6") leadAway();
      else {
        typedAt = timeStamp;
        cover.lay();
      }
    },
    true,
  );
  document.addEventListener("pointerdown", ({ pointerType }) => cover.follow(pointerType), true);
  document.addEventListener("pointerover", ({ target }) => void (isSandboxFrame(target) && leadAway()), true);
  document.addEventListener("pointermove", () => void (cover.isLaid() && leadAway()), true);
  document.addEventListener(
    "mousedown",
    (event) => {
      if (cover.isLaid()) leadAway();
      // Heard here, it was meant for the frame: the cover was lifted with it, or a moment ago.
      const pressed = document.elementFromPoint(event.clientX, event.clientY);
      if (!isSandboxFrame(pressed)) return;
      event.preventDefault();
      pressed.focus({ preventScroll: true });
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

type Cover = {
  /** Told what kind of pointer was last used, as in `pointerType`. */
  readonly follow: (kind: string) => void;
  /** Until it is lifted, or nobody has typed for a while. */
  readonly lay: () => void;
  readonly lift: () => void;
  readonly isLaid: () => boolean;
};

/**
 * Keeps a pointer that rests on a frame out of it while somebody types, so that the page hears when it moves or is pressed:
 * of what happens in the frame it hears nothing, and would take a press there for a theft. A finger rests nowhere: for it the
 * whole app is covered.
 */
function createCover(page: Window): Cover {
  let covered: HTMLElement | null = null;
  let timer = 0;
  let isFinger = page.matchMedia("(hover: none)").matches;
  const lift = (): void => {
    page.clearTimeout(timer);
    covered?.style.removeProperty("pointer-events");
    covered = null;
  };
  return {
    follow(kind) {
      isFinger = kind === "touch";
    },
    lay() {
      const place = isFinger ? ".sandbox-frame:not([inert])" : ".sandbox-frame:hover";
      covered ??= page.document.querySelector<HTMLElement>(place);
      if (covered === null) return;
      covered.style.setProperty("pointer-events", "none");
      page.clearTimeout(timer);
      timer = page.setTimeout(lift, TYPING_MS);
    },
    lift,
    isLaid: () => covered !== null,
  };
}

function isSandboxFrame(target: EventTarget | null): target is HTMLIFrameElement {
  return target instanceof HTMLIFrameElement && target.classList.contains("sandbox-frame");
}
