/** What the matrix found, as JSON and as CSV: public and stable. */
import type { Verdict } from "../../wire/verdict.ts";
import { expectedStatus, faultsOf } from "../../exercise/expected.ts";
import type { Expectation, Variant } from "../../exercise/variants.ts";

/** The file that **Download JSON** gives. */
export type ResultsFile = {
  readonly schemaVersion: 1;
  /** When the file was made, as in ISO 8601. */
  readonly at: string;
  readonly results: readonly VariantResult[];
};

/** One run of one variant; those that were not run or were stopped are not in the file. */
export type VariantResult = {
  readonly exercise: string;
  /** Of the exercise: changes whenever its starter does. */
  readonly exerciseVersion: string;
  /** `starter`, `solution`, or the name of a wrong answer. */
  readonly variant: string;
  readonly expectation: Expectation;
  readonly asExpected: boolean;
  /** What is not as expected, one sentence each. */
  readonly faults: readonly string[];
  readonly verdict: Verdict;
};

export function resultOf(variant: Variant, exerciseVersion: string, verdict: Verdict): VariantResult {
  const faults = faultsOf(variant.expectation, verdict);
  return {
    exercise: variant.exercise,
    exerciseVersion,
    variant: variant.name,
    expectation: variant.expectation,
    asExpected: faults.length === 0,
    faults,
    verdict,
  };
}

/** `at` in milliseconds since the epoch. */
export function resultsJson(results: readonly VariantResult[], at: number): string {
  const file: ResultsFile = { schemaVersion: 1, at: new Date(at).toISOString(), results };
  return `${JSON.stringify(file, null, 2)}\n`;
}

const COLUMNS = [
  "exercise",
  "variant",
  "variant_as_expected",
  "verdict",
  "error",
  "check",
  "title",
  "status",
  "expected_status",
  "message",
  "expected",
  "actual",
  "hint",
  "duration_ms",
] as const;

type Row = Readonly<Record<(typeof COLUMNS)[number], string | number>>;

/**
 * One line for each exercise × variant × check, by RFC 4180. `expected_status` is empty where nothing is expected; a run
 * that ended before its checks were known has one line without a check.
 */
export function resultsCsv(results: readonly VariantResult[]): string {
  const rows = results.flatMap(rowsOf).map((row) => COLUMNS.map((column) => row[column]));
  return [COLUMNS, ...rows].map((row) => `${row.map(csvCell).join(",")}\r\n`).join("");
}

function rowsOf({ exercise, variant, asExpected, expectation, verdict }: VariantResult): Row[] {
  const run = {
    exercise,
    variant,
    variant_as_expected: String(asExpected),
    verdict: verdict.status,
    error: verdict.error?.code ?? "",
  };
  if (verdict.checks.length === 0) {
    const nothing = {
      check: "",
      title: "",
      status: "",
      expected_status: "",
      expected: "",
      actual: "",
      hint: "",
    };
    return [{ ...run, ...nothing, message: verdict.error?.message ?? "", duration_ms: "" }];
  }
  return verdict.checks.map((check) => ({
    ...run,
    check: check.id,
    title: check.title,
    status: check.status,
    expected_status: expectedStatus(expectation, check.id) ?? "",
    message: check.message ?? "",
    expected: check.expected ?? "",
    actual: check.actual ?? "",
    hint: check.hint ?? "",
    duration_ms: Math.round(check.durationMs),
  }));
}

/** Text that a spreadsheet would take for a formula gets an apostrophe before it; what a check says may be a learner's. */
function csvCell(value: string | number): string {
  const text = typeof value === "string" && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
