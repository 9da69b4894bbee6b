/** The deployment's tables with their rows. */
import type { TableView } from "../../wire/deployment.ts";

export function DataView({ tables }: { readonly tables: readonly TableView[] }) {
  return (
    <div class="scroll dashboard-page" tabIndex={0} role="region" aria-label="Tables">
      {tables.length === 0 && <p class="dashboard-empty">There are no tables.</p>}
      {tables.map((table) => (
        <section key={table.name}>
          <h2>
            {table.name} <span class="soft">{table.count === 1 ? "1 row" : `${table.count} rows`}</span>
          </h2>
          {table.rows.length > 0 && <Rows table={table} />}
          {table.count > table.rows.length && <p class="soft">The first {table.rows.length} are shown.</p>}
        </section>
      ))}
    </div>
  );
}

function Rows({ table: { name, rows } }: { readonly table: TableView }) {
  const columns = columnsOf(rows);
  return (
    <div class="rows-scroll" tabIndex={0} role="region" aria-label={`Rows of ${name}`}>
      <table aria-label={name}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={String(row["_id"])}>
              {columns.map((column) => (
                <Cell key={column} text={shown(column, row[column])} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** What does not fit is in the title. */
function Cell({ text }: { readonly text: string }) {
  return <td title={text}>{text}</td>;
}

/** The id first, the app's own fields, and the time last. */
function columnsOf(rows: TableView["rows"]): readonly string[] {
  const own = new Set(rows.flatMap((row) => Object.keys(row).filter((field) => !field.startsWith("_"))));
  return ["_id", ...own, "_creationTime"];
}

function shown(column: string, value: unknown): string {
  if (value === undefined) return "";
  if (column === "_creationTime" && typeof value === "number") return new Date(value).toLocaleTimeString();
  return typeof value === "string" ? value : JSON.stringify(value);
}
