import type { Value } from "convex/values";

/** A document with its system fields. `text` is its Convex JSON, `bytes` its size as limits count it. */
export type Row = {
  readonly id: string;
  readonly table: string;
  readonly value: Readonly<Record<string, Value>>;
  readonly text: string;
  readonly bytes: number;
};
