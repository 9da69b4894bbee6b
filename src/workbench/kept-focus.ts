/** Keeps the keyboard's place when what had the focus goes away: a button that deletes its own card, a row that ends. */
import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";

/**
 * For an element whose parts come and go. When the one that has the focus goes, the focus moves to the part around it
 * that can take it, such as the region that scrolls, and not to the top of the page. `isThere`: whether it is rendered.
 */
export function useKeptFocus<Container extends HTMLElement>(isThere: boolean): RefObject<Container | null> {
  const ref = useRef<Container>(null);
  useEffect(() => {
    const container = ref.current;
    return container === null ? undefined : keepFocus(container);
  }, [isThere]);
  return ref;
}

function keepFocus(container: HTMLElement): () => void {
  /** What had the focus last and what is around it, from the inside out; empty when that was elsewhere. */
  let path: readonly Element[] = [];
  const note = ({ target }: Event): void => {
    path = [];
    for (let at = target; at instanceof Element && container.contains(at); at = at.parentElement)
      path = [...path, at];
  };
  const noteElsewhere = (event: Event): void => {
    if (!(event.target instanceof Node && container.contains(event.target))) path = [];
  };
  const observer = new MutationObserver(() => {
    const { activeElement, body } = document;
    if (path[0]?.isConnected !== false || (activeElement !== null && activeElement !== body)) return;
    const around = path.find((part) => part.isConnected && part.hasAttribute("tabindex"));
    if (around instanceof HTMLElement) around.focus({ preventScroll: true });
  });
  document.addEventListener("focusin", note);
  document.addEventListener("pointerdown", noteElsewhere);
  observer.observe(container, { childList: true, subtree: true });
  return () => {
    document.removeEventListener("focusin", note);
    document.removeEventListener("pointerdown", noteElsewhere);
    observer.disconnect();
  };
}
