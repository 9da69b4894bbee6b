/** What a schema says of the indexes of a table. */

export type IndexDefinition = { readonly name: string; readonly fields: readonly string[] };

export type SearchDefinition = {
  readonly name: string;
  readonly searchField: string;
  readonly filterFields: readonly string[];
};

export type VectorDefinition = {
  readonly name: string;
  readonly vectorField: string;
  readonly dimensions: number;
  readonly filterFields: readonly string[];
};

/** What a schema defines for one table, beyond its documents. */
export type TableIndexes = {
  readonly indexes: readonly IndexDefinition[];
  readonly searchIndexes: readonly SearchDefinition[];
  readonly vectorIndexes: readonly VectorDefinition[];
};
