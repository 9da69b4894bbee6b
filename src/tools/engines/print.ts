/** The matrix of all engines as text: a line for each attempt. */
import type { Matrix, Row } from "./matrix.ts";

/** `engines` in the order of the columns. */
export function printMatrix(matrices: readonly Matrix[]): string {
  const names = matrices[0]?.rows.map(({ name }) => name) ?? [];
  const width = Math.max(...names.map(({ length }) => length));
  const head = ["".padEnd(width), ...matrices.map(({ engine }) => engine.padEnd(COLUMN))].join("  ");
  const lines = names.map((name) => {
    const cells = matrices.map(({ rows }) => cell(rows.find((row) => row.name === name)).padEnd(COLUMN));
    return [name.padEnd(width), ...cells].join("  ").trimEnd();
  });
  return [head, ...lines].join("\n");
}

const COLUMN = 26;

/** Where it was live, and what came of it in our sandbox. */
function cell(row: Row | undefined): string {
  if (row === undefined) return "";
  const { liveIn, leaks, lacks } = row;
  const outcome =
    leaks.length === 0 ? "blocked" : leaks.every(({ isNamed }) => isNamed) ? "residual" : "LEAKED";
  if (liveIn.length > 0) return `${liveIn.join(" ")}: ${outcome}`;
  if (leaks.length > 0) return `not live: ${outcome}`;
  return lacks === null ? "not live" : "not live here";
}
