/** The console of one execution: each call becomes one line that travels with the result. */
import { inspect } from "./inspect.ts";

const MAX_LINES = 256;
const MAX_LINE_LENGTH = 32_768;

const LEVELS = {
  debug: "DEBUG",
  error: "ERROR",
  info: "INFO",
  log: "LOG",
  trace: "LOG",
  warn: "WARN",
} as const;

/** `report` receives lines such as `[LOG] 'hi' { a: 1 }`. */
export function createConsole(report: (line: string) => void): object {
  let lines = 0;
  const write = (level: string, text: string): void => {
    lines += 1;
    if (lines > MAX_LINES) return;
    const full = `[${level}] ${text}`;
    if (lines === MAX_LINES) report("[ERROR] Log overflow (maximum 256). Remaining log lines omitted.");
    else
      report(
        full.length > MAX_LINE_LENGTH ? `${full.slice(0, MAX_LINE_LENGTH)} (truncated due to length)` : full,
      );
  };
  const methods: Record<string, (...values: unknown[]) => void> = {};
  for (const [name, level] of Object.entries(LEVELS)) {
    methods[name] = (...values) => write(level, values.map((value) => inspect(value)).join(" "));
  }
  methods["assert"] = (condition, ...values) => {
    if (!condition) write("ERROR", ["Assertion failed", ...values].map((value) => inspect(value)).join(" "));
  };
  methods["timeEnd"] = (label) => write("INFO", `${labelText(label)}: 0ms`);
  for (const name of ["group", "groupEnd", "table", "dir", "count", "clear", "time", "timeLog"]) {
    methods[name] = name === "table" || name === "dir" ? (methods["log"] ?? (() => {})) : () => {};
  }
  return methods;
}

/** Timers are named by strings; time stands still in queries and mutations, so each takes none. */
function labelText(label: unknown): string {
  return typeof label === "string" ? label : "default";
}
