/** What a matrix means: faults, which end a test, and the figures and sentences that go with it. */
import type { Matrix, Row } from "./matrix.ts";
import { NOT_LIVE } from "./not-live.ts";

export type Judgement = {
  /** Empty: nothing gets out but what is named, and every control leaked that must. */
  readonly faults: readonly string[];
  readonly attempts: number;
  /** Something arrived in a control. */
  readonly live: number;
  /** Of the live ones, nothing arrived from the sandbox. */
  readonly blocked: number;
  /** Names of those from which only what is named arrived. */
  readonly residual: readonly string[];
  /** Names of those that could not be live on this machine, and why. */
  readonly notLiveHere: readonly { readonly name: string; readonly lacks: string }[];
};

const WHAT_LACKS: Readonly<Record<NonNullable<Row["lacks"]>, string>> = {
  interface: "no private network, and WebRTC uses no other interface",
  "name-server": "no private network, and so no name server to ask",
};

export function judge({ engine, rows }: Matrix): Judgement {
  const faults: string[] = [];
  const expected = new Set(NOT_LIVE[engine]);
  for (const { name, liveIn, lacks, leaks, notBegun } of rows) {
    for (const { cell, caught, isNamed } of leaks) {
      if (!isNamed) faults.push(`${name} got out of ${cell}: ${caught.join(", ")}`);
    }
    for (const cell of notBegun) faults.push(`${name} did not begin in ${cell}`);
    if (liveIn.length === 0 && lacks === null && !expected.has(name)) {
      faults.push(
        `${name} did not get out of a control either: that it does not get out elsewhere shows nothing`,
      );
    }
  }
  const live = rows.filter(({ liveIn }) => liveIn.length > 0);
  const notLiveHere = rows.flatMap(({ name, liveIn, lacks }) =>
    lacks !== null && liveIn.length === 0 ? [{ name, lacks: WHAT_LACKS[lacks] }] : [],
  );
  return {
    faults,
    attempts: rows.length,
    live: live.length,
    blocked: live.filter(({ leaks }) => leaks.length === 0).length,
    residual: rows.filter(({ leaks }) => leaks.some(({ isNamed }) => isNamed)).map(({ name }) => name),
    notLiveHere,
  };
}

/** One line. */
export function summary(matrix: Matrix): string {
  const { attempts, live, blocked, residual, notLiveHere } = judge(matrix);
  const named = residual.length === 0 ? "none" : residual.join(", ");
  const lacking = notLiveHere.length === 0 ? "" : `; ${notLiveHere.length} could not be live here`;
  return `${matrix.version}: ${attempts} attempts, ${live} live in a control, ${blocked} of them blocked; residuals: ${named}${lacking}`;
}
