/** Ends realms from outside, as a browser that is short of memory does, and never by a word of the page. */
import type { BrowserContext, Page, Worker } from "playwright-core";

/** What Playwright keeps behind a page. Not its public interface; there is none for this. */
type Behind = {
  readonly _connection: { toImpl(page: Page): { _didCrash: () => void } };
};

/** Playwright gives a page up when any frame in it crashes. The page itself does not. */
export function surviveFrameCrashes(page: Page): void {
  (page as unknown as Behind)._connection.toImpl(page)._didCrash = () => undefined;
}

const ANSWER_MS = 1000;

/** Ends one worker whose name starts so, the `index`th in turn; false when there is none. */
export async function killWorker(page: Page, name: string, index: number): Promise<boolean> {
  const named: Worker[] = [];
  for (const worker of page.workers()) {
    if ((await nameOf(worker)).startsWith(name)) named.push(worker);
  }
  const victim = named[index % Math.max(1, named.length)];
  if (victim === undefined) return false;
  // One that went with its frame in the same moment may never be said to have ended.
  const gone = victim.waitForEvent("close", { timeout: 5000 }).catch(() => undefined);
  await within(
    victim.evaluate(() => self.close()).catch(() => undefined),
    undefined,
  );
  await gone;
  return true;
}

/** Empty for a worker that does not answer. */
function nameOf(worker: Worker): Promise<string> {
  const asked = worker.evaluate(() => self.name).catch(() => "");
  return within(asked, "");
}

function within<Value>(asked: Promise<Value>, otherwise: Value): Promise<Value> {
  return Promise.race([
    asked,
    new Promise<Value>((resolve) => setTimeout(() => resolve(otherwise), ANSWER_MS)),
  ]);
}

/** Crashes the process of the sandbox frames, all of them; false when there is none. */
export async function crashSandboxFrames(context: BrowserContext, page: Page): Promise<boolean> {
  for (const frame of page.frames().filter((one) => one !== page.mainFrame())) {
    const session = await context.newCDPSession(frame).catch(() => null);
    if (session === null) continue;
    // Who has crashed does not answer.
    await within(
      session.send("Page.crash").catch(() => undefined),
      undefined,
    );
    return true;
  }
  return false;
}

/** Crashes the page's own process. Nothing can be done with the page any more but to close it. */
export async function crashPage(context: BrowserContext, page: Page): Promise<void> {
  const session = await context.newCDPSession(page);
  await within(
    session.send("Page.crash").catch(() => undefined),
    undefined,
  );
  await page.close();
}
