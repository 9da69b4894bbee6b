/** Learner code in an embed, and the page of somebody else around it. */
import { expect, test } from "vitest";
import { ask, expectHostUntouched, solutionFiles } from "../tools/testing/embedding.ts";
import { embedStage } from "../tools/testing/embed-stage.ts";
import { installGapMeasure, LONGEST_GAP_MS, readGaps, startGapMeasure } from "../tools/testing/gaps.ts";
import { ATTACK } from "../tools/testing/hostile-code.ts";

const PAGE = "app/page.tsx";
const RIGHT = solutionFiles("identity-handoff");

const { openLesson } = embedStage();

/** Everything that is of some protocol, and what the site itself would tell its host. */
const HOSTILE = `"use client";
${ATTACK}
for (const message of [
  ...attackMessages,
  ...["ready", "change", "run", "hop", "verdict", "progress", "resize", "reply", "error"].map((type) =>
    ({ source: "handoff", v: 1, type, id: 1, payload: { ok: true, value: null, status: "passed", height: 9000, title: "polluted" } })),
]) {
  for (const target of [window.top, window.parent.parent])
    try { target.postMessage(message, "*", [new MessageChannel().port2]); } catch {}
}
export default function Page() { return <p>posted</p>; }
`;

test("an app that posts all it can to the host's page is not heard by the element, and changes nothing", async () => {
  const opened = await openLesson();
  const { page, frame } = opened;
  const faults: string[] = [];
  page.on("pageerror", ({ stack = "" }) => faults.push(stack));
  await page.evaluate(() => {
    const verdicts: unknown[] = [];
    const heard = { count: 0 };
    Object.assign(window, { verdicts, heard });
    addEventListener("message", () => (heard.count += 1));
    document.querySelector("handoff-exercise")?.addEventListener("verdict", ({ detail }) => {
      verdicts.push(detail.status);
    });
  });
  await ask(page, "setFiles", { ...RIGHT, [PAGE]: HOSTILE });
  const { status } = await ask(page, "run");
  // The app is gone from its own page: no check that looks at it passes.
  expect(status).toBe("failed");
  await frame.frameLocator('iframe[title="Your app"]:not([inert])').getByText("posted").waitFor();
  const after = await page.evaluate(() => {
    const { verdicts, heard } = window as unknown as { verdicts: string[]; heard: { count: number } };
    const height = document.querySelector<HTMLElement>("handoff-exercise")?.offsetHeight ?? 0;
    return { verdicts, heard: heard.count, isTall: height > 5000, isPolluted: "polluted" in {} };
  });
  expect(after).toEqual({
    verdicts: ["failed"],
    heard: expect.any(Number) as number,
    isTall: false,
    isPolluted: false,
  });
  expect(after.heard).toBeGreaterThan(200);
  expect(faults.filter((stack) => !stack.includes("blob:null/"))).toEqual([]);
  await expectHostUntouched(opened);
});

test("an app that floods the host's page is stopped, and the host's page is quick again", async () => {
  const { page } = await openLesson();
  await installGapMeasure(page);
  await ask(page, "setFiles", RIGHT);
  expect(await ask(page, "run")).toMatchObject({ status: "passed" });
  const flood = `const flood = () => { for (let i = 0; i < 5000; i++) top.postMessage("x".repeat(1000), "*"); setTimeout(flood, 0); };
    setTimeout(flood, 100);
    export default function Page() { return null; }`;
  await ask(page, "setFiles", { [PAGE]: flood });
  expect(await ask(page, "run")).toMatchObject({ status: "error", error: { code: "app-flood" } });
  // What was on its way before anybody could count it comes all the same.
  await page.waitForTimeout(500);
  await startGapMeasure(page);
  await page.waitForTimeout(1000);
  const gaps = await readGaps(page);
  expect(gaps.main).toBeLessThanOrEqual(LONGEST_GAP_MS + gaps.machine);
  await ask(page, "setFiles", { [PAGE]: "export default function Page() { return <p>calm</p>; }" });
  await ask(page, "run");
  await page
    .frameLocator("iframe")
    .frameLocator('iframe[title="Your app"]:not([inert])')
    .getByText("calm")
    .waitFor();
});
