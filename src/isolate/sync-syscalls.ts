import { decodeDocumentId } from "../wire/document-id.ts";
import type { Streams } from "./streams.ts";

/** The synchronous syscalls: none needs the deployment. */
export function answerNow(
  op: string,
  argsJson: string,
  streams: Streams,
  tables: Readonly<Record<string, number>>,
): string {
  switch (op) {
    case "1.0/queryStream":
      return JSON.stringify({ queryId: streams.open((JSON.parse(argsJson) as { query: unknown }).query) });
    case "1.0/queryCleanup":
      streams.close((JSON.parse(argsJson) as { queryId: number }).queryId);
      return "{}";
    case "1.0/db/normalizeId": {
      const { table, idString } = JSON.parse(argsJson) as { table: string; idString: string };
      const decoded = decodeDocumentId(idString);
      const isOfTable =
        decoded !== null && Object.hasOwn(tables, table) && tables[table] === decoded.tableNumber;
      return JSON.stringify({ id: isOfTable ? idString : null });
    }
    default:
      throw new Error(`Unknown operation ${op}`);
  }
}
