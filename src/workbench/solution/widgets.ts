/** The elements between the lines: the bar of a change with its button, the solution's lines, and filler. */
import { WidgetType, type EditorView } from "@codemirror/view";
import type { Hunk, Lines } from "./hunks.ts";

export type HunkControls = {
  take(view: EditorView, index: number): void;
  onKeyDown(view: EditorView, event: KeyboardEvent): void;
};

type BarParts = {
  readonly title: string;
  /** Line of the learner's text, from 1, at which the change begins. */
  readonly line: number;
  readonly index: number;
  /** Null for a bar without a button. */
  readonly controls: HunkControls | null;
  /** The solution's lines, to stand under the bar; null to leave them out. */
  readonly code: { readonly text: string; render(): DocumentFragment } | null;
};

export class HunkBar extends WidgetType {
  readonly #parts: BarParts;

  constructor(parts: BarParts) {
    super();
    this.#parts = parts;
  }

  override eq(bar: HunkBar): boolean {
    const other = bar.#parts;
    const { title, line, index, controls, code } = this.#parts;
    return (
      title === other.title &&
      line === other.line &&
      index === other.index &&
      controls === other.controls &&
      code?.text === other.code?.text
    );
  }

  override toDOM(view: EditorView): HTMLElement {
    const { title, line, index, controls, code } = this.#parts;
    const bar = element("div", "hunk-bar", element("span", "hunk-title", title));
    if (controls !== null) {
      const button = element("button", "button small hunk-take", "Take this change");
      button.type = "button";
      button.setAttribute("aria-label", `Take this change, line ${line}`);
      button.dataset["index"] = String(index);
      button.addEventListener("click", () => controls.take(view, index));
      button.addEventListener("keydown", (event) => controls.onKeyDown(view, event));
      bar.append(button);
    }
    const hunk = element("div", "hunk", bar);
    if (code !== null && code.text !== "") hunk.append(element("pre", "hunk-code", code.render()));
    return hunk;
  }
}

/** Empty lines opposite lines that only the other side has. */
export class Filler extends WidgetType {
  readonly #lines: number;

  constructor(lines: number) {
    super();
    this.#lines = lines;
  }

  override eq(other: Filler): boolean {
    return this.#lines === other.#lines;
  }

  override toDOM(): HTMLElement {
    const filler = element("div", "hunk-filler");
    filler.style.setProperty("--lines", String(this.#lines));
    return filler;
  }
}

export function hunkTitle({ own, solution }: Hunk): string {
  if (own.count === 0) return `The solution adds, before line ${own.first}`;
  if (solution.count === 0) return `${lineNumbers(own)} not in the solution`;
  return `${lineNumbers(own)} in the solution`;
}

function lineNumbers({ first, count }: Lines): string {
  return count === 1 ? `Line ${first}` : `Lines ${first} to ${first + count - 1}`;
}

function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  classes: string,
  ...content: (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  made.className = classes;
  made.append(...content);
  return made;
}
