/** Diagnostics and places → offsets in a document. Lines and columns count from 1 and may be off the text. */
import type { Text } from "@codemirror/state";
import type { Diagnostic as Underline } from "@codemirror/lint";
import type { Diagnostic } from "../../wire/compiler.ts";

/** The offset of a place, moved into the document when it lies outside. */
export function offsetOf(text: Text, line: number, column: number): number {
  const { from, to } = text.line(Math.min(Math.max(1, line), text.lines));
  return Math.min(from + Math.max(0, column - 1), to);
}

/** From the place to the end of the word there; at least one character where the line has one. */
export function underline(text: Text, diagnostic: Diagnostic): Underline {
  const from = offsetOf(text, diagnostic.line ?? 1, diagnostic.column ?? 1);
  const line = text.lineAt(from);
  const word = /^[\w$]+/.exec(text.sliceString(from, line.to))?.[0].length ?? 1;
  const to = Math.min(from + word, line.to);
  return {
    from: to > from ? from : Math.max(line.from, from - 1),
    to,
    severity: "error",
    message: diagnostic.message,
  };
}
