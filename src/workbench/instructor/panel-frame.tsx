/** What opens below a table: takes the focus when it opens, and closes by its button or Escape. */
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

type PanelFrameProps = {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
};

export function PanelFrame({ title, onClose, children }: PanelFrameProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  // At once: a key pressed right after, such as Escape, is for the panel.
  useLayoutEffect(() => heading.current?.focus(), []);
  return (
    <section
      class="matrix-panel"
      aria-label={title}
      onKeyDown={(event) => {
        if (event.key === "Escape") onClose();
      }}
    >
      <div class="matrix-panel-head">
        <h3 ref={heading} tabIndex={-1}>
          {title}
        </h3>
        <button type="button" class="button small" onClick={onClose}>
          Close
        </button>
      </div>
      {children}
    </section>
  );
}
