/** The components that Clerk opens over the page, each in a dialog of its own. */
import { actionButton, element } from "./element.ts";

export class Modals {
  readonly #open = new Map<string, HTMLDialogElement>();
  /** What is told of the requests: inside the dialog while one is open, for all else is out of reach then. */
  readonly #line: HTMLElement;
  readonly #contentOf: (modal: string, done: () => void) => HTMLElement;

  constructor(line: HTMLElement, contentOf: (modal: string, done: () => void) => HTMLElement) {
    this.#line = line;
    this.#contentOf = contentOf;
  }

  open(modal: string): void {
    if (this.#open.has(modal)) return;
    const close = (): void => this.close(modal);
    const content = this.#contentOf(modal, close);
    const label = content.getAttribute("aria-labelledby") ?? "";
    const dialog = element(
      "dialog",
      { className: "handoff-clerk", "aria-labelledby": label },
      content,
      actionButton("Close", close, "close"),
      this.#line,
    );
    dialog.addEventListener("close", () => {
      this.#open.delete(modal);
      const below = [...this.#open.values()].at(-1) ?? document.body;
      if (dialog.contains(this.#line)) below.append(this.#line);
      dialog.remove();
    });
    this.#open.set(modal, dialog);
    document.body.append(dialog);
    dialog.showModal();
  }

  /** The focus goes back to where it was when it was opened, as the platform does it. */
  close(modal: string): void {
    this.#open.get(modal)?.close();
  }
}
