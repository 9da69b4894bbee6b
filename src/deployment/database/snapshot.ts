import type { Table } from "./table.ts";

/** A point in time: the tables as they were at `ts`. */
export type Snapshot = { readonly ts: bigint; readonly tables: ReadonlyMap<string, Table> };
