/** A form in steps: one heading, one place for what went wrong, and a body that each step replaces. */
import { problemText } from "./clerk-problem.ts";
import { element, uniqueId } from "./element.ts";
import type { Story } from "./narration.ts";

export type Step = {
  readonly title: string;
  readonly body: readonly Node[];
  /** Has the focus when the step replaces another one. */
  readonly focus: HTMLElement;
};

export class Panel {
  readonly content: HTMLElement;
  readonly #title = element("h2", { id: uniqueId() });
  readonly #problem = element("p", { className: "problem", role: "alert" });
  readonly #body = element("div", {});
  readonly #narrate: () => Story;
  #isBusy = false;

  constructor(narrate: () => Story) {
    this.#narrate = narrate;
    this.content = element("section", { "aria-labelledby": this.#title.id }, this.#title, this.#body);
  }

  /** The form of a step: labelled fields, what went wrong with them, and its one submit button, **Continue**. */
  form(fields: readonly Node[], submit: () => void): HTMLFormElement {
    const button = element("button", { type: "submit", className: "primary" }, "Continue");
    const form = element("form", {}, ...fields, this.#problem, button);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      submit();
    });
    return form;
  }

  show({ title, body, focus }: Step): void {
    const isReplaced = this.#body.hasChildNodes();
    this.#title.textContent = title;
    this.#problem.textContent = "";
    this.#body.replaceChildren(...body);
    if (isReplaced) focus.focus();
  }

  /** One at a time: a click while Clerk is being asked is let go. What goes wrong is said in the panel. */
  attempt(work: (story: Story) => Promise<void>): void {
    if (this.#isBusy) return;
    this.#isBusy = true;
    this.#problem.textContent = "";
    this.content.setAttribute("aria-busy", "true");
    void work(this.#narrate())
      .catch((error: unknown) => {
        this.#problem.textContent = problemText(error);
        this.#problem.scrollIntoView({ block: "nearest" });
      })
      .finally(() => {
        this.#isBusy = false;
        this.content.removeAttribute("aria-busy");
      });
  }
}

/** An input with its label. The people are made up: a browser has nothing to remember about them. */
export function field(
  label: string,
  attributes: Readonly<Record<string, string>>,
): { readonly input: HTMLInputElement; readonly labelled: HTMLElement } {
  const input = element("input", { type: "text", autocomplete: "off", ...attributes });
  return { input, labelled: element("label", {}, label, input) };
}
