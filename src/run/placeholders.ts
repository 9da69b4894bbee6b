/** Rows name people by role: `{{ada.id}}` becomes that person's id, `{{ada.canary}}` their canary word. */
import type { SeedRow } from "../wire/deployment.ts";

/** By role: the words that stand for a person. */
export type RoleWords = Readonly<Record<string, { readonly id: string; readonly canary: string }>>;

export function fillRows(rows: readonly SeedRow[], words: RoleWords): SeedRow[] {
  return rows.map(({ table, document }) => ({
    table,
    document: fill(document, words) as SeedRow["document"],
  }));
}

function fill(value: unknown, words: RoleWords): unknown {
  if (typeof value === "string") return fillText(value, words);
  if (Array.isArray(value)) return value.map((item) => fill(item, words));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fill(item, words)]));
}

function fillText(text: string, words: RoleWords): string {
  return text.replace(
    /\{\{([a-z][a-z0-9-]*)\.(id|canary)\}\}/g,
    (whole, role: string, word: "id" | "canary") =>
      Object.hasOwn(words, role) ? (words[role]?.[word] ?? whole) : whole,
  );
}
