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
