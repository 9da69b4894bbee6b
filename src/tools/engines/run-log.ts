/** Notes what came of each run, and whether it is what must come of it. */
import { LONGEST_GAP_MS, type Gaps } from "../testing/gaps.ts";
import { LONGEST_RUN_MS, type Cell } from "../testing/stoppable-cells.ts";
import type { Verdict } from "../../wire/verdict.ts";
import type { EngineName } from "./engine.ts";

/** What came of one run. */
export type RunReport = {
  readonly what: string;
  readonly tries: number;
  /** Of the page around the exercise, whose thread the workbench has, too. Null: not measured. */
  readonly gaps: Gaps | null;
  /** Of the run, in ms. */
  readonly durationMs: number;
  /** Null: all is as it must be. */
  readonly fault: string | null;
};

export type Ran = { readonly verdict: Verdict; readonly gaps: Gaps | null };
export type Expectation = Pick<Cell, "expected" | "sentence"> | { readonly status: Verdict["status"] };

const MOST_TRIES = 3;

export class RunLog {
  readonly reports: RunReport[] = [];
  /** How long a run takes here in which nothing is wrong. */
  usualMs = Infinity;
  readonly #engine: EngineName;

  constructor(engine: EngineName) {
    this.#engine = engine;
  }

  /** Again where it was not as it must be: a machine that is busy elsewhere may be late. A fault is there each time. */
  async note(what: string, run: () => Promise<Ran>, expected: Expectation): Promise<void> {
    for (let tries = 1; ; tries++) {
      const report = await this.#report(what, tries, run, expected);
      const gap =
        report.gaps === null ? "" : `, gap ${report.gaps.main} ms (machine ${report.gaps.machine} ms)`;
      console.info(
        `${this.#engine}: ${what}: ${report.fault ?? "as it must be"}, ${report.durationMs} ms${gap}`,
      );
      if (report.fault !== null && tries < MOST_TRIES) continue;
      this.reports.push(report);
      return;
    }
  }

  /** Of code in which nothing is wrong: what the others are held to. */
  async noteUsual(what: string, run: () => Promise<Ran>): Promise<void> {
    await this.note(what, run, { status: "passed" });
    this.usualMs = this.reports.at(-1)?.durationMs ?? Infinity;
  }

  async #report(
    what: string,
    tries: number,
    run: () => Promise<Ran>,
    expected: Expectation,
  ): Promise<RunReport> {
    try {
      const { verdict, gaps } = await run();
      const fault = faultOf(verdict, expected) ?? slowness(verdict, gaps, this.usualMs);
      return { what, tries, gaps, durationMs: Math.round(verdict.durationMs), fault };
    } catch (error) {
      return { what, tries, gaps: null, durationMs: 0, fault: String(error) };
    }
  }
}

function faultOf(verdict: Verdict, expectation: Expectation): string | null {
  const { error, checks, status } = verdict;
  const failed = checks.find(({ message }) => message !== undefined);
  const sentence = error?.message ?? failed?.message ?? "";
  const said = `${status} ${error?.code ?? ""} ${sentence}`.slice(0, 300);
  if ("status" in expectation) return status === expectation.status ? null : said;
  return holds(verdict, expectation.expected) && expectation.sentence.test(sentence) ? null : said;
}

/** Of code that does not let go: what ends by itself takes the time that it takes. */
function slowness({ status, durationMs }: Verdict, gaps: Gaps | null, usualMs: number): string | null {
  if (gaps === null || status !== "error") return null;
  if (gaps.main > LONGEST_GAP_MS + gaps.machine) return `the page waited ${gaps.main} ms`;
  const isLate = durationMs > LONGEST_RUN_MS + usualMs + gaps.machine;
  return isLate ? `ended after ${Math.round(durationMs)} ms` : null;
}

/** Whether everything that is expected is there; more may be. */
function holds(actual: unknown, expected: unknown): boolean {
  if (typeof expected !== "object" || expected === null) return actual === expected;
  if (isMatcher(expected)) return expected.asymmetricMatch(actual);
  if (typeof actual !== "object" || actual === null) return false;
  return Object.entries(expected).every(([name, value]) => holds(Reflect.get(actual, name), value));
}

/** As the tests' `expect.stringMatching` gives. */
function isMatcher(value: object): value is { asymmetricMatch(actual: unknown): boolean } {
  return "asymmetricMatch" in value && typeof value.asymmetricMatch === "function";
}
