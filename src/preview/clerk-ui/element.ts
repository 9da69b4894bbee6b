/** Makes an element with attributes and children; `className` is the one property spelt as in the DOM. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Readonly<Record<string, string>>,
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    made.setAttribute(name === "className" ? "class" : name, value);
  }
  made.append(...children);
  return made;
}

/** A button that submits nothing. */
export function actionButton(label: string, act: () => void, className = "plain"): HTMLButtonElement {
  const made = element("button", { type: "button", className }, label);
  made.addEventListener("click", act);
  return made;
}

let idsMade = 0;

/** An id that no other element of the page has. */
export function uniqueId(): string {
  return `handoff-clerk-${++idsMade}`;
}
