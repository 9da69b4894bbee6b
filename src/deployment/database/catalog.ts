/** What all transactions share: the schema, the numbers of tables, and the source of ids and creation times. */
import type { Clock } from "../../base/clock.ts";
import type { RandomBytes } from "../../base/random.ts";
import { encodeDocumentId, FIRST_TABLE_NUMBER } from "../../wire/document-id.ts";
import { NO_SCHEMA, type Schema } from "./schema.ts";
import { emptyTable, type Table } from "./table.ts";
import type { TableNames } from "./validator.ts";

/** The distance of neighbouring doubles at today's milliseconds: creation times keep the order of insertion. */
const CREATION_STEP_MS = 2 ** -12;

/** Tables that the deployment writes and functions read by `ctx.db.system`, with their numbers. */
const SYSTEM_TABLES = { _scheduled_functions: 8001, _storage: 8002 } as const;
export type SystemTable = keyof typeof SYSTEM_TABLES;

export class Catalog {
  schema: Schema = NO_SCHEMA;
  readonly #clock: Clock;
  readonly #random: RandomBytes;
  readonly #names: string[] = [];
  #lastCreationTime = 0;

  constructor(clock: Clock, random: RandomBytes) {
    this.#clock = clock;
    this.#random = random;
  }

  readonly tableNames: TableNames = (tableNumber) =>
    this.#names[tableNumber - FIRST_TABLE_NUMBER] ??
    Object.entries(SYSTEM_TABLES).find(([, number]) => number === tableNumber)?.[0] ??
    null;

  /** Table names to numbers, for `db.normalizeId`. */
  get numbers(): Readonly<Record<string, number>> {
    const own = Object.fromEntries(this.#names.map((name, at) => [name, FIRST_TABLE_NUMBER + at]));
    return { ...own, ...SYSTEM_TABLES };
  }

  numberOf(table: string): number {
    if (isSystemTable(table)) return SYSTEM_TABLES[table];
    const known = this.#names.indexOf(table);
    if (known >= 0) return FIRST_TABLE_NUMBER + known;
    this.#names.push(table);
    return FIRST_TABLE_NUMBER + this.#names.length - 1;
  }

  newTable(name: string): Table {
    return emptyTable(name, this.numberOf(name), this.schema.tables.get(name));
  }

  newRow(tableNumber: number): { readonly _id: string; readonly _creationTime: number } {
    this.#lastCreationTime = Math.max(this.#clock.now(), this.#lastCreationTime + CREATION_STEP_MS);
    return { _id: encodeDocumentId(tableNumber, this.#random(16)), _creationTime: this.#lastCreationTime };
  }
}

function isSystemTable(name: string): name is SystemTable {
  return Object.hasOwn(SYSTEM_TABLES, name);
}
