/** The asynchronous syscalls that touch rows or the caller's identity. Each answers JSON text or the product's sentence. */
import { jsonToConvex, type JSONValue, type Value } from "convex/values";
import * as v from "valibot";
import { failure, success, type Result } from "../../base/result.ts";
import { decodeDocumentId } from "../../wire/document-id.ts";
import { QUERY_BATCH } from "../../wire/syscall.ts";
import { QuerySchema } from "../database/query-plan.ts";
import { valueProblem } from "../database/limits.ts";
import { readPage, type PageFailure } from "../database/page.ts";
import { nextRows, openStream } from "../database/stream.ts";
import { sizeOf } from "../database/ordered-tree.ts";
import { EVERYTHING } from "../database/index-key.ts";
import { BY_ID } from "../database/table.ts";
import type { Transaction } from "../database/transaction.ts";
import type { Execution } from "./execution.ts";

/** Why a syscall is refused: a sentence, or one with the data of a ConvexError. */
type Answer = Result<string, string | PageFailure>;

const text = v.string();
const table = v.nullish(v.string());
const document = v.record(v.string(), v.unknown());

const Schemas = {
  get: v.object({ id: text, table, isSystem: v.optional(v.boolean()) }),
  insert: v.object({ table: text, value: document }),
  update: v.object({ id: text, value: document, table }),
  remove: v.object({ id: text, table }),
  count: v.object({ table: text }),
  batch: v.object({ stream: v.number(), size: v.number(), query: v.optional(QuerySchema) }),
  page: v.object({
    query: QuerySchema,
    cursor: v.nullable(text),
    endCursor: v.nullish(text),
    pageSize: v.number(),
    maximumRowsRead: v.nullish(v.number()),
    maximumBytesRead: v.nullish(v.number()),
  }),
};

/** `null` when the operation is not one of these. */
export function answerSyscall(execution: Execution, op: string, args: unknown): Answer | null {
  switch (op) {
    case "1.0/getUserIdentity":
      return success(JSON.stringify(execution.caller.identity));
    case QUERY_BATCH:
      return withArgs(Schemas.batch, args, (parsed) =>
        reading(execution, (on) => batch(execution, on, parsed)),
      );
    case "1.0/queryPage":
      return withArgs(Schemas.page, args, (request) => reading(execution, (on) => page(on, request)));
    case "1.0/get":
      return withArgs(Schemas.get, args, ({ id, table: name, isSystem = false }) =>
        reading(execution, (on) => {
          const wrongWorld = systemProblem(on, id, isSystem);
          if (wrongWorld !== null) return failure(wrongWorld);
          const row = on.get(id, isSystem ? "system.get" : "get", name ?? null);
          return row.ok ? success(row.value?.text ?? "null") : row;
        }),
      );
    case "1.0/count":
      return withArgs(Schemas.count, args, ({ table: name }) => reading(execution, (on) => count(on, name)));
    case "1.0/insert":
      return withArgs(Schemas.insert, args, ({ table: name, value }) =>
        writing(execution, (on) => {
          const id = on.insert(name, fieldsFrom(value, "db.insert"));
          return id.ok ? success(JSON.stringify({ _id: id.value })) : id;
        }),
      );
    case "1.0/shallowMerge":
      return withArgs(Schemas.update, args, ({ id, value, table: name }) =>
        writing(execution, (on) =>
          textOf(on.update(id, { method: "patch", table: name ?? null }, merge(value))),
        ),
      );
    case "1.0/replace":
      return withArgs(Schemas.update, args, ({ id, value, table: name }) =>
        writing(execution, (on) =>
          textOf(
            on.update(id, { method: "replace", table: name ?? null }, () => fieldsFrom(value, "db.replace")),
          ),
        ),
      );
    case "1.0/remove":
      return withArgs(Schemas.remove, args, ({ id, table: name }) =>
        writing(execution, (on) => textOf(on.delete(id, name ?? null))),
      );
    default:
      return null;
  }
}

/** Why `db` or `db.system` cannot be asked for that id, or null. */
function systemProblem({ catalog }: Transaction, id: string, isSystem: boolean): string | null {
  const decoded = decodeDocumentId(id);
  const name = decoded === null ? null : catalog.tableNames(decoded.tableNumber);
  if (name === null || name.startsWith("_") === isSystem) return null;
  return isSystem
    ? "User tables cannot be accessed with db.system."
    : "System tables can only be accessed with db.system.";
}

function withArgs<Args>(
  schema: v.GenericSchema<unknown, Args>,
  args: unknown,
  run: (parsed: Args) => Answer,
): Answer {
  const parsed = v.safeParse(schema, args);
  if (!parsed.success) return failure(`Invalid arguments to a syscall: ${parsed.issues[0].message}`);
  try {
    return run(parsed.output);
  } catch (error) {
    // `jsonToConvex` and filters throw on values that are none.
    return failure(error instanceof Error ? error.message : "Invalid value");
  }
}

function reading({ transaction }: Execution, run: (on: Transaction) => Answer): Answer {
  return transaction === null
    ? failure("Actions cannot use the database: call ctx.runQuery.")
    : run(transaction);
}

function writing({ transaction, target }: Execution, run: (on: Transaction) => Answer): Answer {
  if (transaction === null || target.kind !== "mutation") {
    return failure(`Only mutations can write to the database; this is a ${target.kind}.`);
  }
  return run(transaction);
}

function batch(execution: Execution, on: Transaction, args: v.InferOutput<typeof Schemas.batch>): Answer {
  if (args.query !== undefined) {
    execution.streams.set(args.stream, openStream(args.query));
  }
  const stream = execution.streams.get(args.stream);
  if (stream === undefined) return failure("The query is closed.");
  const rows = nextRows(on, stream, Math.min(1024, Math.max(1, Math.floor(args.size))));
  if (!rows.ok) return rows;
  return success(JSON.stringify({ rows: rows.value.map((row) => row.text), done: stream.isDone }));
}

/** Without an end of its own a page ends where it ended when the query last ran. */
function page(on: Transaction, request: v.InferOutput<typeof Schemas.page>): Answer {
  const read = readPage(on, {
    ...request,
    endCursor: request.endCursor ?? on.pageEnd.before,
    maximumRowsRead: request.maximumRowsRead ?? null,
    maximumBytesRead: request.maximumBytesRead ?? null,
  });
  if (!read.ok) return read;
  if (on.pageEnd.now !== null) {
    return failure(
      "This query or mutation function ran multiple paginated queries. Convex only supports a single paginated query in each function.",
    );
  }
  const { rows, ...rest } = read.value;
  on.pageEnd.now = rest.continueCursor;
  return success(`{"page":[${rows.map((row) => row.text).join(",")}],${JSON.stringify(rest).slice(1)}`);
}

function count(on: Transaction, name: string): Answer {
  const rows = (on.table(name) ?? on.catalog.newTable(name)).indexes.get(BY_ID);
  if (rows === undefined) return success("0");
  on.reads.add(name, rows, EVERYTHING);
  return success(String(sizeOf(rows.root)));
}

function textOf(row: Result<{ readonly text: string }, string>): Answer {
  return row.ok ? success(row.value.text) : row;
}

/** Fields of the patch replace the document's; one whose value is undefined is taken out. */
function merge(
  patch: Record<string, unknown>,
): (document: Readonly<Record<string, Value>>) => Record<string, Value> {
  return (current) => {
    const merged: Record<string, Value> = { ...current };
    for (const [name, json] of Object.entries(patch)) {
      const isRemoval = typeof json === "object" && json !== null && Object.hasOwn(json, "$undefined");
      if (isRemoval) delete merged[name];
      else if (!isSystemField(name)) merged[name] = valueFrom(json, "db.patch");
    }
    return merged;
  };
}

function fieldsFrom(json: Record<string, unknown>, method: string): Record<string, Value> {
  const fields: Record<string, Value> = {};
  for (const [name, value] of Object.entries(json)) {
    if (!isSystemField(name)) fields[name] = valueFrom(value, method);
    else if (name !== "_id" && name !== "_creationTime") {
      throw new Error(
        `Field '${name}' starts with an underscore, which is only allowed for system fields like '_id'`,
      );
    }
  }
  return fields;
}

function valueFrom(json: unknown, method: string): Value {
  const value = jsonToConvex(json as JSONValue);
  const problem = valueProblem(value);
  if (problem !== null) throw new Error(`Invalid argument \`value\` for \`${method}\`: ${problem}`);
  return value;
}

function isSystemField(name: string): boolean {
  return name.startsWith("_");
}
