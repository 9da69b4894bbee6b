/** What the tests do in a page. Each function travels as its text, so it may use nothing but its parameters. */
import type { HandoffExercise } from "../../embed/embed.ts";
import type { Verdict } from "../../wire/verdict.ts";
import type { Gaps } from "../testing/gaps.ts";

/** A document of its own for each attempt, without a sandbox (`url`) or in one without a policy (`srcdoc`). */
export type ControlTry = { readonly name: string } & ({ readonly url: string } | { readonly srcdoc: string });

/** Code for the site's own sandbox frame: a script in its document, or one of its workers. */
export type SandboxTry = {
  readonly name: string;
  readonly code: string;
  readonly as: "script" | "worker" | "secure worker";
};

/** How long the attempts are given once all have begun, and what they leave behind when they are taken away. In ms. */
export type Patience = { readonly beginMs: number; readonly leaveMs: number; readonly afterMs: number };

/** Runs them all at once; names those whose code began. */
export async function runControls(tries: readonly ControlTry[], patience: Patience): Promise<string[]> {
  const begun = new Set<string>();
  const note = ({ data }: MessageEvent<{ readonly begun?: string } | null>): void => {
    if (typeof data?.begun === "string") begun.add(data.begun);
  };
  addEventListener("message", note);
  const holder = document.createElement("div");
  document.body.append(holder);
  for (const each of tries) {
    const frame = document.createElement("iframe");
    if ("url" in each) frame.src = each.url;
    else {
      frame.setAttribute("sandbox", "allow-scripts");
      frame.srcdoc = each.srcdoc;
    }
    holder.append(frame);
  }
  const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
  const limit = performance.now() + patience.beginMs;
  while (begun.size < tries.length && performance.now() < limit) await wait(50);
  await wait(patience.leaveMs);
  holder.remove();
  await wait(patience.afterMs);
  removeEventListener("message", note);
  return [...begun];
}

/**
 * In copies of a sandbox frame that the site has made, over the port that its bootstrap is given. Names those whose
 * code began.
 */
export async function runInSandbox(tries: readonly SandboxTry[], patience: Patience): Promise<string[]> {
  const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
  const begun = new Set<string>();
  const note = ({ data }: MessageEvent<{ readonly begun?: string } | null>): void => {
    if (typeof data?.begun === "string") begun.add(data.begun);
  };
  addEventListener("message", note);
  let original = document.querySelector<HTMLIFrameElement>("iframe[srcdoc]");
  const limit = performance.now() + patience.beginMs;
  for (; original === null && performance.now() < limit; await wait(50)) {
    original = document.querySelector<HTMLIFrameElement>("iframe[srcdoc]");
  }
  if (original === null) throw new Error("The page has made no sandbox frame.");
  const holder = document.createElement("div");
  holder.setAttribute("style", "position:fixed;inset:0;z-index:1000;overflow:auto");
  document.body.append(holder);
  for (const { name, code, as } of tries) {
    const frame = original.cloneNode() as HTMLIFrameElement;
    // As the one that a person sees.
    frame.removeAttribute("inert");
    frame.removeAttribute("aria-hidden");
    frame.removeAttribute("style");
    const channel = new MessageChannel();
    const workerChannel = new MessageChannel();
    workerChannel.port1.onmessage = note;
    channel.port1.onmessage = ({ data }: MessageEvent<{ readonly type: string }>) => {
      if (data.type !== "ready") return;
      if (as === "script") channel.port1.postMessage({ type: "script", name, code });
      else {
        const secure = as === "secure worker";
        channel.port1.postMessage({ type: "worker", name, code, secure }, [workerChannel.port2]);
      }
    };
    frame.addEventListener(
      "load",
      () => frame.contentWindow?.postMessage({ type: "meet" }, "*", [channel.port2]),
      { once: true },
    );
    holder.append(frame);
  }
  while (begun.size < tries.length && performance.now() < limit) await wait(50);
  await wait(patience.leaveMs);
  holder.remove();
  await wait(patience.afterMs);
  removeEventListener("message", note);
  return [...begun];
}

/** Waits until the exercise in the page's embed is open. */
export async function openEmbed(): Promise<null> {
  await customElements.whenDefined("handoff-exercise");
  const element = document.querySelector<HandoffExercise>("handoff-exercise");
  if (element === null) throw new Error("The page embeds no exercise.");
  await element.ready;
  return null;
}

/** Puts the files into the embedded exercise and runs it; also tells how long the page's thread was away meanwhile. */
export async function runFiles(
  files: Readonly<Record<string, string>>,
): Promise<{ verdict: Verdict; gaps: Gaps }> {
  const { gapMeasure } = window as unknown as {
    readonly gapMeasure: { readonly start: () => void; readonly read: () => Promise<Gaps> };
  };
  const element = document.querySelector<HandoffExercise>("handoff-exercise");
  if (element === null) throw new Error("The page embeds no exercise.");
  await element.setFiles(files);
  gapMeasure.start();
  const verdict = await element.run();
  return { verdict, gaps: await gapMeasure.read() };
}

/** On a page of the site: presses Run and gives the verdict. */
export async function pressRun(): Promise<Verdict> {
  const limit = performance.now() + 30_000;
  const find = (): HTMLButtonElement | undefined =>
    [...document.querySelectorAll("button")].find(({ textContent }) => textContent.startsWith("Run"));
  for (let button = find(); performance.now() < limit; button = find()) {
    if (button !== undefined && !button.disabled && document.querySelector('[role="textbox"]') !== null) {
      const verdict = new Promise<Verdict>((resolve) => {
        const tell = (event: Event): void => resolve((event as CustomEvent<Verdict>).detail);
        document.addEventListener("handoff:verdict", tell, { once: true });
      });
      button.click();
      return verdict;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("The workbench did not open.");
}
