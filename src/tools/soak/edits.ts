/** Random edits and what each makes of a text. Pure: the model that the editor is held to. */
import type { Random } from "./random.ts";

/** From a place, some lines or some characters are selected, and `text` is put in their stead. */
export type Edit = {
  /** typed: as by an input method, all at once. */
  readonly how: "typed" | "pasted" | "deleted";
  /** Both from 0. */
  readonly line: number;
  readonly column: number;
  /** Whole lines that are selected, where `column` is 0. */
  readonly lines: number;
  /** Characters that are selected, line ends among them. */
  readonly characters: number;
  readonly text: string;
};

/** A longer text is made shorter: every line has to be on the screen to be read. */
export const MOST_LINES = 70;
const LONGEST_SELECTION = 24;
const LONGEST_WALK = 12;

export function randomEdit(random: Random, before: string, token: string): Edit {
  const lines = before.split("\n");
  const line = random.below(lines.length);
  const none = { line, column: 0, lines: 0, characters: 0, text: "" };
  if (lines.length > MOST_LINES) {
    const first = random.below(lines.length - 8);
    return { ...none, how: "deleted", line: first, lines: lines.length - MOST_LINES + 1 };
  }
  const length = lines[line]?.length ?? 0;
  const column = random.below(2) === 0 ? 0 : Math.min(length, random.below(LONGEST_WALK));
  const room = before.length - offsetOf(before, line, column);
  const characters = Math.min(room, 1 + random.below(LONGEST_SELECTION));
  switch (random.weighted({ word: 5, comment: 5, paste: 4, overwrite: 2, delete: 4 })) {
    case "word":
      return { ...none, how: "typed", column, text: token };
    case "comment":
      return { ...none, how: "typed", text: `// ${token}\n` };
    case "paste":
      return { ...none, how: "pasted", column, text: snippet(random, token) };
    case "overwrite":
      return { ...none, how: "pasted", column, characters, text: snippet(random, token) };
    default:
      // Nothing to delete at the very end.
      if (characters === 0) return { ...none, how: "typed", column, text: token };
      return { ...none, how: "deleted", column, characters };
  }
}

function snippet(random: Random, token: string): string {
  return random.pick([
    `const ${token} = 1;\n`,
    `console.log("${token}");\n`,
    `/* ${token} */`,
    `\n\n// ${token}\n`,
    `<p>${token}</p>`,
    `{ ${token}: [`,
    `"${token}`,
  ]);
}

export function applyEdit(before: string, edit: Edit): string {
  const start = offsetOf(before, edit.line, edit.column);
  const end = edit.lines > 0 ? offsetOf(before, edit.line + edit.lines, 0) : start + edit.characters;
  return before.slice(0, start) + edit.text + before.slice(end);
}

function offsetOf(text: string, line: number, column: number): number {
  return (
    text
      .split("\n")
      .slice(0, line)
      .reduce((sum, { length }) => sum + length + 1, 0) + column
  );
}
