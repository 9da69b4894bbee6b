/** A button that opens a small menu under it, after the menu button pattern of the ARIA Authoring Practices. */
import type { Component } from "./clerk-ui-context.ts";
import { actionButton, element, uniqueId } from "./element.ts";

export type MenuItem = {
  readonly label: string;
  readonly act: () => void;
  /** Only where one item of the menu is chosen. */
  readonly isChosen?: boolean;
};

export type Menu = {
  /** The button's name. */
  readonly label: string;
  /** What the menu is for. */
  readonly name: string;
  /** Stands above the items. */
  readonly head: readonly string[];
  readonly items: readonly MenuItem[];
};

/** How near the frame's edge the menu may come, in CSS pixels. */
const MARGIN = 8;

export function menuButton({ label, name, head, items }: Menu): Component {
  const listId = uniqueId();
  const listening = new AbortController();
  const entries = items.map((item) => menuItem(item, () => close(true)));
  const list = element("div", { role: "menu", "aria-label": name, id: listId }, ...entries);
  const lines = head.map((line) => element("p", {}, line));
  const popup = element("div", { className: "popup", hidden: "" }, ...lines, list);
  const button = actionButton(label, () => (popup.hidden ? open(0) : close(true)), "opener");
  button.setAttribute("aria-haspopup", "menu");
  button.setAttribute("aria-controls", listId);
  button.setAttribute("aria-expanded", "false");
  const content = element("span", { className: "handoff-menu" }, button, popup);

  function open(first: number): void {
    popup.hidden = false;
    button.setAttribute("aria-expanded", "true");
    popup.style.left = "0";
    const beyond = popup.getBoundingClientRect().right - (document.documentElement.clientWidth - MARGIN);
    if (beyond > 0) popup.style.left = `${-beyond}px`;
    popup.scrollIntoView({ block: "nearest" });
    entries.at(first)?.focus();
  }

  function close(returnsFocus: boolean): void {
    if (popup.hidden) return;
    popup.hidden = true;
    button.setAttribute("aria-expanded", "false");
    if (returnsFocus) button.focus();
  }

  function move(event: KeyboardEvent): void {
    const at = entries.findIndex((entry) => entry === document.activeElement);
    const last = entries.length - 1;
    const targets: Readonly<Record<string, () => void>> = {
      ArrowDown: () => (popup.hidden ? open(0) : entries[at === last ? 0 : at + 1]?.focus()),
      ArrowUp: () => (popup.hidden ? open(-1) : entries.at(at <= 0 ? -1 : at - 1)?.focus()),
      Home: () => entries[0]?.focus(),
      End: () => entries.at(-1)?.focus(),
      Escape: () => close(true),
    };
    const target = targets[event.key];
    if (target === undefined || (popup.hidden && !event.key.startsWith("Arrow"))) return;
    event.preventDefault();
    event.stopPropagation();
    target();
  }

  content.addEventListener("keydown", move);
  content.addEventListener("focusout", ({ relatedTarget }) => {
    // Also when Tab leaves it. Without a target it is a click beside, which is seen below, or another window.
    if (relatedTarget instanceof Node && !content.contains(relatedTarget)) close(false);
  });
  const beside = ({ target }: Event): void => {
    if (target instanceof Node && !content.contains(target)) close(false);
  };
  document.addEventListener("pointerdown", beside, { signal: listening.signal });
  return { content, dispose: () => listening.abort() };
}

function menuItem({ label, act, isChosen }: MenuItem, close: () => void): HTMLButtonElement {
  const item = actionButton(
    label,
    () => {
      close();
      act();
    },
    "item",
  );
  item.tabIndex = -1;
  item.setAttribute("role", isChosen === undefined ? "menuitem" : "menuitemradio");
  if (isChosen !== undefined) item.setAttribute("aria-checked", String(isChosen));
  return item;
}
