/** The exfiltration matrix of one engine: every attempt in the controls and in the site's own sandbox. */
import type { Attempt } from "./attempts/attempt.ts";
import { IN_WORKERS } from "./attempts/in-workers.ts";
import { NAVIGATIONS } from "./attempts/navigations.ts";
import { REQUESTS } from "./attempts/requests.ts";
import { RTC } from "./attempts/rtc.ts";
import { runCell, type CellParts, type Outcomes, type Place } from "./cells.ts";
import type { Engine, EngineName } from "./engine.ts";
import type { Patience } from "./in-page.ts";
import { NOT_LIVE } from "./not-live.ts";
import { openNetwork } from "./private-network.ts";
import { isResidual } from "./residuals.ts";
import { openControlSite, openSite } from "./sites.ts";
import type { Network } from "./traps.ts";

export const ATTEMPTS: readonly Attempt[] = [...REQUESTS, ...NAVIGATIONS, ...RTC, ...IN_WORKERS];

export type Leak = {
  /** Name of the cell. */
  readonly cell: string;
  readonly caught: readonly string[];
  /** It is one of the residuals. */
  readonly isNamed: boolean;
};

/** One attempt in one engine. */
export type Row = {
  readonly name: string;
  /** Controls in which something arrived. Without any, that nothing arrives elsewhere shows nothing. */
  readonly liveIn: readonly string[];
  /** What this machine lacks for it to be live. */
  readonly lacks: NonNullable<Attempt["needs"]> | null;
  readonly leaks: readonly Leak[];
  /** Our cells in which its code did not begin: nothing is known of them. */
  readonly notBegun: readonly string[];
};

export type Matrix = { readonly engine: EngineName; readonly version: string; readonly rows: readonly Row[] };

const PATIENCE: Readonly<Record<EngineName, Patience & { readonly batch: number }>> = {
  chromium: { beginMs: 20_000, leaveMs: 1500, afterMs: 300, batch: 64 },
  firefox: { beginMs: 30_000, leaveMs: 4000, afterMs: 1000, batch: 32 },
  webkit: { beginMs: 30_000, leaveMs: 4000, afterMs: 1000, batch: 32 },
};

/** Exercises whose page has the frame for apps, and the one for scripts. */
const APP = "?exercise=identity-handoff";
const SCRIPT = "?exercise=handoff-in-miniature";

type Cell = {
  readonly name: string;
  readonly place: Place;
  readonly attempts: readonly Attempt[];
  /** Whether the site sends the headers of `public/_headers`; null: a control. */
  readonly hasHeaders: boolean | null;
};

/** `siteFolder` holds the built site. */
export async function runMatrix(engine: Engine, siteFolder: string): Promise<Matrix> {
  const network = await openNetwork();
  const control = await openControlSite();
  const plain = await openSite(siteFolder, false);
  const headed = await openSite(siteFolder, true);
  const app = (url: string): Place => ({ kind: "ours", url: `${url}${APP}`, workers: "worker" });
  const script: Place = { kind: "ours", url: `${plain.url}${SCRIPT}`, workers: "secure worker" };
  const cells: readonly Cell[] = [
    { name: "K0", place: { kind: "bare", site: control }, attempts: ATTEMPTS, hasHeaders: null },
    { name: "K1", place: { kind: "sandboxed", site: control }, attempts: ATTEMPTS, hasHeaders: null },
    { name: "app", place: app(plain.url), attempts: ATTEMPTS, hasHeaders: false },
    { name: "app with headers", place: app(headed.url), attempts: ATTEMPTS, hasHeaders: true },
    { name: "script", place: script, attempts: IN_WORKERS, hasHeaders: false },
  ];
  const { batch, ...patience } = PATIENCE[engine.name];
  const parts: CellParts = { tab: engine.tab, network, patience, batch };
  try {
    const outcomes = new Map<Cell, Outcomes>();
    for (const cell of cells) {
      const startedAt = performance.now();
      const where = `${engine.name}-${outcomes.size}`;
      const outcome = new Map(await runCell(parts, where, cell.place, cell.attempts));
      // A machine that is busy elsewhere may be late. A control that leaks is all that is wanted of it.
      const late =
        cell.place.kind === "bare" ? cell.attempts.filter((each) => isLate(engine.name, each, outcome)) : [];
      for (const [name, again] of await runCell(parts, `${where}-again`, cell.place, late))
        outcome.set(name, again);
      outcomes.set(cell, outcome);
      const seconds = (performance.now() - startedAt) / 1000;
      console.info(`${engine.name}: ${cell.name}, ${cell.attempts.length} attempts, ${seconds.toFixed(1)} s`);
    }
    const rows = ATTEMPTS.map((attempt) => row(engine.name, attempt, outcomes, network));
    return { engine: engine.name, version: engine.version, rows };
  } finally {
    await Promise.all([plain.switchOff(), headed.switchOff()]);
    control.close();
    network.close();
  }
}

/** Nothing arrived, though it does elsewhere. */
function isLate(engine: EngineName, { name }: Attempt, outcomes: Outcomes): boolean {
  return outcomes.get(name)?.caught.length === 0 && !NOT_LIVE[engine].includes(name);
}

function row(
  engine: EngineName,
  attempt: Attempt,
  outcomes: ReadonlyMap<Cell, Outcomes>,
  network: Network,
): Row {
  const { name } = attempt;
  const liveIn: string[] = [];
  const leaks: Leak[] = [];
  const notBegun: string[] = [];
  for (const [cell, outcome] of outcomes) {
    const { hasBegun, caught } = outcome.get(name) ?? { hasBegun: false, caught: [] };
    if (!cell.attempts.includes(attempt)) continue;
    if (cell.hasHeaders === null) {
      if (caught.length > 0) liveIn.push(cell.name);
      continue;
    }
    if (!hasBegun) notBegun.push(cell.name);
    const isNamed = isResidual(engine, name, caught, cell.hasHeaders);
    if (caught.length > 0) leaks.push({ cell: cell.name, caught, isNamed });
  }
  return { name, liveIn, lacks: lack(attempt, network), leaks, notBegun };
}

function lack({ needs }: Attempt, { interfaceAddress, askedNames }: Network): Row["lacks"] {
  switch (needs) {
    case undefined:
      return null;
    case "interface":
      return interfaceAddress === null ? needs : null;
    case "name-server":
      return askedNames === null ? needs : null;
    default:
      return needs satisfies never;
  }
}
