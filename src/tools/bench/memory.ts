/** Memory of a browser's renderer processes that they share with nobody. Only where /proc is. */
import { readFileSync } from "node:fs";
import type { Browser } from "playwright-core";

/** MB (1,000,000 bytes): the Private_* lines of smaps_rollup, in kB of 1,024 bytes there. */
export async function privateMegabytes(browser: Browser): Promise<number> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  await session.detach();
  const kilobytes = processInfo
    .filter(({ type }) => type === "renderer")
    .map(({ id }) => privateKilobytes(readFileSync(`/proc/${id}/smaps_rollup`, "utf8")));
  return (kilobytes.reduce((sum, value) => sum + value, 0) * 1024) / 1_000_000;
}

function privateKilobytes(rollup: string): number {
  return [...rollup.matchAll(/^Private_\w+:\s+(\d+) kB$/gm)].reduce(
    (sum, [, value]) => sum + Number(value),
    0,
  );
}
