/** Chromium, started as a person would start it. */
import { chromium } from "playwright-core";
import { startProcess, temporaryFolder } from "./browser-process.ts";
import { ANSWER_LIMIT_MS, within, type Engine } from "./engine.ts";
import { hasPrivateNetwork } from "./private-network.ts";

/**
 * Not one switch more: those that Playwright adds (`--disable-background-networking` among them) hide leaks by
 * preconnect and dns-prefetch.
 */
const ARGUMENTS = [
  "--headless=new",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--remote-debugging-port=0",
];

/** Where there is a network: without it the browser would ask its maker about updates. Names are not looked up. */
const STAY_HERE = `--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost`;

export async function launchChromium(executable: string): Promise<Engine> {
  const folder = temporaryFolder("chromium");
  const started = startProcess(executable, [
    ...ARGUMENTS,
    ...(hasPrivateNetwork ? [] : [STAY_HERE]),
    `--user-data-dir=${folder.path}`,
    "about:blank",
  ]);
  const close = async (): Promise<void> => {
    await started.end();
    folder.remove();
  };
  try {
    const [, address = ""] = await started.says(/DevTools listening on (\S+)/, 30_000);
    const browser = await chromium.connectOverCDP(address);
    const page = browser.contexts()[0]?.pages()[0];
    if (page === undefined) throw new Error("The browser has no tab.");
    page.on("dialog", (dialog) => void dialog.dismiss());
    return {
      name: "chromium",
      version: `Chromium ${browser.version()}`,
      tab: {
        goto: async (url) => void (await page.goto(url)),
        evaluate: (expression) => within(ANSWER_LIMIT_MS, "Chromium", page.evaluate(expression)),
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
