/** One table as an immutable value: its rows once per index, in the order of that index. */
import type { IndexDefinition, TableIndexes, VectorDefinition } from "./index-definitions.ts";
import { compareKeys, fieldAt, type IndexKey } from "./index-key.ts";
import { find, insert, remove, type Tree } from "./ordered-tree.ts";
import type { Row } from "./row.ts";
import { changeSearchIndex, emptySearchIndex, type SearchIndex } from "./search-index.ts";

const NO_INDEXES: TableIndexes = { indexes: [], searchIndexes: [], vectorIndexes: [] };

type Index = IndexDefinition & { readonly root: Tree<IndexKey, Row> | null };

export type Table = {
  readonly name: string;
  readonly number: number;
  readonly indexes: ReadonlyMap<string, Index>;
  readonly searchIndexes: ReadonlyMap<string, SearchIndex>;
  readonly vectorIndexes: ReadonlyMap<string, VectorDefinition>;
};

export const BY_ID = "by_id";
export const BY_CREATION_TIME = "by_creation_time";

const SYSTEM_INDEXES: readonly IndexDefinition[] = [
  { name: BY_ID, fields: ["_id"] },
  { name: BY_CREATION_TIME, fields: ["_creationTime", "_id"] },
];

/** An empty table; each index gets `_creationTime` and `_id` as its last fields, which break ties. */
export function emptyTable(name: string, number: number, definitions: TableIndexes = NO_INDEXES): Table {
  const own = definitions.indexes.map((index) => ({
    name: index.name,
    fields: [...index.fields, "_creationTime", "_id"].filter((field, at, all) => all.indexOf(field) === at),
  }));
  const indexes = new Map<string, Index>();
  for (const index of [...SYSTEM_INDEXES, ...own]) indexes.set(index.name, { ...index, root: null });
  const searchIndexes = new Map(definitions.searchIndexes.map((one) => [one.name, emptySearchIndex(one)]));
  const vectorIndexes = new Map(definitions.vectorIndexes.map((one) => [one.name, one]));
  return { name, number, indexes, searchIndexes, vectorIndexes };
}

export function keyOf(index: IndexDefinition, row: Row): IndexKey {
  return index.fields.map((field) => fieldAt(row.value, field));
}

export function rowById(table: Table, id: string): Row | null {
  return find(table.indexes.get(BY_ID)?.root ?? null, [id], compareKeys);
}

/** The table with `before` taken out and `after` put in; either may be null. */
export function changeRow(table: Table, before: Row | null, after: Row | null): Table {
  const indexes = new Map<string, Index>();
  for (const [name, index] of table.indexes) {
    let root = index.root;
    const oldKey = before === null ? null : keyOf(index, before);
    const newKey = after === null ? null : keyOf(index, after);
    if (oldKey !== null && (newKey === null || compareKeys(oldKey, newKey) !== 0)) {
      root = remove(root, oldKey, compareKeys);
    }
    if (after !== null && newKey !== null) root = insert(root, newKey, after, compareKeys);
    indexes.set(name, { ...index, root });
  }
  if (table.searchIndexes.size === 0) return { ...table, indexes };
  const searchIndexes = new Map<string, SearchIndex>();
  for (const [name, index] of table.searchIndexes) {
    searchIndexes.set(name, changeSearchIndex(index, before, after));
  }
  return { ...table, indexes, searchIndexes };
}

/** The rows of `table` under other index definitions. */
export function withIndexes(table: Table, definitions?: TableIndexes): Table {
  let rebuilt = emptyTable(table.name, table.number, definitions);
  for (const row of rowsOf(table)) rebuilt = changeRow(rebuilt, null, row);
  return rebuilt;
}

/** All rows in order of creation. */
export function rowsOf(table: Table): Row[] {
  const rows: Row[] = [];
  collect(table.indexes.get(BY_CREATION_TIME)?.root ?? null, rows);
  return rows;
}

function collect(tree: Tree<IndexKey, Row> | null, rows: Row[]): void {
  if (tree === null) return;
  collect(tree.left, rows);
  rows.push(tree.entry);
  collect(tree.right, rows);
}
