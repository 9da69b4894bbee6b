/** A deployment as its owner sees it in the dashboard: tables, functions, settings. */
import { convexToJson, type JSONValue } from "convex/values";
import type { DeploymentView, FunctionView, ProviderView, TableView } from "../wire/deployment.ts";
import type { Provider } from "./authentication/providers.ts";
import { formatValidator } from "./database/format-value.ts";
import { rowsOf, type Table } from "./database/table.ts";
import type { Validator } from "./database/validator-json.ts";
import type { FunctionTable } from "./functions/function-table.ts";

/** The dashboard shows a page of a table, not all of it. */
const ROWS_SHOWN = 100;

export type Inspected = {
  readonly tables: Iterable<Table>;
  readonly functions: FunctionTable;
  readonly environment: Readonly<Record<string, string>>;
  readonly providers: readonly Provider[];
};

export function inspect({ tables, functions, environment, providers }: Inspected): DeploymentView {
  return {
    // The system's own tables are not the app's data.
    tables: [...tables].filter(({ name }) => !name.startsWith("_")).map(tableView),
    functions: [...functions].map(([path, { kind, visibility, args }]): FunctionView => {
      const exampleJson = JSON.stringify(example(args), null, 2);
      return { path, kind, visibility, args: formatValidator(args), exampleJson };
    }),
    environment,
    providers: providers.map(providerView),
  };
}

function tableView(table: Table): TableView {
  const rows = rowsOf(table);
  const shown = rows.slice(0, ROWS_SHOWN).map(({ value }) => convexToJson(value));
  return { name: table.name, count: rows.length, rows: shown as TableView["rows"] };
}

function providerView(provider: Provider): ProviderView {
  switch (provider.type) {
    case "oidc":
      return { type: "oidc", issuer: provider.domain, applicationID: provider.applicationID };
    case "customJwt":
      return { type: "customJwt", issuer: provider.issuer, applicationID: provider.applicationID };
    default:
      return provider satisfies never;
  }
}

/** The simplest arguments of the right shape, to be filled in. */
function example(validator: Validator): JSONValue {
  switch (validator.type) {
    case "string":
    case "id":
    case "bytes":
      return "";
    case "number":
      return 0;
    case "bigint":
    case "commitTs":
      return convexToJson(0n);
    case "boolean":
      return false;
    case "null":
      return null;
    case "any":
    case "record":
      return {};
    case "literal":
      return convexToJson(validator.value);
    case "array":
      return [];
    case "union":
      return validator.value[0] === undefined ? null : example(validator.value[0]);
    case "object":
      return Object.fromEntries(
        Object.entries(validator.value)
          .filter(([, { optional }]) => !optional)
          .map(([name, { fieldType }]) => [name, example(fieldType)]),
      );
    default:
      return validator satisfies never;
  }
}
