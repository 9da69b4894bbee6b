/** The command line of `npm run serve`. */
import { parseArgs } from "node:util";
import { failure, success, type Result } from "../../base/result.ts";

export type ServeOptions = {
  /** The `convex/` folder. */
  readonly functions: string;
  /** Of the deployment; HTTP actions are on the next one. */
  readonly port: number;
  /** Of the Clerk instance; null for none. */
  readonly clerkPort: number | null;
  /** Who presents it may call internal functions; null for nobody. */
  readonly adminKey: string | null;
  readonly environment: Readonly<Record<string, string>>;
  readonly type: "development" | "production";
  readonly tokenProfile: "convex" | "strict";
};

export const USAGE = `npm run serve -- --functions DIR [--port 8000] [--clerk-port N] [--admin-key KEY] [--env NAME=VALUE]… [--production] [--strict]

  --functions   the folder with Convex functions, usually convex/
  --port        of the deployment on 127.0.0.1 (default 8000); HTTP actions answer on the next port
  --clerk-port  serves the Clerk stand-in there, too
  --admin-key   who presents it (Authorization: Convex KEY) may call internal functions
  --env         a variable of the deployment; may be given several times
  --production  clients are told neither why a function failed nor what it logged, nor whom the deployment trusts
  --strict      tokens are verified to the letter of the standards, not by Convex's rules`;

export function parseServeOptions(args: readonly string[]): Result<ServeOptions, string> {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        functions: { type: "string" },
        port: { type: "string", default: "8000" },
        "clerk-port": { type: "string" },
        "admin-key": { type: "string" },
        env: { type: "string", multiple: true, default: [] },
        production: { type: "boolean", default: false },
        strict: { type: "boolean", default: false },
      },
    });
    if (values.functions === undefined) return failure("--functions DIR is missing.");
    const port = portOf(values.port);
    const clerk = values["clerk-port"];
    const clerkPort = clerk === undefined ? null : portOf(clerk);
    if (port === undefined || clerkPort === undefined) return failure("A port is a number from 0 to 65534.");
    const environment: Record<string, string> = {};
    for (const pair of values.env) {
      const at = pair.indexOf("=");
      if (at < 1) return failure(`--env ${pair}: give it as NAME=VALUE.`);
      environment[pair.slice(0, at)] = pair.slice(at + 1);
    }
    return success({
      functions: values.functions,
      port,
      clerkPort,
      adminKey: values["admin-key"] ?? null,
      environment,
      type: values.production ? "production" : "development",
      tokenProfile: values.strict ? "strict" : "convex",
    });
  } catch (error) {
    return failure(error instanceof Error ? error.message : String(error));
  }
}

function portOf(text: string): number | undefined {
  const port = Number(text);
  return Number.isInteger(port) && port >= 0 && port < 65_535 ? port : undefined;
}
