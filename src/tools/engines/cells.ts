/** One cell: a list of attempts, made in one kind of place. */
import { PRELUDE, WORKER_PRELUDE, type Attempt, type Target } from "./attempts/attempt.ts";
import { call, type Tab } from "./engine.ts";
import { runControls, runInSandbox, type ControlTry, type Patience, type SandboxTry } from "./in-page.ts";
import type { ControlSite } from "./sites.ts";
import { setTrap, type Network, type Trap } from "./traps.ts";

/** What became of an attempt in a cell: whether its code began, and the beginnings of what arrived. */
export type Outcome = { readonly hasBegun: boolean; readonly caught: readonly string[] };

/** By the attempts' names. */
export type Outcomes = ReadonlyMap<string, Outcome>;

/** Where attempts are made. */
export type Place =
  /** A frame without a sandbox and without a policy. */
  | { readonly kind: "bare"; readonly site: ControlSite }
  /** `srcdoc` with `sandbox="allow-scripts"`, without a policy. */
  | { readonly kind: "sandboxed"; readonly site: ControlSite }
  /** The site's own: `url` opens the exercise whose sandbox frame is used. */
  | { readonly kind: "ours"; readonly url: string; readonly workers: "worker" | "secure worker" };

export type CellParts = {
  readonly tab: Tab;
  readonly network: Network;
  readonly patience: Patience;
  /** Frames at once. */
  readonly batch: number;
};

/** Of a page that an attempt before took away, and that may still be under way. */
const MOST_TRIES = 5;
const RETRY_MS = 500;

/** `where` is part of the names that are looked up. */
export async function runCell(
  { tab, network, patience, batch }: CellParts,
  where: string,
  place: Place,
  attempts: readonly Attempt[],
): Promise<Outcomes> {
  const outcomes = new Map<string, Outcome>();
  for (const batchOf of batches(attempts, batch, place)) {
    const traps = new Map<string, Trap>();
    for (const { name } of batchOf) traps.set(name, await setTrap(where, name, network));
    const prepared = batchOf.map((attempt): Prepared => {
      const target = traps.get(attempt.name)?.target;
      if (target === undefined) throw new Error(`${attempt.name} has no trap`);
      return {
        attempt,
        code: attempt.realm === "document" ? inDocument(attempt, target) : inWorker(attempt, target),
      };
    });
    const begun = new Set(await runBatch(tab, place, prepared, patience));
    for (const [name, trap] of traps) {
      outcomes.set(name, { hasBegun: begun.has(name), caught: [...trap.caught()] });
      trap.close();
    }
  }
  return outcomes;
}

/** Those that may take the page away come last; where they do, each has one of its own. */
function batches(attempts: readonly Attempt[], size: number, place: Place): readonly (readonly Attempt[])[] {
  const together = attempts.filter(({ takesPage }) => takesPage !== true);
  const taking = attempts.filter(({ takesPage }) => takesPage === true);
  const cut = Array.from({ length: Math.ceil(together.length / size) }, (_, at) =>
    together.slice(at * size, (at + 1) * size),
  );
  if (taking.length === 0) return cut;
  return [...cut, ...(place.kind === "bare" ? taking.map((each) => [each]) : [taking])];
}

type Prepared = { readonly attempt: Attempt; readonly code: string };

async function runBatch(
  tab: Tab,
  place: Place,
  prepared: readonly Prepared[],
  patience: Patience,
): Promise<readonly string[]> {
  await arrive(tab, place.kind === "ours" ? place.url : place.site.url);
  try {
    if (place.kind === "ours") {
      const tries = prepared.map(({ attempt: { name, realm }, code }): SandboxTry => {
        return { name, code, as: realm === "document" ? "script" : place.workers };
      });
      return await call(tab, runInSandbox, tries, patience);
    }
    const tries = prepared.map(({ attempt: { name, realm }, code }): ControlTry => {
      const html = page(realm === "document" ? code : startWorker(name, code));
      return place.kind === "bare" ? { name, url: place.site.serve({ html }) } : { name, srcdoc: html };
    });
    return await call(tab, runControls, tries, patience);
  } catch (error) {
    // They have taken the page away, and with it the answer: what they were after is what the traps say.
    if (prepared.every(({ attempt }) => attempt.takesPage === true))
      return prepared.map(({ attempt }) => attempt.name);
    throw error;
  }
}

/** An attempt before this may have taken the page away, and be under way still. */
async function arrive(tab: Tab, url: string): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await tab.goto(url);
      return;
    } catch (error) {
      if (tries === MOST_TRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}

function page(script: string): string {
  return `<!doctype html><body><script>${script.replaceAll("</script", "<\\/script")}</script>`;
}

/** A fault of one attempt is its own affair. */
function inDocument({ name, code }: Attempt, target: Target): string {
  return `parent.postMessage(${JSON.stringify({ begun: name })}, "*");
try { (() => { const at = ${JSON.stringify(target)}; ${PRELUDE} ${code} })(); } catch {}`;
}

/** Begins with the message that starts a realm of the site, and says so over the port that comes with it. */
function inWorker({ name, code }: Attempt, target: Target): string {
  return `addEventListener("message", (event) => {
  (event.ports[0] ?? self).postMessage(${JSON.stringify({ begun: name })});
  try { const at = ${JSON.stringify(target)}; ${WORKER_PRELUDE} ${code} } catch {}
}, { once: true });`;
}

/** For the controls, whose document starts the worker itself. */
function startWorker(name: string, code: string): string {
  return `const worker = new Worker(URL.createObjectURL(new Blob([${JSON.stringify(code)}], { type: "text/javascript" })));
worker.onmessage = () => parent.postMessage(${JSON.stringify({ begun: name })}, "*");
worker.postMessage({ type: "start" });`;
}
