import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { launchChromium } from "../testing/browser.ts";
import { figures } from "./figures.ts";
import { soak } from "./soak.ts";

/** What `npm run soak` asks for; without it, a short one with as many kinds of action as fit. */
const seconds = Number(process.env["HANDOFF_SOAK_SECONDS"] ?? 60);
const seed = Number(process.env["HANDOFF_SOAK_SEED"] ?? 8466);

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

// An action that has begun is ended, and so is what is waited for at the end. A loss is a loss: it is not tried again.
test(`${seconds} s of anything lose nothing`, { timeout: (seconds + 180) * 1000, retry: 0 }, async () => {
  const report = await soak(browser, { siteUrl: inject("siteUrl"), seconds, seed });
  const found = figures(report);
  console.log(found);
  expect(report.breach === null, found).toBe(true);
});
